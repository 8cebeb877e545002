import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nodeCheckpointFiles } from "../scripts/nodeFileSource.ts";
import { type LoadedCheckpoint, loadCheckpoint } from "../src/checkpoints/loadCheckpoint.ts";
import { Decoder } from "../src/nn/decoder.ts";
import { createWasmKernels, type WasmKernels } from "../src/nn/kernels/wasm/wasmKernels.ts";
import { Pacer } from "../src/protocol/pacer.ts";
import { z } from "../src/protocol/zod.ts";

/** What PyTorch computed with the weights of a folder: `pretrain/record_fixtures.py` and `record_grid_fixtures.py`. */
const casesSchema = z.array(
  z.object({
    text: z.string(),
    ids: z.array(z.int()),
    choices: z.array(z.int()),
    lastLogits: z.array(z.number()),
  }),
);

describe.each([
  ["public/models/embedded-reader", "logits.json"],
  ["public/models/embedded-grid", "gridLogits.json"],
  ["public/models/embedded-grid-large", "gridLargeLogits.json"],
])("%s", (folder, fixture) => {
  let checkpoint: LoadedCheckpoint;
  let kernels: WasmKernels;

  beforeAll(async () => {
    const files = await nodeCheckpointFiles(folder);
    checkpoint = await loadCheckpoint({ kind: "files", name: folder, files });
    kernels = await createWasmKernels({ threads: 1 });
    await tf.setBackend(kernels.backendName);
  });

  afterAll(() => kernels.dispose());

  it.each(casesSchema.parse(JSON.parse(readFileSync(`test/fixtures/embedded/${fixture}`, "utf8"))))(
    "computes the logits that PyTorch computes: $text",
    async ({ text, ids, choices, lastLogits }) => {
      // Encoding adds nothing of its own; documents of these models begin with their mark.
      expect(checkpoint.tokenizer.encode(`<|bos|>${text}`)).toEqual(ids);
      const decoder = new Decoder(checkpoint.config, checkpoint.weights, kernels);
      const cache = decoder.createKvCache(1, ids.length);
      const step = { newTokens: ids.length, starts: Int32Array.of(0), lengths: Int32Array.of(ids.length) };
      const rows = ids.map((_, row) => row);
      const noAdapter = checkpoint.weights.layers.map(() => ({}));
      const tensor = await decoder.extend(Int32Array.from(ids), step, cache, rows, noAdapter, new Pacer());
      const logits = await tensor!.data();
      const { vocabSize } = checkpoint.config;
      const row = (i: number) => Array.from(logits.subarray(i * vocabSize, (i + 1) * vocabSize));
      expect(rows.map((i) => row(i).indexOf(Math.max(...row(i))))).toEqual(choices);
      row(ids.length - 1).forEach((logit, k) => {
        expect(Math.abs(logit - lastLogits[k]!)).toBeLessThan(2e-3);
      });
      tensor!.dispose();
      cache.dispose();
      decoder.dispose();
    },
  );
});
