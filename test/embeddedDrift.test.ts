import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Runtime, startRuntime } from "../experiments/runtime.ts";
import { DEFAULT_DRIFT_LIMITS } from "../src/protocol/drift.ts";
import { toJson } from "../src/protocol/toJson.ts";
import { type DriftReference, measureDrift, takeReference } from "../src/seal/drift.ts";
import { judgeDrift, lostCanaries } from "../src/seal/driftLimits.ts";
import { trainAdapter } from "../src/seal/train.ts";
import { generatePassage } from "../src/tasks/knowledge/generatePassage.ts";
import { knowledgeTask } from "../src/tasks/knowledge/knowledgeTask.ts";
import { KNOWLEDGE_PRESETS } from "../src/tasks/knowledge/metadata.ts";
import { knowledgeProbes } from "../src/tasks/knowledge/probes.ts";

const settings = KNOWLEDGE_PRESETS.find(({ id }) => id === "reader")!.settings;
let runtime: Runtime;
let reference: DriftReference;

beforeAll(async () => {
  runtime = await startRuntime({ model: "embedded-reader", threads: 1 });
  reference = await takeReference(runtime.model, knowledgeProbes(runtime.model));
});

afterAll(() => runtime.close());

async function driftAfter(change: Partial<typeof settings>) {
  const { model } = runtime;
  const exercise = knowledgeTask.open(toJson(generatePassage(5)), toJson({ ...settings, ...change }), model);
  const adapter = await trainAdapter(model, exercise, "oracle", exercise.training("oracle", []), () => {});
  model.useAdapter(adapter);
  try {
    return await measureDrift(model, reference);
  } finally {
    model.useAdapter(null);
    adapter.dispose();
  }
}

describe("drift of the embedded reader", () => {
  it("finds nothing without an edit: it holds every canary, strangers included", async () => {
    const drift = await measureDrift(runtime.model, reference);
    expect(drift.kl).toBe(0);
    expect(drift.canaries.filter(({ held }) => !held)).toEqual([]);
    expect(new Set(drift.canaries.map(({ kind }) => kind)).size).toBe(3);
    expect(lostCanaries(drift)).toEqual([]);
  });

  it("accepts a usual edit, which leaves a trace, and vetoes one that was learned far too fast", async () => {
    const usual = await driftAfter({});
    expect(usual.kl).toBeGreaterThan(0.05);
    expect(judgeDrift(usual, DEFAULT_DRIFT_LIMITS)).toEqual({ accepted: true });
    const rash = await driftAfter({ learningRate: 0.02, maxSteps: 20 });
    expect(rash.kl).toBeGreaterThan(usual.kl);
    expect(judgeDrift(rash, DEFAULT_DRIFT_LIMITS)).toMatchObject({ accepted: false });
    expect((await measureDrift(runtime.model, reference)).kl).toBe(0);
  });
});
