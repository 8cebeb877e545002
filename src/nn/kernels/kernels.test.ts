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
  { name: "plain SIMD, 1 thread, nothing held decoded", threads: 1, relaxedSimd: false, maxPanelBytes: 0 },
  { name: "relaxed SIMD, 2 threads", threads: 2, relaxedSimd: true },
];

for (const { name, ...options } of variants) {
  const kernels = await createWasmKernels(options);
  describeKernels(`WebAssembly kernels, ${name}`, { backend: kernels.backendName, create: () => kernels });
  afterAll(() => kernels.dispose());
}
