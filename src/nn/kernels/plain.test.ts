import { describeKernels } from "../../../test/kernelSuite.ts";
import { startWasmBackend } from "../../../test/wasmBackend.ts";
import { createPlainKernels } from "./plain.ts";

await startWasmBackend();

describeKernels("plain kernels on wasm", { backend: "wasm", create: createPlainKernels });
