import { expect, test } from "vitest";
import { compareRewards } from "./outerComparison.ts";
import { outerPreset } from "./outerDraft.ts";
import type { OuterSummary } from "./outerSummary.ts";

const { outer } = outerPreset("reader").settings;

/** A finished run whose last round has this many of 100 right, after 40 before training. */
function run(
  reward: "accuracy" | "random" | "all",
  after: number,
  change: Partial<OuterSummary> = {},
): OuterSummary {
  const tally = (correct: number) => ({ correct, total: 100, interval: [0, 1] as [number, number] });
  const chosen = reward === "all" ? { keep: "all" as const } : { reward };
  return {
    runId: reward,
    name: reward,
    startedAt: "2026-11-23T00:00:00Z",
    status: "finished",
    model: "M",
    settings: { ...outer, ...chosen },
    setup: "same",
    elapsedMs: 1,
    rounds: [tally(40), tally(after)],
    ...change,
  };
}

test("a rise that a control gives as well is not the reward's", () => {
  expect(compareRewards([])).toEqual({ kind: "no-run" });
  expect(compareRewards([run("accuracy", 60)])).toMatchObject({ kind: "no-control" });
  expect(compareRewards([run("accuracy", 40)])).toMatchObject({ kind: "no-rise" });
  const above = compareRewards([run("accuracy", 60), run("random", 45), run("all", 50)]);
  expect(above).toMatchObject({ kind: "above", control: { runId: "all" } });
  expect(compareRewards([run("accuracy", 60), run("random", 60)]).kind).toBe("not-above");
});

test("only finished runs of the same set-up are compared", () => {
  const other = run("random", 90, { setup: "other" });
  const unfinished = run("random", 90, { status: "cancelled" });
  expect(compareRewards([run("accuracy", 60), other, unfinished]).kind).toBe("no-control");
});
