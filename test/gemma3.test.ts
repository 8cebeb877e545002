import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { nodeCheckpointFiles } from "../scripts/nodeFileSource.ts";
import { loadCheckpoint } from "../src/checkpoints/loadCheckpoint.ts";
import { createWasmKernels } from "../src/nn/kernels/wasm/wasmKernels.ts";
import { TransformerModel } from "../src/nn/transformerModel.ts";
import { z } from "../src/protocol/zod.ts";

/** A tiny random Gemma 3 in both kinds of files, and what Transformers computes with it: make_checkpoint_fixtures.py. */
const FOLDER = fileURLToPath(new URL("./fixtures/checkpoints/", import.meta.url));
const { ids, lastLogits } = z
  .object({ ids: z.array(z.int()), lastLogits: z.array(z.number()) })
  .parse(JSON.parse(readFileSync(`${FOLDER}gemma3/expected.json`, "utf8")));

test.each(["gemma3", "gemma3.gguf"])("%s gives the logits of Transformers", async (path) => {
  const files = await nodeCheckpointFiles(FOLDER + path);
  const { config, weights, tokenizer } = await loadCheckpoint({ kind: "files", name: "gemma3", files });
  const kernels = await createWasmKernels({ threads: 1 });
  await tf.setBackend(kernels.backendName);
  const info = { id: "g", name: "g", parameters: 0, maxPositions: 512, hash: "", backend: "wasm" };
  const model = new TransformerModel({ info, config, weights, tokenizer, kernels });
  const lossMask = [...ids, 0].map((_, t) => t === ids.length);
  const [row] = await model.logProbs([{ tokens: [...ids, 0], lossMask }]);
  const max = Math.max(...lastLogits);
  const total = max + Math.log(lastLogits.reduce((sum, logit) => sum + Math.exp(logit - max), 0));
  const worst = Math.max(...lastLogits.map((logit, i) => Math.abs(logit - total - row![i]!)));
  expect(worst).toBeLessThan(2e-5);
  // Decoding with the cache goes through the window too: it finds what one pass finds.
  const [generated] = await model.generate({
    prompts: [tokenizer.decode(ids)],
    sampling: { temperature: 0, topP: 1, topK: 0, maxTokens: 12, stop: [], seed: 1 },
  });
  const { tokens, logprobs } = generated!;
  const all = [...tokenizer.encode(tokenizer.decode(ids)), ...tokens];
  const [score] = await model.score([
    { tokens: all, lossMask: all.map((_, t) => t >= all.length - tokens.length) },
  ]);
  expect(score!.nll).toBeCloseTo(-logprobs.reduce((sum, value) => sum + value, 0), 3);
  model.dispose();
  kernels.dispose();
});
