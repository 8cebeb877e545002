import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { describeKernels } from "../../../test/kernelSuite.ts";
import { createPlainKernels } from "./plain.ts";

setWasmPaths("node_modules/@tensorflow/tfjs-backend-wasm/dist/");

describeKernels("plain kernels on wasm", { backend: "wasm", create: createPlainKernels });
