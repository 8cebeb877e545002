import * as tf from "@tensorflow/tfjs-core";
import { blobSource } from "../../src/checkpoints/byteSource.ts";
import { loadCheckpoint } from "../../src/checkpoints/loadCheckpoint.ts";
import { createWasmKernels } from "../../src/nn/kernels/wasm/wasmKernels.ts";
import { TransformerModel } from "../../src/nn/transformerModel.ts";
import { serve } from "./decoder.ts";

let model: TransformerModel;

serve({
  async load({ modelUrl, threads }) {
    const blob = await (await fetch(modelUrl)).blob();
    const files = [{ name: "model.gguf", source: blobSource(blob) }];
    const checkpoint = await loadCheckpoint({ kind: "files", name: "bench", files });
    const kernels = await createWasmKernels({ threads });
    await tf.setBackend(kernels.backendName);
    const info = { id: "bench", name: "bench", parameters: 0, maxPositions: 0, hash: "", backend: "wasm" };
    model = new TransformerModel({ info, ...checkpoint, kernels });
  },
  async decode({ prompt, sequences, maxTokens }) {
    let first = 0;
    const results = await model.generate({
      prompts: Array.from({ length: sequences }, () => prompt),
      sampling: { temperature: 0, topP: 1, topK: 0, maxTokens, stop: [], seed: 1 },
      onText: () => {
        first ||= performance.now();
      },
    });
    const seconds = (performance.now() - first) / 1000;
    return { tokens: results.reduce((sum, { tokens }) => sum + tokens.length - 1, 0), seconds };
  },
});
