import * as tf from "@tensorflow/tfjs-core";
import { blobSource } from "../../src/checkpoints/byteSource.ts";
import { loadCheckpoint } from "../../src/checkpoints/loadCheckpoint.ts";
import { createWasmKernels } from "../../src/nn/kernels/wasm/wasmKernels.ts";
import { TransformerModel } from "../../src/nn/transformerModel.ts";
import type { DecodeTask, DecodeTimes } from "./decodeTask.ts";

let model: TransformerModel | undefined;

/** Loads on the first message, then decodes greedily and answers with the seconds it took. */
self.onmessage = async ({ data }: MessageEvent<DecodeTask>) => {
  model ??= await load(data);
  const generate = (maxTokens: number) =>
    model!.generate({
      prompts: Array.from({ length: data.sequences }, () => data.prompt),
      sampling: { temperature: 0, topP: 1, topK: 0, maxTokens, stop: [], seed: 1 },
    });
  const start = performance.now();
  await generate(1);
  const first = performance.now();
  const results = await generate(data.maxTokens);
  const end = performance.now();
  // The second call pays for the prompt again; what is left is the decoding of the further tokens.
  const seconds = (end - first - (first - start)) / 1000;
  const tokens = results.reduce((sum, { tokens }) => sum + tokens.length - 1, 0);
  const answer: DecodeTimes = { tokens, seconds };
  self.postMessage(answer);
};

async function load({ modelUrl, threads }: DecodeTask): Promise<TransformerModel> {
  const blob = await (await fetch(modelUrl)).blob();
  const checkpoint = await loadCheckpoint({
    kind: "files",
    name: "bench",
    files: [{ name: "model.gguf", source: blobSource(blob) }],
  });
  const kernels = await createWasmKernels({ threads });
  await tf.setBackend(kernels.backendName);
  const info = { id: "bench", name: "bench", parameters: 0, maxPositions: 0, hash: "", backend: "wasm" };
  return new TransformerModel({ info, ...checkpoint, kernels });
}
