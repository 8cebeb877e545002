import basic from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url";
import simd from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url";
import threads from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url";
import type { WasmFiles } from "./backend.ts";

/** Where the built page serves the WebAssembly files. Only Vite understands these imports. */
export const wasmFiles: WasmFiles = {
  "tfjs-backend-wasm.wasm": basic,
  "tfjs-backend-wasm-simd.wasm": simd,
  "tfjs-backend-wasm-threaded-simd.wasm": threads,
};
