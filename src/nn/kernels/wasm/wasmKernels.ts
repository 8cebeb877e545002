import * as tf from "@tensorflow/tfjs-core";
import type { Kernels } from "../kernels.ts";
import { squaredNorm } from "../plainElementwise.ts";
import type { HeapBackend } from "./heapBackend.ts";
import { KernelRuntime, type RuntimeOptions } from "./kernelRuntime.ts";
import { attention, attentionBackward } from "./wasmAttention.ts";
import {
  adamW,
  RopeTables,
  rmsNorm,
  rmsNormBackward,
  rope,
  swiGlu,
  swiGluBackward,
} from "./wasmElementwise.ts";
import { attendCached, selectKvCache, WasmKvCache } from "./wasmKvCache.ts";
import { headLoss, linear, linearBackward } from "./wasmLinear.ts";
import { WasmMatrix } from "./wasmMatrix.ts";

export interface WasmKernelOptions extends RuntimeOptions {
  /** Name under which the TensorFlow.js backend of these kernels is registered. */
  backendName?: string;
}

export interface WasmKernels extends Kernels {
  readonly name: "wasm";
  /** The TensorFlow.js backend whose tensors these kernels take; set it before making any. */
  readonly backendName: string;
  /** Threads that share the work; 1 where memory cannot be shared. */
  readonly threads: number;
  /** Bytes of weights, activations and caches in use, and bytes the memory has grown to. */
  memory(): { inUse: number; reserved: number };
  /** Ends the threads and removes the backend with all its tensors. */
  dispose(): void;
}

/**
 * Compiles our WebAssembly kernels, starts their threads and registers a TensorFlow.js backend for their tensors.
 * Throws "out-of-memory" where no memory can be had, and later, when it is full.
 */
export async function createWasmKernels(options: WasmKernelOptions = {}): Promise<WasmKernels> {
  const backendName = options.backendName ?? "wasm";
  const runtime = await KernelRuntime.start(options);
  registerBackend(backendName, runtime);
  const tables = new RopeTables();
  const { heap } = runtime;
  return {
    name: "wasm",
    backendName,
    threads: runtime.threads,
    memory: () => ({ inUse: heap.bytesInUse, reserved: heap.bytesReserved }),
    dispose() {
      tf.removeBackend(backendName);
      runtime.dispose();
    },
    frozen: (matrix) => new WasmMatrix(heap, matrix),
    linear: (...args) => linear(runtime, ...args),
    linearBackward: (...args) => linearBackward(runtime, ...args),
    rmsNorm: (...args) => rmsNorm(runtime, ...args),
    rmsNormBackward: (...args) => rmsNormBackward(runtime, ...args),
    rope: (...args) => rope(runtime, tables, ...args),
    attention: (...args) => attention(runtime, ...args),
    attentionBackward: (...args) => attentionBackward(runtime, ...args),
    swiGlu: (...args) => swiGlu(runtime, ...args),
    swiGluBackward: (...args) => swiGluBackward(runtime, ...args),
    headLoss: (...args) => headLoss(runtime, ...args),
    createKvCache: (shape) => new WasmKvCache(heap, shape),
    attendCached: (...args) => attendCached(runtime, ...args),
    selectKvCache: (...args) => selectKvCache(runtime, ...args),
    squaredNorm,
    adamW: (...args) => adamW(runtime, ...args),
  };
}

function registerBackend(name: string, runtime: KernelRuntime): void {
  tf.registerBackend(name, () => runtime.backend);
  tf.copyRegisteredKernels("cpu", name);
  // Residual connections: the one op on activations that is not in `Kernels`.
  tf.unregisterKernel("Add", name);
  tf.registerKernel({
    kernelName: "Add",
    backendName: name,
    kernelFunc: ({ inputs, backend }) => add(runtime, backend as HeapBackend, inputs),
  });
}

const addAnything = tf.getKernel("Add", "cpu");

/** Ours for float tensors of equal shape, TensorFlow.js's for the rest. */
function add(runtime: KernelRuntime, backend: HeapBackend, inputs: tf.NamedTensorInfoMap): tf.TensorInfo {
  const { a, b } = inputs as { a: tf.TensorInfo; b: tf.TensorInfo };
  const ours = a.dtype === "float32" && b.dtype === "float32" && tf.util.arraysEqual(a.shape, b.shape);
  if (!ours) return addAnything.kernelFunc({ inputs, attrs: {}, backend }) as tf.TensorInfo;
  const length = tf.util.sizeFromShape(a.shape);
  const y = backend.uninitialized(a.shape);
  runtime.exports.add(backend.addressOf(a), backend.addressOf(b), backend.addressOf(y), length);
  return y;
}
