import { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import {
  type DataType,
  engine,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type TensorInfo,
} from "@tensorflow/tfjs-core";
import { PlaygroundError } from "../../../protocol/playgroundError.ts";
import { replacePool } from "./bufferPool.ts";
import { CommandStream } from "./commandStream.ts";
import type { GpuProgram } from "./gpuProgram.ts";

/** Freed buffers beyond this many bytes are destroyed instead of kept for reuse. */
const MAX_FREE_BYTES = 192 * 1024 * 1024;

export interface GpuCall {
  reads: readonly (TensorInfo | GPUBuffer)[];
  writes: readonly TensorInfo[];
  scalars: readonly number[];
  list?: Int32Array;
  grid: readonly [number, number, number];
}

/**
 * TensorFlow.js's WebGPU backend with a second way in: programs of ours with several outputs, or writing in
 * place, encoded in our own `CommandStream`. The two streams take turns: whoever encodes next submits
 * what the other has pending, so the GPU sees everything in the order of the calls.
 */
export class GpuBackend extends WebGPUBackend {
  readonly stream: CommandStream;
  /** What ended or spoilt the device; every later call throws it. */
  private failure: PlaygroundError | null = null;
  private tfjsHasPending = false;
  private readonly constants = new WeakMap<Float32Array, GPUBuffer>();

  constructor(device: GPUDevice, info: GPUAdapterInfo) {
    super(device, info);
    this.stream = new CommandStream(device);
    replacePool(this.bufferManager, device, MAX_FREE_BYTES, () => this.stream.submit());
    device.addEventListener("uncapturederror", (event) => this.fail(errorOf(event.error)));
  }

  /** Remembers the first failure: what follows it are only consequences. */
  fail(error: PlaygroundError): void {
    this.failure ??= error;
  }

  run(program: GpuProgram, call: GpuCall): void {
    this.throwIfFailed();
    const reads = call.reads.map((tensor) => this.bufferOf(tensor));
    const writes = call.writes.map((tensor) => this.bufferOf(tensor));
    if (this.tfjsHasPending) {
      this.endComputePassEncoder();
      this.submitQueue();
    }
    this.stream.dispatch(program, {
      reads,
      writes,
      scalars: call.scalars,
      grid: call.grid,
      ...(call.list ? { list: call.list } : {}),
    });
  }

  /** A tensor with a buffer whose contents are whatever was there before. */
  allocate(shape: number[], dtype: DataType = "float32"): Tensor {
    return engine().makeTensorFromTensorInfo(this.makeTensorInfo(shape, dtype), this);
  }

  matrix(rows: number, cols: number): Tensor2D {
    const tensor = this.allocate([rows, cols]);
    if (isMatrix(tensor)) return tensor;
    throw new Error("GpuBackend: a matrix without two dimensions.");
  }

  vector(length: number): Tensor1D {
    const tensor = this.allocate([length]);
    if (isVector(tensor)) return tensor;
    throw new Error("GpuBackend: a vector without one dimension.");
  }

  /** A buffer of an array that never changes; made once and freed with the array. */
  constant(values: Float32Array): GPUBuffer {
    let buffer = this.constants.get(values);
    if (!buffer) {
      const usage = GPUBufferUsage.STORAGE;
      buffer = this.device.createBuffer({ size: values.byteLength, usage, mappedAtCreation: true });
      new Float32Array(buffer.getMappedRange()).set(values);
      buffer.unmap();
      this.constants.set(values, buffer);
    }
    return buffer;
  }

  override ensureCommandEncoderReady(): void {
    this.stream.submit();
    super.ensureCommandEncoderReady();
    this.tfjsHasPending = true;
  }

  override submitQueue(): void {
    super.submitQueue();
    this.tfjsHasPending = false;
  }

  override async read(dataId: object): ReturnType<WebGPUBackend["read"]> {
    this.throwIfFailed();
    try {
      const values = await super.read(dataId);
      this.throwIfFailed();
      return values;
    } catch (error) {
      // A lost device rejects the read before it says that it is lost.
      if (error instanceof DOMException) this.fail(gpuLost(error.message));
      this.throwIfFailed();
      throw error;
    }
  }

  override dispose(): void {
    this.stream.dispose();
    super.dispose();
  }

  private throwIfFailed(): void {
    if (this.failure) throw this.failure;
  }

  private bufferOf(tensor: TensorInfo | GPUBuffer): GPUBuffer {
    if (tensor instanceof GPUBuffer) return tensor;
    this.uploadToGPU(tensor.dataId);
    const { resource } = this.tensorMap.get(tensor.dataId);
    if (!(resource instanceof GPUBuffer)) throw new Error("GpuBackend: a tensor is not in a GPU buffer.");
    return resource;
  }
}

function isMatrix(tensor: Tensor): tensor is Tensor2D {
  return tensor.rank === 2;
}

function isVector(tensor: Tensor): tensor is Tensor1D {
  return tensor.rank === 1;
}

export function gpuLost(detail: string): PlaygroundError {
  return new PlaygroundError(
    "gpu-lost",
    `The browser lost its connection to the GPU${detail ? ` (${detail})` : ""}.`,
    "Start the run again. If it happens again, close other tabs that use the GPU, or choose WebAssembly.",
  );
}

function errorOf(error: GPUError): PlaygroundError {
  if (error instanceof GPUOutOfMemoryError) {
    return new PlaygroundError(
      "out-of-memory",
      "The GPU has run out of memory.",
      "Choose a smaller model or shorter texts, close other tabs, or choose WebAssembly.",
      { cause: error },
    );
  }
  return new PlaygroundError(
    "internal",
    `The GPU refused a command: ${error.message.split("\n")[0]}`,
    "Choose WebAssembly, and please report this with the name of your GPU.",
    { cause: error },
  );
}
