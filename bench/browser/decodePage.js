import { Wllama } from "@wllama/wllama";
import wllamaWasm from "@wllama/wllama/esm/wasm/wllama.wasm?url";

const worker = new Worker(new URL("./decodeWorker.ts", import.meta.url), { type: "module" });

function ours(task) {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage(task);
  });
}

let wllama;

/** llama.cpp in WebAssembly, on the CPU only, with the same file and threads. */
async function theirs({ modelUrl, threads, prompt, maxTokens }) {
  if (!wllama) {
    wllama = new Wllama({ default: wllamaWasm });
    const blob = await (await fetch(modelUrl)).blob();
    await wllama.loadModel([blob], { n_threads: threads, n_gpu_layers: 0, n_ctx: 512 });
  }
  const response = await wllama.createCompletion({
    prompt,
    max_tokens: maxTokens,
    temperature: 0,
    stream: false,
  });
  const timings = response.timings;
  if (!timings) throw new Error("wllama gave no timings.");
  return { tokens: timings.predicted_n, seconds: timings.predicted_ms / 1000 };
}

Object.assign(globalThis, { ours, theirs });
