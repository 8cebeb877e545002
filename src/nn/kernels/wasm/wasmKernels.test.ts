import { afterAll } from "vitest";
import { describeKernels } from "../../../../test/kernelSuite.ts";
import { createWasmKernels } from "./wasmKernels.ts";

const variants = [
  { threads: 1, relaxedSimd: false },
  { threads: 2, relaxedSimd: false },
  { threads: 1, relaxedSimd: true },
  { threads: 2, relaxedSimd: true },
];

for (const { threads, relaxedSimd } of variants) {
  const name = `${relaxedSimd ? "relaxed" : "plain"} SIMD, ${threads} threads`;
  const kernels = await createWasmKernels({ threads, relaxedSimd, backendName: name });
  describeKernels(`WebAssembly kernels, ${name}`, { backend: name, create: () => kernels });
  afterAll(() => kernels.dispose());
}
