import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { beforeAll, expect, test } from "vitest";
import { nodeCheckpointFiles } from "../scripts/nodeFileSource.ts";
import { loadCheckpoint } from "../src/checkpoints/loadCheckpoint.ts";
import { createPlainKernels } from "../src/nn/kernels/plain.ts";
import { TransformerModel } from "../src/nn/transformerModel.ts";
import { z } from "../src/protocol/zod.ts";
import { textFile } from "./checkpointBytes.ts";

/** What Transformers computes where config.json leaves things out: `test/fixtures/make_config_variants.py`. */
const FOLDER = fileURLToPath(new URL("./fixtures/checkpoints/", import.meta.url));
const { ids, variants } = z
  .object({
    ids: z.array(z.int()),
    variants: z.record(
      z.string(),
      z.object({
        checkpoint: z.string(),
        entries: z.record(z.string(), z.unknown()),
        lastLogProbs: z.array(z.number()),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(`${FOLDER}config-variants.json`, "utf8")));

beforeAll(async () => {
  await tf.setBackend("cpu");
});

test.each(Object.entries(variants))(
  "%s: as Transformers",
  async (_, { checkpoint, entries, lastLogProbs }) => {
    const config: object = JSON.parse(readFileSync(`${FOLDER}${checkpoint}/config.json`, "utf8"));
    const changed = Object.entries({ ...config, ...entries }).filter(
      ([key, value]) => !(key in entries) || value !== null,
    );
    const others = (await nodeCheckpointFiles(FOLDER + checkpoint)).filter(
      ({ name }) => name !== "config.json",
    );
    const files = [...others, textFile("config.json", JSON.stringify(Object.fromEntries(changed)))];
    const loaded = await loadCheckpoint({ kind: "files", name: "variant", files });
    const info = { id: "v", name: "v", parameters: 0, maxPositions: 512, hash: "", backend: "plain" };
    const model = new TransformerModel({ info, ...loaded, kernels: createPlainKernels() });
    const lossMask = [...ids, 0].map((_, t) => t === ids.length);
    const [row] = await model.logProbs([{ tokens: [...ids, 0], lossMask }]);
    model.dispose();
    expect(Math.max(...lastLogProbs.map((value, i) => Math.abs(value - row![i]!)))).toBeLessThan(1e-4);
  },
);
