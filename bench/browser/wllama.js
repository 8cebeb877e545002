import { Wllama } from "@wllama/wllama";
import wasmUrl from "@wllama/wllama/esm/wasm/wllama.wasm?url";
import { serve } from "./decoder.ts";

/** llama.cpp in WebAssembly, on the CPU only. */
const wllama = new Wllama({ default: wasmUrl }, { suppressNativeLog: true });

serve({
  async load({ modelUrl, threads }) {
    const blob = await (await fetch(modelUrl)).blob();
    await wllama.loadModel([blob], { n_threads: threads, n_gpu_layers: 0, n_ctx: 512, n_parallel: 1 });
  },
  async decode({ prompt, maxTokens }) {
    const { timings } = await wllama.createCompletion({
      prompt,
      max_tokens: maxTokens,
      temperature: 0,
      stream: false,
    });
    return { tokens: timings.predicted_n, seconds: timings.predicted_ms / 1000 };
  },
});
