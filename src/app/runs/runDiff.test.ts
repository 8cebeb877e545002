import { describe, expect, it } from "vitest";
import { recordedRun } from "../../../test/fixtures/recordedRun.ts";
import { editKind } from "../../runs/edit/kind.ts";
import type { EditSummary } from "../../runs/edit/summary.ts";
import { replay, summariseRun } from "../../runs/reduceRun.ts";
import { runName } from "../../runs/runName.ts";
import { taskEntry } from "../edit/taskModels.ts";
import { diffRuns } from "./runDiff.ts";

const task = taskEntry("knowledge");
const run = summariseRun(editKind, replay(editKind, recordedRun()), "own");

function withSettings(settings: Record<string, string | number>): EditSummary {
  return { ...run, settings: Object.assign({}, run.settings, settings) };
}

describe("diffRuns", () => {
  it("finds nothing between two runs of one setup", () => {
    expect(diffRuns(task, run, { ...run })).toEqual([]);
  });

  it("names settings as the page does, in its order", () => {
    expect(diffRuns(task, run, withSettings({ loraRank: 4, format: "implications", seed: 9 }))).toEqual([
      { label: "Edit format", from: "Questions and answers", to: "Implications" },
      { label: "Seed", from: "1", to: "9" },
      { label: "LoRA rank", from: "16", to: "4" },
    ]);
  });

  it("names the passage, the model and the backend", () => {
    const other = { ...run, context: { title: "Orsvik", text: "" }, model: "Qwen", backend: "webgpu" };
    expect(diffRuns(task, run, other).map(({ label, to }) => [label, to])).toEqual([
      ["Passage", "Orsvik"],
      ["Model", "Qwen"],
      ["Backend", "webgpu"],
    ]);
  });

  it("names the version of the model that a run started from", () => {
    expect(diffRuns(task, run, { ...run, version: "Taught writer" })).toEqual([
      { label: "Version", from: "untouched", to: "Taught writer" },
    ]);
  });

  it("tells an edited text and other questions from another passage", () => {
    const edited = Object.assign({}, run.context, { text: "Shorter.", questions: [] });
    expect(diffRuns(task, run, { ...run, context: edited }).map(({ to }) => to)).toEqual([
      "edited text",
      "0 questions",
    ]);
  });

  it("bears settings it does not know, and contexts that are no passages", () => {
    expect(diffRuns(task, run, withSettings({ futureSetting: 3 }))).toEqual([
      { label: "futureSetting", from: "not set", to: "3" },
    ]);
    expect(() => diffRuns(task, { ...run, context: null, settings: [] }, run)).not.toThrow();
  });
});

describe("runName", () => {
  it("is always the same for one id, and rarely for two", () => {
    expect(runName("abc")).toBe(runName("abc"));
    const names = new Set(Array.from({ length: 200 }, (_, i) => runName(`run ${i}`)));
    expect(names.size).toBeGreaterThan(180);
    for (const name of names) expect(name).toMatch(/^[a-z]+ [a-z]+$/);
  });
});
