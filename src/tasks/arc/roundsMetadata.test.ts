import { expect, test } from "vitest";
import { roundsSettingsSchema } from "../../protocol/roundsSettings.ts";
import { arcSettingsSchema } from "./metadata.ts";
import { ARC_ROUNDS_PRESETS, arcRounds } from "./roundsMetadata.ts";

test.each(
  [...ARC_ROUNDS_PRESETS, ...arcRounds.retired].map(
    ({ id, version, settings }) => [`${id}.${version}`, settings] as const,
  ),
)("%s: what the schemas accept, drawn warm, so that the whole menu is tried", (_, { outer, task }) => {
  expect(roundsSettingsSchema.parse(outer)).toEqual(outer);
  expect(arcSettingsSchema.parse(task)).toEqual(task);
  expect(task.temperature).toBeGreaterThanOrEqual(0.8);
});

test("links to the first presets keep every solving edit of one round, as they did", () => {
  for (const { settings } of arcRounds.retired) {
    expect(settings.outer).toMatchObject({ reward: "accuracy", keep: "solving", rounds: 1 });
    expect(settings.outer.writer.schedule).toBe("constant");
  }
});

test("the paper's figures are the paper's", () => {
  expect(ARC_ROUNDS_PRESETS.find(({ id }) => id === "paper")?.settings).toMatchObject({
    heldOut: 8,
    outer: {
      reward: "accuracy",
      keep: "solving",
      rounds: 1,
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
