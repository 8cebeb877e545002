import { expect, test } from "vitest";
import { roundsSettingsSchema } from "../../protocol/roundsSettings.ts";
import { arcSettingsSchema } from "./metadata.ts";
import { ARC_ROUNDS_PRESETS } from "./roundsMetadata.ts";

test.each(ARC_ROUNDS_PRESETS.map(({ id, settings }) => [id, settings] as const))(
  "%s: what the schemas accept, and every solving edit kept",
  (_, { outer, task }) => {
    expect(roundsSettingsSchema.parse(outer)).toEqual(outer);
    expect(arcSettingsSchema.parse(task)).toEqual(task);
    expect(outer).toMatchObject({ reward: "accuracy", keep: "solving", rounds: 1 });
  },
);

test("the paper's figures are the paper's", () => {
  expect(ARC_ROUNDS_PRESETS.find(({ id }) => id === "paper")?.settings).toMatchObject({
    heldOut: 8,
    outer: {
      contextsPerRound: 11,
      samples: 15,
      heldOutSamples: 5,
      writer: {
        loraRank: 16,
        loraAlpha: 16,
        learningRate: 5e-5,
        epochs: 8,
        batchSize: 5,
        schedule: "cosine",
      },
    },
    task: { temperature: 0.8, loraRank: 128, loraAlpha: 16, views: "five" },
  });
});
