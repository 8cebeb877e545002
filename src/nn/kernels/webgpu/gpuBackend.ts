import { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import {
  type DataType,
  engine,
  type Scalar,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type TensorInfo,
} from "@tensorflow/tfjs-core";
import type { PlaygroundError } from "../../../protocol/playgroundError.ts";
import { replacePool } from "./bufferPool.ts";
import { CommandStream } from "./commandStream.ts";
import { gpuErrorOf, gpuLost } from "./gpuErrors.ts";
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
  readonly info: GPUAdapterInfo;
  /** What ended or spoilt the device; every later call throws it. */
  private failure: PlaygroundError | null = null;
  private tfjsHasPending = false;
  private readonly constants = new WeakMap<Float32Array, GPUBuffer>();

  constructor(device: GPUDevice, info: GPUAdapterInfo) {
    super(device, info);
    this.info = info;
    this.stream = new CommandStream(device);
    replacePool(this.bufferManager, device, MAX_FREE_BYTES, () => this.stream.submit());
    device.addEventListener("uncapturederror", (event) => this.fail(gpuErrorOf(event.error)));
  }

  /** Remembers the first failure: what follows it are only consequences. */
  fail(error: PlaygroundError): void {
    this.failure ??= error;
  }

  run(program: GpuProgram, call: GpuCall): void {
    this.throwIfFailed();
    const reads = call.reads.map((tensor) => this.bufferOf(tensor));
    const writes = call.writes.map((tensor) => this.overwrittenBufferOf(tensor));
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

  scalar(): Scalar {
    const tensor = this.allocate([]);
    if (isScalar(tensor)) return tensor;
    throw new Error("GpuBackend: a scalar with dimensions.");
  }

  /**
   * A second tensor on the same buffer, for a result that is written over `tensor`; null where yet another tensor
   * shares that buffer.
   */
  successor(tensor: Tensor2D): Tensor2D | null {
    if (this.refCount(tensor.dataId) !== 1) return null;
    this.incRef(tensor.dataId);
    const next = engine().makeTensorFromTensorInfo(tensor, this);
    return isMatrix(next) ? next : null;
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

  /** Values read back earlier would hide what is written now. */
  private overwrittenBufferOf(tensor: TensorInfo): GPUBuffer {
    const buffer = this.bufferOf(tensor);
    const data = this.tensorMap.get(tensor.dataId);
    if (data.values) Object.assign(data, { values: null });
    return buffer;
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

function isScalar(tensor: Tensor): tensor is Scalar {
  return tensor.rank === 0;
}

function isVector(tensor: Tensor): tensor is Tensor1D {
  return tensor.rank === 1;
}
