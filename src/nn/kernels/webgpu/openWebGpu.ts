import * as tf from "@tensorflow/tfjs-core";
import { PlaygroundError } from "../../../protocol/playgroundError.ts";
import type { Kernels } from "../kernels.ts";
import { unregisterKernels } from "../unregisterKernels.ts";
import { requestAdapter, requestDevice } from "./askGpu.ts";
import { GpuBackend } from "./gpuBackend.ts";
import { gpuLost } from "./gpuErrors.ts";
import { replaceKernels } from "./replaceKernels.ts";
import { createWebGpuKernels } from "./webgpuKernels.ts";

/**
 * Limits we ask for, as high as the adapter has them. WebGPU's defaults would refuse an f32 embedding of more
 * than 128 MiB; the others are what TensorFlow.js's own programs expect.
 */
const WANTED_LIMITS = [
  "maxStorageBufferBindingSize",
  "maxBufferSize",
  "maxStorageBuffersPerShaderStage",
  "maxComputeWorkgroupStorageSize",
  "maxComputeWorkgroupsPerDimension",
  "maxComputeWorkgroupSizeX",
  "maxComputeInvocationsPerWorkgroup",
] as const;

export interface OpenWebGpu {
  kernels: Kernels;
  backend: GpuBackend;
  /** Removes the backend and frees the device; a loss is no longer reported. */
  close(): void;
}

let opened = 0;

/** A device of our own, registered as a TensorFlow.js backend and made the current one. */
export async function openWebGpu(onLost: (error: PlaygroundError) => void): Promise<OpenWebGpu> {
  const adapter = await requestAdapter(navigator.gpu);
  if (!adapter) {
    throw new PlaygroundError("unsupported", "This browser offers no GPU.", "Choose WebAssembly.");
  }
  const device = await requestDevice(adapter, {
    requiredLimits: Object.fromEntries(WANTED_LIMITS.map((limit) => [limit, adapter.limits[limit]])),
  });
  const name = `playground-webgpu-${++opened}`;
  const backend = new GpuBackend(device, adapter.info);
  let closed = false;
  device.lost.then(({ message }) => {
    if (closed) return;
    const error = gpuLost(message.trim());
    backend.fail(error);
    onLost(error);
  });

  // Small tensors on the CPU would make a result depend on where its inputs happened to be.
  tf.env().set("WEBGPU_CPU_FORWARD", false);
  tf.registerBackend(name, () => backend, 0);
  tf.copyRegisteredKernels("webgpu", name);
  replaceKernels(name, backend);
  await tf.setBackend(name);
  return {
    kernels: createWebGpuKernels(backend),
    backend,
    close() {
      closed = true;
      tf.removeBackend(name);
      unregisterKernels(name);
      device.destroy();
    },
  };
}
