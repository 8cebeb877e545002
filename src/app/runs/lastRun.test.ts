import { describe, expect, it } from "vitest";
import { recordedRun } from "../../../test/fixtures/recordedRun.ts";
import type { ModelEntry } from "../../protocol/events.ts";
import { editKind } from "../../runs/edit/kind.ts";
import { replay, summariseRun } from "../../runs/reduceRun.ts";
import { lastRun } from "./lastRun.ts";

const run = { ...summariseRun(editKind, replay(editKind, recordedRun()), "own"), elapsedMs: 200_000 };
const model: ModelEntry = {
  id: "m",
  name: run.model,
  parameters: run.parameters,
  downloadBytes: 0,
  memoryBytes: 0,
  licence: "",
  description: "",
  origin: "hub",
  cachedBytes: 0,
};
describe("what a model's run takes", () => {
  it("is what the last finished one of this model took", () => {
    const runs = [{ ...run, status: "failed" as const, elapsedMs: 1 }, run];
    expect(lastRun(model, runs)).toEqual({ seconds: 200, basis: "own" });
  });

  it("follows from another model's by size, but from none that waited for its reader", () => {
    const larger = { ...model, name: "Larger", parameters: 3 * run.parameters };
    expect(lastRun(larger, [run])).toEqual({ seconds: 600, basis: "scaled" });
    expect(lastRun(larger, [{ ...run, stepByStep: true }])).toBeNull();
  });

  it("is concluded neither from nor about the small model that comes with the page", () => {
    const tiny = { ...run, model: "Tiny", parameters: 500_000 };
    expect(lastRun(model, [tiny])).toBeNull();
    expect(lastRun({ ...model, name: "New", origin: "embedded" }, [run])).toBeNull();
  });
});
