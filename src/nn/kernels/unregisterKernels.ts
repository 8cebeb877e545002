import * as tf from "@tensorflow/tfjs-core";

/** Forgets a removed backend's kernels, which hold on to it. */
export function unregisterKernels(backendName: string): void {
  for (const { kernelName } of tf.getKernelsForBackend(backendName)) {
    tf.unregisterKernel(kernelName, backendName);
  }
}
