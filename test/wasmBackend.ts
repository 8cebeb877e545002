import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";

/** Sets TensorFlow.js's WebAssembly backend under Node: one thread, with SIMD. */
export async function startWasmBackend(): Promise<void> {
  setWasmPaths("node_modules/@tensorflow/tfjs-backend-wasm/dist/");
  if (!(await tf.setBackend("wasm"))) throw new Error("The WebAssembly backend could not be started.");
}
