import { gradientSelfTest } from "../src/nn/kernels/webgpu/selfTest.ts";

// Answers with what the gradient test on the GPU found wrong, null for nothing.
gradientSelfTest().then(
  (failure) => postMessage({ failure }),
  (error: unknown) => postMessage({ failure: String(error) }),
);
