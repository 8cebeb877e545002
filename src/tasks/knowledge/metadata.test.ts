import { expect, test } from "vitest";
import { KNOWLEDGE_PRESETS, knowledgeSettingsSchema, RETIRED_PRESETS } from "./metadata.ts";

const [standard] = KNOWLEDGE_PRESETS;

test("whatever an earlier version allowed is still read", () => {
  const widest = {
    learningRate: 1,
    warmupSteps: 1000,
    maxGradNorm: 100,
    epochs: 200,
    maxSteps: 2000,
    batchSize: 64,
  };
  const { edits: _edits, cut: _cut, budget: _budget, ...first } = { ...standard!.settings, ...widest };
  expect(knowledgeSettingsSchema.parse(first)).toMatchObject({
    ...widest,
    edits: 1,
    cut: "lines",
    budget: "epochs",
  });
});

test("presets are valid, and the paper's figures are the paper's", () => {
  for (const { settings } of [...KNOWLEDGE_PRESETS, ...RETIRED_PRESETS]) {
    expect(knowledgeSettingsSchema.parse(settings)).toEqual(settings);
  }
  expect(KNOWLEDGE_PRESETS.find(({ id }) => id === "paper")?.settings).toMatchObject({
    format: "implications",
    temperature: 1,
    topP: 0.95,
    maxPieces: 30,
    loraRank: 32,
    loraAlpha: 64,
    learningRate: 1e-3,
    epochs: 10,
    batchSize: 1,
    lossOn: "all",
    maxAnswerTokens: 64,
  });
});
