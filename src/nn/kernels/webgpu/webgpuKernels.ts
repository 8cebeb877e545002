import type { Kernels } from "../kernels.ts";
import { adapterName } from "./askGpu.ts";
import { attention, attentionBackward } from "./attention.ts";
import { elementwiseKernels } from "./elementwise.ts";
import type { GpuBackend } from "./gpuBackend.ts";
import { GpuMatrix } from "./gpuMatrix.ts";
import { headLoss } from "./headLoss.ts";
import { attendCached, createKvCache, selectKvCache } from "./kvCache.ts";
import { linear, linearBackward } from "./linear.ts";
import { squaredNorm } from "./sum.ts";

/** The kernels as WGSL programs of our own; `backend` must be the current TensorFlow.js backend. */
export function createWebGpuKernels(backend: GpuBackend): Kernels {
  return {
    name: "webgpu",
    usage: () => ({
      device: adapterName(backend.info),
      threads: null,
      heldBytes: backend.bufferManager.numBytesAllocated,
      dispatches: backend.stream.dispatches,
    }),
    frozen: (matrix) => new GpuMatrix(backend, matrix),
    linear: (...args) => linear(backend, ...args),
    linearBackward: (...args) => linearBackward(backend, ...args),
    attention: (...args) => attention(backend, ...args),
    attentionBackward: (...args) => attentionBackward(backend, ...args),
    headLoss: (...args) => headLoss(backend, ...args),
    createKvCache: (shape) => createKvCache(backend, shape),
    attendCached: (...args) => attendCached(backend, ...args),
    selectKvCache: (...args) => selectKvCache(backend, ...args),
    squaredNorm: (tensors) => squaredNorm(backend, tensors),
    ...elementwiseKernels(backend),
  };
}
