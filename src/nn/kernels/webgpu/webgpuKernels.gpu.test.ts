import * as tf from "@tensorflow/tfjs-core";
import { describeKernels } from "../../../../test/kernelSuite.ts";
import { openWebGpu } from "./openWebGpu.ts";

// No adapter is a failure of the test run, not a reason to skip it.
const gpu = await openWebGpu((error) => {
  throw error;
});

describeKernels("WebGPU kernels", { backend: tf.getBackend(), create: () => gpu.kernels });
