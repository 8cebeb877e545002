import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Runtime, startRuntime } from "../experiments/runtime.ts";
import { DEFAULT_DRIFT_LIMITS } from "../src/protocol/drift.ts";
import { toJson } from "../src/protocol/toJson.ts";
import { type DriftReference, measureDrift, takeReference } from "../src/seal/drift.ts";
import { judgeDrift, lostCanaries } from "../src/seal/driftLimits.ts";
import { trainAdapter } from "../src/seal/train.ts";
import { arcTask } from "../src/tasks/arc/arcTask.ts";
import { drawnPuzzle } from "../src/tasks/arc/drawn/drawnPuzzles.ts";
import { ARC_PRESETS } from "../src/tasks/arc/metadata.ts";
import { probesFor } from "../src/tasks/findTask.ts";

let runtime: Runtime;
let reference: DriftReference;

beforeAll(async () => {
  runtime = await startRuntime({ model: "embedded-grid", threads: 1 });
  reference = await takeReference(runtime.model, probesFor(runtime.model));
});

afterAll(() => runtime.close());

describe("drift of the embedded grid model", () => {
  it("finds nothing without an edit: it answers most puzzles of its own kinds at the first look", async () => {
    const drift = await measureDrift(runtime.model, reference);
    expect(drift.kl).toBe(0);
    expect(drift.canaries).toHaveLength(44);
    expect(drift.canaries.filter(({ held }) => held).length).toBeGreaterThanOrEqual(36);
    expect(lostCanaries(drift)).toEqual([]);
  });

  it("vetoes what solves one puzzle: it forgets others by it", async () => {
    const { model } = runtime;
    const puzzle = drawnPuzzle("unseen", "small", 7, 9);
    const exercise = arcTask.open(toJson(puzzle), toJson(ARC_PRESETS[0]!.settings), model);
    const adapter = await trainAdapter(
      model,
      exercise,
      "best-fixed",
      exercise.training("best-fixed", []),
      () => {},
    );
    model.useAdapter(adapter);
    const drift = await measureDrift(model, reference);
    model.useAdapter(null);
    adapter.dispose();
    expect(drift.kl).toBeGreaterThan(0.02);
    const verdict = judgeDrift(drift, DEFAULT_DRIFT_LIMITS);
    expect(verdict).toMatchObject({ accepted: false });
    expect(!verdict.accepted && verdict.reasons.join()).toMatch(
      /canary questions are lost .* of what it knew/,
    );
  });
});
