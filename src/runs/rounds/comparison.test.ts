import { expect, test } from "vitest";
import { roundsPreset } from "../../app/rounds/roundsDraft.ts";
import { knowledgeRounds } from "../../tasks/knowledge/roundsMetadata.ts";
import { compareRewards } from "./comparison.ts";
import type { RoundsSummary } from "./summary.ts";

const { outer } = roundsPreset(knowledgeRounds, "reader").settings;

/** A finished run whose last round has this many of 100 right (± 5), after 40 before training. */
function run(
  reward: "accuracy" | "random" | "all",
  after: number,
  change: Partial<RoundsSummary> = {},
): RoundsSummary {
  const tally = (correct: number) => {
    const interval: [number, number] = [(correct - 5) / 100, (correct + 5) / 100];
    return { correct, total: 100, interval };
  };
  const chosen = reward === "all" ? { keep: "all" as const } : { reward };
  return {
    runId: reward,
    name: reward,
    startedAt: "2026-11-23T00:00:00Z",
    status: "finished",
    source: "own",
    task: "knowledge",
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
  const above = compareRewards([run("accuracy", 60), run("random", 44), run("all", 48)]);
  expect(above).toMatchObject({ kind: "above", control: { runId: "all" } });
  expect(compareRewards([run("accuracy", 60), run("random", 75)]).kind).toBe("below");
});

test.each([45, 55, 60, 65])("where the intervals overlap, a control with %d is about the same", (after) => {
  const compared = compareRewards([run("accuracy", 55), run("random", after)]);
  expect(compared).toMatchObject({ kind: "alike", control: { runId: "random" } });
});

test("only finished runs of the same set-up are compared", () => {
  const other = run("random", 90, { setup: "other" });
  const unfinished = run("random", 90, { status: "cancelled" });
  expect(compareRewards([run("accuracy", 60), other, unfinished]).kind).toBe("no-control");
});

test("recordings are compared among themselves, where no run of one's own can be", () => {
  const source = "recorded" as const;
  const recorded = [run("accuracy", 60, { source }), run("random", 44, { source, runId: "recorded random" })];
  expect(compareRewards(recorded)).toMatchObject({ kind: "above", control: { runId: "recorded random" } });
  expect(compareRewards([run("random", 90), ...recorded])).toMatchObject({ kind: "above" });
  expect(compareRewards([run("accuracy", 60), ...recorded]).kind).toBe("no-control");
});
