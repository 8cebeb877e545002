import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs-core";
import { LINEAR_NAMES } from "../src/protocol/adapterSettings.ts";
import "@tensorflow/tfjs-backend-cpu";
import { afterAll, beforeAll, expect, test } from "vitest";
import { nodeCheckpointFiles } from "../scripts/nodeFileSource.ts";
import { loadCheckpoint } from "../src/checkpoints/loadCheckpoint.ts";
import {
  decodePeftWeights,
  encodePeftWeights,
  peftConfig,
  readPeftAdapter,
} from "../src/checkpoints/peft/peftAdapter.ts";
import { PEFT_MODULES, parsePeftConfig } from "../src/checkpoints/peft/peftConfig.ts";
import { createPlainKernels } from "../src/nn/kernels/plain.ts";
import { TransformerModel } from "../src/nn/transformerModel.ts";
import { z } from "../src/protocol/zod.ts";
import { mergeWriter, snapshotOf } from "../src/seal/writer.ts";

/** Adapters in the forms that PEFT offers, and what it computes: `test/fixtures/make_peft_variants.py`. */
const FIXTURES = fileURLToPath(new URL("./fixtures/", import.meta.url));
const FOLDER = `${FIXTURES}peft-variants/`;
const { ids, lastLogits } = z
  .object({ ids: z.array(z.int()), lastLogits: z.record(z.string(), z.array(z.number())) })
  .parse(JSON.parse(readFileSync(`${FOLDER}expected.json`, "utf8")));
const VARIANTS = readdirSync(FOLDER).filter((name) => !name.endsWith(".json"));

const read = async (variant: string) => readPeftAdapter(await nodeCheckpointFiles(FOLDER + variant));

let model: TransformerModel;
beforeAll(async () => {
  await tf.setBackend("cpu");
  const files = await nodeCheckpointFiles(`${FIXTURES}checkpoints/qwen2`);
  const { config, weights, tokenizer } = await loadCheckpoint({ kind: "files", name: "base", files });
  const info = { id: "base", name: "base", parameters: 0, maxPositions: 512, hash: "", backend: "plain" };
  model = new TransformerModel({ info, config, weights, tokenizer, kernels: createPlainKernels() });
});
afterAll(() => model.dispose());

/** log p of every token after `ids`. */
async function lastLogProbs(): Promise<number[]> {
  const lossMask = [...ids, 0].map((_, t) => t === ids.length);
  const [row] = await model.logProbs([{ tokens: [...ids, 0], lossMask }]);
  return [...row!];
}

function expectPeft(logProbs: readonly number[], variant: string): void {
  const logits = lastLogits[variant]!;
  const max = Math.max(...logits);
  const total = max + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - max), 0));
  const worst = Math.max(...logits.map((logit, i) => Math.abs(logit - total - logProbs[i]!)));
  expect(worst).toBeLessThan(5e-5);
}

test("every form has its expected logits", () => {
  expect(VARIANTS.sort()).toEqual(Object.keys(lastLogits).sort());
});

test.each(VARIANTS)(
  "%s: used, merged, and written and read again, it computes what PEFT computes",
  async (variant) => {
    const update = await read(variant);
    const adapter = model.createAdapter(update.settings);
    adapter.restore(snapshotOf(update));
    model.useAdapter(adapter);
    expectPeft(await lastLogProbs(), variant);
    model.useAdapter(null);
    adapter.dispose();

    const again = await decodePeftWeights(encodePeftWeights(update), update.settings);
    expect(again).toEqual(update);
    await mergeWriter(model, again);
    expectPeft(await lastLogProbs(), variant);
    model.unmerge();
  },
);

test.each(VARIANTS)("%s: the configuration that is exported is for its layers", async (variant) => {
  const update = await read(variant);
  const { rank, alpha } = update.settings;
  const config = parsePeftConfig(peftConfig(update, "base"));
  for (const name of Object.keys(update.tensors)) {
    const [, layer, target] = name.split(".");
    const known = LINEAR_NAMES.find((candidate) => candidate === target)!;
    expect(config.at(`model.layers.${layer}.${PEFT_MODULES[known]}`)).toEqual({ rank, scale: alpha / rank });
  }
});

test("the configuration of an adapter on the last layer alone names no other", async () => {
  const config = parsePeftConfig(peftConfig(await read("last-layer"), "base"));
  expect(config.at("model.layers.0.self_attn.q_proj")).toBeNull();
});
