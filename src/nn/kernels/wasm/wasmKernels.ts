import * as tf from "@tensorflow/tfjs-core";
import type { Kernels } from "../kernels.ts";
import { unregisterKernels } from "../unregisterKernels.ts";
import { KernelRuntime, type RuntimeOptions } from "./kernelRuntime.ts";
import { attention, attentionBackward } from "./wasmAttention.ts";
import {
  adamW,
  glu,
  gluBackward,
  RopeTables,
  rmsNorm,
  rmsNormBackward,
  rope,
  squaredNorm,
} from "./wasmElementwise.ts";
import { attendCached, selectKvCache, WasmKvCache } from "./wasmKvCache.ts";
import { headLoss, linear, linearBackward } from "./wasmLinear.ts";
import { WasmMatrix } from "./wasmMatrix.ts";

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
export async function createWasmKernels(options: RuntimeOptions = {}): Promise<WasmKernels> {
  const runtime = await KernelRuntime.start(options);
  const backendName = freeBackendName();
  registerBackend(backendName, runtime);
  const { heap } = runtime;
  const tables = new RopeTables(heap);
  return {
    name: "wasm",
    backendName,
    threads: runtime.threads,
    usage: () => ({
      device: null,
      threads: runtime.threads,
      heldBytes: heap.bytesReserved,
      dispatches: null,
    }),
    memory: () => ({ inUse: heap.bytesInUse, reserved: heap.bytesReserved }),
    dispose() {
      tf.removeBackend(backendName);
      unregisterKernels(backendName);
      runtime.dispose();
    },
    frozen: (matrix) => new WasmMatrix(runtime, matrix),
    linear: (...args) => linear(runtime, ...args),
    linearBackward: (...args) => linearBackward(runtime, ...args),
    rmsNorm: (...args) => rmsNorm(runtime, ...args),
    rmsNormBackward: (...args) => rmsNormBackward(runtime, ...args),
    rope: (...args) => rope(runtime, tables, ...args),
    attention: (...args) => attention(runtime, ...args),
    attentionBackward: (...args) => attentionBackward(runtime, ...args),
    glu: (...args) => glu(runtime, ...args),
    gluBackward: (...args) => gluBackward(runtime, ...args),
    headLoss: (...args) => headLoss(runtime, ...args),
    createKvCache: (shape) => new WasmKvCache(heap, shape),
    attendCached: (...args) => attendCached(runtime, ...args),
    selectKvCache: (...args) => selectKvCache(runtime, ...args),
    squaredNorm: (tensors) => squaredNorm(runtime, tensors),
    adamW: (...args) => adamW(runtime, ...args),
  };
}

function freeBackendName(): string {
  let number = 1;
  while (tf.findBackendFactory(`playground-wasm-${number}`)) number++;
  return `playground-wasm-${number}`;
}

function registerBackend(name: string, runtime: KernelRuntime): void {
  tf.registerBackend(name, () => runtime.backend);
  tf.copyRegisteredKernels("cpu", name);
  // Sums of activations and of gradients: the op on large tensors that is not in `Kernels`.
  for (const kernelName of ["Add", "AddN"]) {
    const fallback = tf.getKernel(kernelName, "cpu").kernelFunc;
    tf.unregisterKernel(kernelName, name);
    tf.registerKernel({
      kernelName,
      backendName: name,
      kernelFunc: (params) => addAll(runtime, Object.values(params.inputs)) ?? fallback(params),
    });
  }
  const gather = tf.getKernel("GatherV2", "cpu").kernelFunc;
  tf.unregisterKernel("GatherV2", name);
  tf.registerKernel({
    kernelName: "GatherV2",
    backendName: name,
    kernelFunc: (params) => gatherRows(runtime, params) ?? gather(params),
  });
}

/**
 * Rows of a float matrix, copied whole; null for other gathers. TensorFlow.js's own works out the place of every
 * single value, which took an eighth of a small model's training.
 */
function gatherRows(
  { backend, heap }: KernelRuntime,
  { inputs, attrs }: { inputs: tf.NamedTensorInfoMap; attrs?: tf.NamedAttrMap },
): tf.TensorInfo | null {
  const { x, indices } = inputs;
  const isRows = x?.shape.length === 2 && indices?.shape.length === 1 && x.dtype === "float32";
  if (!x || !indices || !isRows || attrs?.axis !== 0 || attrs.batchDims) return null;
  const [count, width] = x.shape as [number, number];
  const wanted = indices.shape[0]!;
  // The result last, as nobody would free it where there is no room for x, and views after that: memory may have moved.
  const from = backend.addressOf(x);
  const y = backend.uninitialized([wanted, width]);
  const to = backend.addressOf(y);
  const source = heap.floats(from, count * width);
  const target = heap.floats(to, wanted * width);
  const rows = backend.valuesOf(indices) as Int32Array;
  rows.forEach((row, i) => {
    if (row < 0 || row >= count) throw new Error(`There is no row ${row} among ${count}.`);
    target.set(source.subarray(row * width, (row + 1) * width), i * width);
  });
  return y;
}

/** The sum of float tensors of one shape; null for others, which TensorFlow.js adds by its own rules. */
function addAll(runtime: KernelRuntime, terms: (tf.TensorInfo | undefined)[]): tf.TensorInfo | null {
  const { backend, exports } = runtime;
  const [first, ...rest] = terms as tf.TensorInfo[];
  const alike = terms.every(
    (term) => term?.dtype === "float32" && tf.util.arraysEqual(term.shape, first!.shape),
  );
  if (!alike || rest.length === 0) return null;
  let sum = backend.addressOf(first!);
  const others = rest.map((term) => backend.addressOf(term));
  // The result last, as nobody would free it where there is no room for a term.
  const y = backend.uninitialized(first!.shape);
  const total = backend.addressOf(y);
  for (const other of others) {
    exports.add(sum, other, total, tf.util.sizeFromShape(y.shape));
    sum = total;
  }
  return y;
}
