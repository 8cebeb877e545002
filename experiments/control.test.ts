import { describe, expect, test } from "vitest";
import type { Piece } from "../src/protocol/run.ts";
import type { RoundsBody } from "../src/runs/rounds/events.ts";
import { runStream } from "../test/editStreamRun.ts";
import { TEST_SETTINGS } from "../test/knowledgeSettings.ts";
import { runRounds } from "../test/roundsRun.ts";
import { fellAt, USUAL_LIMITS } from "./controlMeasures.ts";
import { controlResultSchema, demonstrateRounds, demonstrateStream, falseAlarms } from "./controlResult.ts";
import { controlTables } from "./controlTable.ts";
import { type ForgetResult, measuredOf } from "./forgetResult.ts";

/** Behind a gate that lets all pass. */
async function stream(): Promise<ForgetResult> {
  const limits = { kl: 100, perplexityRatio: 1000, canariesLost: 1000 };
  const { state } = await runStream({ remedy: "gate", bitsLimit: 20, limits });
  return {
    format: "self-edit-playground/forget",
    version: 2,
    createdAt: new Date(0).toISOString(),
    setup: {
      task: "knowledge",
      model: { id: "fake", name: "Fake", parameters: 1, hash: "0" },
      backend: { name: "none", threads: 1 },
      contexts: { source: "p", sha256: "0", names: ["a", "b", "c", "d"] },
      remedy: state.settings.remedy,
      seed: state.settings.seed,
      stream: state.settings,
      settings: TEST_SETTINGS,
    },
    intervalMethod: "m",
    seconds: 1,
    ...measuredOf(state),
  };
}

/** The same stream with so many right answers a passage, by step and passage. */
function answering(result: ForgetResult, rows: readonly (readonly number[])[]): ForgetResult {
  const matrix = rows.map((row) => row.map((correct) => ({ correct, total: 10, routed: null })));
  const steps = matrix.map((_, step) => result.steps[step % result.steps.length]!);
  return { ...result, matrix, steps };
}

/** The same stream with these divergences, as each edit would be merged whole. */
function drifting(result: ForgetResult, kls: readonly number[]): ForgetResult {
  const steps = result.steps.map((step, i) => {
    const [whole] = step.applied.tries;
    return { ...step, applied: { ...step.applied, tries: [{ ...whole!, kl: kls[i]! }] } };
  });
  return { ...result, steps };
}

/** The same stream with these pieces in the edit of every step from `first` on. */
function writing(result: ForgetResult, pieces: readonly Piece[], first = 0): ForgetResult {
  const steps = result.steps.map((step, i) =>
    i < first ? step : { ...step, edit: { ...step.edit, pieces: [...pieces] } },
  );
  return { ...result, steps };
}

const line = (truth: "true" | "false" | "vague"): Piece => ({
  id: truth,
  text: truth,
  kept: true,
  truth,
  kind: truth === "vague" ? "vague" : "restated",
});
const STEADY = [[8], [8, 8], [8, 8, 8], [8, 8, 8, 8]];
const FALLING = [[8], [8, 8], [7, 6, 8], [5, 4, 2, 8]];

test("accuracy has fallen where the interval says so, of three passages or more", () => {
  const down = [-2, -3, -1].map((sum) => ({ sum, count: 10 }));
  expect(fellAt([down.slice(0, 1), down.slice(0, 2), down])).toBe(3);
  expect(fellAt([[...down, { sum: 9, count: 10 }]])).toBeNull();
  expect(fellAt([])).toBeNull();
});

describe("a stream", () => {
  test("that forgets: noticed at the first step beyond a limit, fallen by what was just learned", async () => {
    const kls = [0.1, 0.5, 0.7, 0.9];
    const faulty = drifting(answering(await stream(), FALLING), kls);
    const limits = { ...USUAL_LIMITS, kl: 0.5 };
    const { what, measures, fell, change, noticed, vetoed } = demonstrateStream(
      { faulty, honest: null, vetoed: answering(faulty, STEADY) },
      limits,
    );
    expect(what).toBe("drift");
    expect(measures.map(({ kl }) => kl)).toEqual(kls);
    expect(noticed.kl).toBe(3);
    expect(fell).toBe(4);
    expect(change[0]).toBeNull();
    expect(change[3]!.points).toBeCloseTo(-100 * (13 / 30));
    expect(vetoed!.end.correct).toBe(32);
    expect(vetoed!.lead.points).toBeCloseTo(100 * (13 / 40));
  });

  test("with falsehoods: noticed where they begin, fallen by the honest one, of the passages since", async () => {
    const honest = answering(await stream(), STEADY);
    const planted = {
      ...honest.setup,
      stream: { ...honest.setup.stream, falsehoodsFrom: 2, falsehoodsEvery: 1 },
    };
    const wrong = writing(honest, [line("false"), line("true"), line("vague")], 1);
    const faulty = answering({ ...wrong, setup: planted }, [[8], [8, 5], [8, 5, 4], [8, 5, 4, 6]]);
    const shown = demonstrateStream({ faulty, honest, vetoed: null }, USUAL_LIMITS);
    expect(shown).toMatchObject({ what: "falsehoods", fell: 4, vetoed: null });
    expect(shown.noticed).toMatchObject({ falsePercent: 2, vaguePercent: null });
    expect(shown.measures[1]).toMatchObject({ falsePercent: 50 });
    expect(shown.change[3]!.points).toBeCloseTo(-30);
  });
});

test("alarms where nothing is wrong are counted by step and by stream", async () => {
  const honest = answering(await stream(), STEADY);
  const some = writing(honest, [line("true"), line("vague"), line("vague")], 3);
  const { alarms, largest, seeds } = falseAlarms([honest, some], {
    ...USUAL_LIMITS,
    kl: 1000,
    bitsRise: 1000,
  });
  expect(seeds).toHaveLength(2);
  expect(alarms.vaguePercent).toMatchObject({ steps: { count: 1, of: 8 }, streams: { count: 1, of: 2 } });
  expect(alarms.any).toEqual(alarms.vaguePercent);
  expect(largest.vaguePercent![1]).toBeCloseTo(100 * (2 / 3));
});

test("a round that kept a habit is refused before its writer is trained, and the untaught one stays", async () => {
  const place = { set: "held-out", edit: 0 } as const;
  const asked = (round: number, correct: readonly number[]): RoundsBody[] => [
    ...correct.map((right, context): RoundsBody => {
      const figures = { correct: right, total: 10, reward: right / 10, loss: null, seconds: 0 };
      return { type: "editRewarded", round, ...place, context, ...figures };
    }),
    {
      type: "heldOutScored",
      round,
      tally: { correct: 0, total: 0, interval: [0, 1] },
      habits: { edits: 0, lines: 0, characters: 0, kinds: {}, trueShare: null },
    },
  ];
  const kept = (round: number, pieces: Piece[]): RoundsBody[] => [
    { type: "editWritten", round, set: "training", context: 0, edit: 0, samples: [], pieces },
    { type: "contextKept", round, context: 0, choice: { kept: [0], why: "best" } },
  ];
  const { events } = await runRounds();
  const log = [
    events[0]!.body,
    ...asked(0, [5, 6, 7]),
    ...kept(1, [line("vague"), line("vague"), line("true")]),
    ...asked(1, [5, 5, 7]),
    ...kept(2, [line("vague")]),
    ...asked(2, [3, 2, 4]),
  ];
  const habit = demonstrateRounds(log, USUAL_LIMITS);
  expect(habit).toMatchObject({ what: "habit", fell: 2, noticed: { vaguePercent: 1, falsePercent: null } });
  expect(habit.vetoed).toMatchObject({ scales: [0, 0], end: { correct: 18, total: 30 } });
  expect(habit.vetoed!.lead.points).toBeCloseTo(30);

  const honest = falseAlarms([], USUAL_LIMITS);
  const result = {
    ...{ format: "self-edit-playground/control", version: 1, limits: USUAL_LIMITS },
    ...{ demonstrations: [habit], honest },
  };
  const read = controlResultSchema.parse(JSON.parse(JSON.stringify(result)));
  expect(controlTables(read)).toContain("Noticed before step 1 is merged; accuracy has fallen after step 2.");
});
