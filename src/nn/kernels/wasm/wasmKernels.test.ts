import { afterAll } from "vitest";
import { describeKernels } from "../../../../test/kernelSuite.ts";
import { createWasmKernels } from "./wasmKernels.ts";

// The other two builds are compared with these, bit by bit, in wasmRuntime.test.ts.
const variants = [
  { threads: 1, relaxedSimd: false },
  { threads: 2, relaxedSimd: true },
];

for (const { threads, relaxedSimd } of variants) {
  const name = `${relaxedSimd ? "relaxed" : "plain"} SIMD, ${threads} threads`;
  const kernels = await createWasmKernels({ threads, relaxedSimd });
  describeKernels(`WebAssembly kernels, ${name}`, { backend: kernels.backendName, create: () => kernels });
  afterAll(() => kernels.dispose());
}
