import { AutoModelForCausalLM, AutoTokenizer, env } from "@huggingface/transformers";
import mjs from "onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url";
import wasm from "onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url";
import { serve } from "./decoder.ts";

/** ONNX Runtime in WebAssembly, on the CPU only. */
Object.assign(env, {
  allowLocalModels: true,
  allowRemoteModels: false,
  localModelPath: "/",
  useBrowserCache: false,
});
let tokenizer;
let model;

serve({
  async load({ modelUrl, threads }) {
    Object.assign(env.backends.onnx.wasm, { numThreads: threads, wasmPaths: { mjs, wasm } });
    tokenizer = await AutoTokenizer.from_pretrained(modelUrl);
    // The export's configuration says which precision it has.
    model = await AutoModelForCausalLM.from_pretrained(modelUrl, { device: "wasm" });
  },
  async decode({ prompt, maxTokens }) {
    const times = [];
    // Told of the prompt first, then of every token.
    const streamer = { put: () => times.push(performance.now()), end: () => {} };
    await model.generate({ ...tokenizer(prompt), max_new_tokens: maxTokens, do_sample: false, streamer });
    return { tokens: times.length - 2, seconds: (times.at(-1) - times[1]) / 1000 };
  },
});
