import { afterAll } from "vitest";
import { describeKernels } from "../../../test/kernelSuite.ts";
import { startWasmBackend } from "../../../test/wasmBackend.ts";
import { createPlainKernels } from "./plain.ts";
import { createWasmKernels } from "./wasm/wasmKernels.ts";

// In one file, since the results on the CPU that all are compared with take longer than the kernels.
await startWasmBackend();
describeKernels("plain kernels on wasm", { backend: "wasm", create: createPlainKernels });

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
