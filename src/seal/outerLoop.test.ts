import { describe, expect, test } from "vitest";
import type { FakeModel } from "../../test/fakeModel.ts";
import {
  expectClean,
  HELD_OUT,
  learningWriter,
  type RoundsRan,
  resultOf,
  rightEdit,
  runRounds,
  SETTINGS,
  TRAINING,
} from "../../test/roundsRun.ts";
import { type RoundsBody, roundsBodySchema } from "../runs/rounds/events.ts";

const of = <Type extends RoundsBody["type"]>({ bodies }: RoundsRan, type: Type) =>
  bodies.filter((body): body is Extract<RoundsBody, { type: Type }> => body.type === type);

/** Adapters that the writer was trained on, by their rank: the inner loops' have another. */
const writerTrainings = (model: FakeModel) =>
  model.adapters.filter(
    ({ settings, learned }) => settings.rank === SETTINGS.writer.loraRank && learned.length > 0,
  );

describe("a whole run", () => {
  test("measures the untrained writer, then selects, trains, merges and measures in every round", async () => {
    const ran = await runRounds();
    const told = ran.types.filter((type) => !["editWritten", "editRewarded", "writerStep"].includes(type));
    const round = [
      "roundStarted",
      "contextKept",
      "contextKept",
      "writerMerged",
      "heldOutScored",
      "roundFinished",
    ];
    expect(told).toEqual([
      "started",
      ...["roundStarted", "heldOutScored", "roundFinished"],
      ...round,
      ...round,
      "finished",
    ]);
    expect(ran.state.status).toBe("finished");
    expectClean(ran);
  });

  test("the writer gets better on contexts that it was not trained on", async () => {
    const { state } = await runRounds();
    const scores = state.rounds.map(({ score }) => score!.tally);
    expect(scores.map(({ total }) => total)).toEqual(
      scores.map(() => HELD_OUT.reduce((sum, { questions }) => sum + questions.length, 0)),
    );
    expect(scores[1]!.correct).toBeGreaterThan(scores[0]!.correct);
    for (const { correct, total, interval } of scores) {
      expect(interval[0]).toBeLessThanOrEqual(correct / total);
      expect(interval[1]).toBeGreaterThanOrEqual(correct / total);
    }
  });

  test("the K edits of a context are sampled in one decoding", async () => {
    const { model } = await runRounds();
    const writing = model.requests.filter(({ prompts }) => prompts[0]!.endsWith("Question 1:"));
    expect(writing.map(({ prompts }) => prompts.length)).toEqual([1, 1, 3, 3, 1, 1, 3, 3, 1, 1]);
  });

  test("rewards come from the current model: inner loops of round 2 run on the merged writer", async () => {
    const model = learningWriter();
    const merged: [number, number][] = [];
    await runRounds(
      {},
      {
        onEvent: (body) => {
          if (body.type === "editRewarded") merged.push([body.round, model.merged.length]);
        },
      },
      model,
    );
    // An inner loop of round r sees what the rounds before r have merged; the held-out ones what r itself has.
    expect(merged.filter(([round]) => round === 0).every(([, count]) => count === 0)).toBe(true);
    expect(new Set(merged.filter(([round]) => round === 1).map(([, count]) => count > 0))).toEqual(
      new Set([false, true]),
    );
    expect(merged.filter(([round]) => round === 2).every(([, count]) => count > 0)).toBe(true);
  });

  test("the writer is trained on the kept edits after their prompts, and on nothing else", async () => {
    const ran = await runRounds({ rounds: 1 });
    const kept = of(ran, "contextKept").flatMap(({ context, choice }) =>
      choice.kept.map(
        (edit) => ran.state.rounds[1]!.training.find((one) => one.context === context)!.edits[edit]!,
      ),
    );
    const learned = writerTrainings(ran.model)[0]!.learned;
    expect(learned).toHaveLength(kept.length);
    learned.forEach((text, i) => {
      const edit = kept[i]!.samples[0]!.text;
      expect(text.endsWith(`${edit}<|end|>`)).toBe(true);
      expect(TRAINING.some((passage) => text.includes(passage.text))).toBe(true);
    });
    const [request] = ran.model.trainings.slice(-1 - HELD_OUT.length);
    for (const { tokens, lossMask } of request!.examples) {
      const counted = ran.model.decode(tokens.filter((_, i) => lossMask[i]));
      expect(kept.some(({ samples }) => `${samples[0]!.text}<|end|>`.endsWith(counted))).toBe(true);
    }
  });

  test("rounds take the next contexts, from the start again after the end", async () => {
    const ran = await runRounds();
    expect(of(ran, "contextKept").map(({ round, context }) => [round, context])).toEqual([
      [1, 0],
      [1, 1],
      [2, 2],
      [2, 0],
    ]);
  });

  test("several inner runs judge an edit together, each from another adapter", async () => {
    const ran = await runRounds({ rounds: 0, innerRuns: 3 });
    expect(of(ran, "editRewarded").map(({ total }) => total)).toEqual(
      HELD_OUT.map(({ questions }) => 3 * questions.length),
    );
    expect(new Set(ran.model.adapters.slice(0, 3).map(({ settings }) => settings.seed)).size).toBe(3);
  });

  test("habits: lines and characters; no kinds and no truth outside the invented world", async () => {
    const { state } = await runRounds({ rounds: 0 });
    const { habits } = state.rounds[0]!.score!;
    const texts = state.rounds[0]!.heldOut.map(({ edits }) => edits[0]!.samples[0]!.text);
    expect(habits).toMatchObject({ edits: 2, kinds: {}, trueShare: null });
    expect(habits.characters).toBe(texts.reduce((sum, text) => sum + text.length, 0) / 2);
  });

  test("every event survives JSON and the schema", async () => {
    const { events } = await runRounds();
    for (const { body } of events)
      expect(roundsBodySchema.parse(JSON.parse(JSON.stringify(body)))).toEqual(body);
  });

  test("the same seed gives the same run, another one another", async () => {
    const [a, b, c] = [await runRounds(), await runRounds(), await runRounds({ seed: 2 })];
    expect(resultOf(a.state)).toEqual(resultOf(b.state));
    expect(JSON.stringify(resultOf(c.state))).not.toBe(JSON.stringify(resultOf(a.state)));
  });
});

describe("what is kept", () => {
  test("contexts whose edits are all alike teach nothing: no training, no merge, and it is counted", async () => {
    const alike = learningWriter({
      write: (prompt) => (prompt.endsWith("Question 1:") ? rightEdit(prompt, 2) : null),
    });
    const ran = await runRounds({}, {}, alike);
    expect(ran.types).not.toContain("writerMerged");
    expect(
      of(ran, "roundFinished")
        .slice(1)
        .map(({ selection }) => selection),
    ).toMatchObject([
      { contexts: 2, skipped: 2, kept: 0, keptAccuracy: null },
      { contexts: 2, skipped: 2, kept: 0, keptAccuracy: null },
    ]);
    expect(ran.state.status).toBe("finished");
  });

  test("without selection every sample is kept", async () => {
    const ran = await runRounds({ keep: "all" });
    expect(of(ran, "contextKept").map(({ choice }) => choice)).toEqual(
      Array.from({ length: 4 }, () => ({ kept: [0, 1, 2], why: "all" })),
    );
    expect(of(ran, "writerMerged").map(({ examples }) => examples)).toEqual([6, 6]);
  });

  test("by advantage a round is chosen from as a whole, after the last of its edits is judged", async () => {
    const ran = await runRounds({ keep: "advantage", rounds: 1 });
    const lastJudged = ran.bodies.findLastIndex(
      (body) => body.type === "editRewarded" && body.set === "training",
    );
    expect(ran.types.slice(lastJudged + 1, lastJudged + 3)).toEqual(["contextKept", "contextKept"]);
    const kept = of(ran, "contextKept").flatMap(({ choice }) => choice.kept);
    expect(kept.length).toBeGreaterThan(0);
    expect(of(ran, "writerMerged")[0]!.examples).toBe(kept.length);
    const resumed = await runRounds(
      { keep: "advantage", rounds: 1 },
      {},
      learningWriter(),
      ran.events.slice(0, 12),
    );
    expect(resultOf(resumed.state)).toEqual(resultOf(ran.state));
  });

  test("the sham of the longest edit keeps the longest", async () => {
    const ran = await runRounds({ reward: "length", rounds: 1 });
    for (const { context, choice } of of(ran, "contextKept")) {
      const { edits } = ran.state.rounds[1]!.training.find((one) => one.context === context)!;
      const lengths = edits.map(({ samples }) => samples[0]!.text.length);
      expect(edits.map(({ outcome }) => outcome!.reward)).toEqual(lengths);
      if (choice.kept.length > 0) expect(lengths[choice.kept[0]!]).toBe(Math.max(...lengths));
    }
  });

  test("the sham of random rewards measures the same edits and chooses by chance", async () => {
    const [real, sham] = [await runRounds({ rounds: 1 }), await runRounds({ rounds: 1, reward: "random" })];
    const accuracies = (ran: RoundsRan) =>
      ran.state.rounds[1]!.training.flatMap(({ edits }) => edits.map(({ outcome }) => outcome!.correct));
    expect(accuracies(sham)).toEqual(accuracies(real));
    const rewards = of(sham, "editRewarded").filter(({ set }) => set === "training");
    expect(rewards.every(({ reward }) => reward > 0 && reward < 1)).toBe(true);
    expect(new Set(rewards.map(({ reward }) => reward)).size).toBe(rewards.length);
    expect(of(sham, "contextKept").every(({ choice }) => choice.why === "best")).toBe(true);
  });

  test("an edit whose training diverges scores nothing, and the run goes on", async () => {
    let trainings = 0;
    const model = learningWriter({
      loss: (step) => {
        if (step === 1) trainings++;
        return trainings === 1 ? Number.NaN : 1;
      },
    });
    const ran = await runRounds({ rounds: 0 }, {}, model);
    expect(of(ran, "editRewarded")[0]).toMatchObject({ correct: 0, loss: null });
    expect(of(ran, "editRewarded")[1]).toMatchObject({ loss: 1 });
    expect(ran.state.status).toBe("finished");
    expectClean(ran);
  });
});

describe("mistakes", () => {
  test.each([
    [{ heldOut: [] }, "no held-out context"],
    [{ contexts: [] }, "there are 0"],
    [{ heldOut: [{ title: "T", text: "Text.", questions: [] }] }, "Held-out context 1: .* has no questions"],
  ])("%j", async (plan, message) => {
    const ran = await runRounds({}, {});
    const started = of(ran, "started")[0]!;
    const failed = await runRounds({}, { plan: { ...started, ...plan } });
    expect(failed.state.status).toBe("failed");
    expect(failed.state.failure?.message).toMatch(new RegExp(message));
    expectClean(failed);
  });
});
