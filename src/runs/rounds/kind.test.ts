import { beforeAll, describe, expect, test } from "vitest";
import { type RoundsRan, runRounds, SETTINGS, stateOf } from "../../../test/roundsRun.ts";
import { reduceRun } from "../reduceRun.ts";
import type { RoundsBody, RoundsEvent } from "./events.ts";
import { roundsKind } from "./kind.ts";

let ran: RoundsRan;
beforeAll(async () => {
  ran = await runRounds();
});

const after = (type: RoundsBody["type"]) => stateOf(ran.events.slice(0, ran.types.indexOf(type) + 1));

test("the start", () => {
  expect(after("started")).toMatchObject({
    status: "running",
    settings: SETTINGS,
    task: "knowledge",
    rounds: [],
    lastFinished: null,
  });
});

test("edits are written before they are judged, and the last judged one is where a closed tab goes on", () => {
  expect(after("editWritten").rounds[0]!.heldOut[0]!.edits[0]!.outcome).toBeUndefined();
  const judged = after("editRewarded");
  expect(judged.rounds[0]!.heldOut[0]!.edits[0]!.outcome?.total).toBeGreaterThan(0);
  expect(judged.lastFinished).toEqual({ round: 0, set: "held-out", context: 0, edit: 0 });
});

test("a finished run", () => {
  const { rounds, status } = ran.state;
  expect(status).toBe("finished");
  expect(rounds.map(({ round }) => round)).toEqual([0, 1, 2]);
  expect(rounds[0]!.selection).toBeNull();
  for (const round of rounds.slice(1)) {
    expect(round.training).toHaveLength(SETTINGS.contextsPerRound);
    for (const { edits, choice } of round.training) {
      expect(edits).toHaveLength(SETTINGS.samples);
      expect(choice).toBeDefined();
    }
    const { points, steps, merged } = round.writer;
    expect(points.map(({ step }) => step)).toEqual(Array.from({ length: steps }, (_, i) => i + 1));
    expect(merged?.steps).toBe(steps);
    expect(round.selection?.sampled).toBe(SETTINGS.contextsPerRound * SETTINGS.samples);
  }
});

describe("a log that is not whole", () => {
  const damaged: [string, (events: RoundsEvent[]) => RoundsEvent[]][] = [
    ["has no beginning", (events) => events.slice(1)],
    ["has a gap", (events) => events.toSpliced(4, 1)],
    ["holds another run's event", (events) => events.with(3, { ...events[3]!, runId: "other" })],
    ["starts twice", (events) => [events[0]!, { ...events[0]!, sequence: 1 }]],
    ["goes on after the end", (events) => [...events, { ...events[1]!, sequence: events.length }]],
    [
      "resumes a finished run",
      (events) => [...events, { ...events.at(-1)!, sequence: events.length, body: { type: "resumed" } }],
    ],
  ];
  test.each(damaged)("%s", (_name, damage) => {
    expect(() => stateOf(damage(ran.events))).toThrow(/log of this run of rounds is damaged/);
  });

  test("of another version", () => {
    const event = JSON.parse(JSON.stringify({ ...ran.events[0], version: 99 })) as RoundsEvent;
    expect(() => reduceRun(roundsKind, null, event)).toThrow("version 99");
  });
});
