import { describe, expect, test } from "vitest";
import { FakeModel, type FakeOptions } from "../../test/fakeModel.ts";
import { EDIT, expectClean, of, passage, type Ran, run, shape, writer } from "../../test/innerLoopRun.ts";
import { TEST_SETTINGS } from "../../test/knowledgeSettings.ts";
import { CONDITIONS, type Condition, type Piece, STATIONS, type Station } from "../protocol/run.ts";
import { toJson } from "../protocol/toJson.ts";
import { type EditBody, type EditEvent, editBodySchema } from "../runs/edit/events.ts";
import { createEditLog } from "../runs/edit/log.ts";
import { EXAMPLE_PASSAGES } from "../tasks/knowledge/examples/examples.ts";
import { knowledgeTask } from "../tasks/knowledge/knowledgeTask.ts";

describe("a whole run", () => {
  test("passes the five stations in order", async () => {
    const ran = await run();
    const asked = ["answering", "answerText", "outcome", "conditionScored"];
    const trained = ["trainingStarted", "trainingStep", "trainingFinished"];
    expect(shape(ran.types)).toEqual([
      "started",
      ...["stationEntered", ...asked, ...asked],
      ...["stationEntered", "editStarted", "editText", "editParsed"],
      ...["stationEntered", ...trained, ...trained],
      ...["stationEntered", ...asked, ...asked],
      ...["stationEntered", "rewarded"],
      "finished",
    ]);
    expect(of(ran.bodies, "stationEntered").map(({ station }) => station)).toEqual([...STATIONS]);
    expectClean(ran);
  });

  test("the adapter is trained on the edit and answers closed book; the base does not change", async () => {
    const { bodies, result, model } = await run();
    const scored = of(bodies, "conditionScored").map(({ result: { condition, correct, total } }) => [
      condition,
      correct,
      total,
    ]);
    const total = passage.questions.length;
    expect(scored).toEqual([
      ["untouched", 0, total],
      ["in-context", 0, total],
      ["passage-only", 0, total],
      ["self-edit", 3, total],
    ]);
    expect(of(bodies, "rewarded")[0]).toMatchObject({ reward: 3 / total, gain: 3 / total });
    expect(result?.edit?.pieces).toHaveLength(3);
    expect(result?.outcomes).toHaveLength(4 * total);
    expect(model.adapters.map(({ learned }) => learned.length)).toEqual([1, 4]);
  });

  test("passage only and self-edit get equal optimiser steps, initial weights and order", async () => {
    const { model, bodies } = await run();
    const [control, edit] = model.trainings;
    expect(control!.optimizer.steps).toBe(edit!.optimizer.steps);
    expect(control!.seed).toBe(edit!.seed);
    expect(model.adapters[0]!.settings).toEqual(model.adapters[1]!.settings);
    expect(new Set(of(bodies, "trainingStarted").map(({ steps }) => steps)).size).toBe(1);
  });

  test("all questions of a condition are decoded in one batch, greedily", async () => {
    const { model } = await run();
    const asking = model.requests.filter(({ prompts }) => prompts.length > 1);
    expect(asking).toHaveLength(4);
    for (const { prompts, sampling } of asking) {
      expect(prompts).toHaveLength(passage.questions.length);
      expect(sampling.temperature).toBe(0);
    }
  });

  test("the streamed edit is the edit, lead included", async () => {
    const { bodies, result } = await run();
    const streamed = of(bodies, "editText")
      .map(({ text }) => text)
      .join("");
    expect(streamed).toBe(`Question 1:${EDIT}`);
    expect(result?.edit?.text).toBe(streamed);
  });

  test("several samples are drawn together and are one edit", async () => {
    const { model, bodies } = await run(writer, {}, { editSamples: 3 });
    expect(model.requests.some(({ prompts }) => prompts.length === 3 && new Set(prompts).size === 1)).toBe(
      true,
    );
    const pieces = of(bodies, "editParsed")[0]!.pieces;
    expect(pieces).toHaveLength(9);
    expect(pieces.filter(({ kept }) => kept)).toHaveLength(3);
  });

  test("seeds differ by purpose and follow the run's", async () => {
    const [a, b, c] = await Promise.all([
      run(writer, {}, { seed: 1 }),
      run(writer, {}, { seed: 1 }),
      run(writer, {}, { seed: 2 }),
    ]);
    const seeds = ({ model }: Ran) => [
      model.adapters[0]!.settings.seed,
      model.trainings[0]!.seed,
      ...model.requests.map(({ sampling }) => sampling.seed),
    ];
    expect(seeds(a!)).toEqual(seeds(b!));
    expect(seeds(a!)[0]).not.toBe(seeds(c!)[0]);
    expect(seeds(a!)[0]).not.toBe(seeds(a!)[1]);
  });

  test("every event survives JSON and the schema", async () => {
    const events: EditEvent[] = [];
    const log = createEditLog({ runId: "r", post: (event) => events.push(event) });
    await run(writer, { emit: log.emit });
    for (const { body } of events)
      expect(editBodySchema.parse(JSON.parse(JSON.stringify(body)))).toEqual(body);
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, i) => i));
    expect(log.closed).toBe(true);
  });

  test("a subset of conditions: no training, no edit", async () => {
    const { types, model } = await run(writer, { conditions: ["untouched"] });
    expect(types).not.toContain("editStarted");
    expect(model.adapters).toHaveLength(0);
    expect(types.at(-1)).toBe("finished");
  });

  test("the oracle trains on the real questions, with the self-edit's steps", async () => {
    const conditions: Condition[] = ["self-edit", "oracle"];
    const { bodies, model } = await run(writer, { conditions });
    const oracle = of(bodies, "conditionScored").find(({ result }) => result.condition === "oracle");
    expect(oracle?.result.correct).toBe(passage.questions.length);
    expect(model.trainings[0]!.optimizer.steps).toBe(model.trainings[1]!.optimizer.steps);
    expect(of(bodies, "rewarded")[0]).toMatchObject({ reward: 3 / 7 });
  });
});

test("another passage's edit is written unseen, and trained with the self-edit's steps", async () => {
  const other = EXAMPLE_PASSAGES[1]!;
  const { bodies, model } = await run(writer, {
    conditions: ["self-edit", "other-edit"],
    otherContext: toJson(other),
  });
  expect(of(bodies, "editStarted")).toHaveLength(1);
  expect(of(bodies, "trainingStarted").map(({ condition }) => condition)).toEqual([
    "self-edit",
    "other-edit",
  ]);
  expect(model.requests.some(({ prompts }) => prompts[0]!.includes(other.text))).toBe(true);
  const [own, control] = model.trainings;
  expect(control!.optimizer.steps).toBe(own!.optimizer.steps);
});

describe("several edits", () => {
  /** Knows the first three answers in its first edit, the fourth in the second, and writes nothing usable in the third. */
  const fickle = (): FakeOptions => {
    let written = 0;
    const { question, answers } = passage.questions[3]!;
    const edits = [EDIT, ` ${question}\nAnswer: ${answers[0]}`, ""];
    return { write: (prompt) => (prompt.endsWith("Question 1:") ? (edits[written++] ?? "") : null) };
  };

  test("each is written, trained with the same steps and tested; the reward is the first one's", async () => {
    const ran = await run(fickle(), {}, { edits: 3 });
    const { bodies, model, result } = ran;
    expect(bodies.at(-1)).toEqual({ type: "finished" });
    expect(
      of(bodies, "editParsed").map(({ edit, pieces }) => [edit, pieces.filter(({ kept }) => kept).length]),
    ).toEqual([
      [0, 3],
      [1, 1],
      [2, 0],
    ]);
    expect(new Set(model.trainings.map(({ optimizer }) => optimizer.steps)).size).toBe(1);
    expect(of(bodies, "trainingStarted").map(({ condition, edit }) => [condition, edit])).toEqual([
      ["passage-only", undefined],
      ["self-edit", undefined],
      ["self-edit", 1],
      ["self-edit", 2],
    ]);
    const scored = of(bodies, "conditionScored").filter((body) => body.result.condition === "self-edit");
    expect(scored.map(({ edit, result: { correct } }) => [edit, correct])).toEqual([
      [undefined, 3],
      [1, 1],
      [2, 0],
    ]);
    expect(of(bodies, "rewarded")[0]?.reward).toBe(3 / 7);
    expect(result?.results.map(({ condition, correct }) => [condition, correct])).toContainEqual([
      "self-edit",
      3,
    ]);
    expect(result?.results).toHaveLength(4);
    expectClean(ran);
  });

  test("the first edit does not depend on how many follow", async () => {
    const [one, two] = await Promise.all([run(writer), run(writer, {}, { edits: 2 })]);
    const seeds = ({ model }: Ran) => model.requests.map(({ sampling }) => sampling.seed);
    expect(seeds(two!)).toEqual(expect.arrayContaining(seeds(one!)));
    expect(new Set(seeds(two!)).size).toBe(new Set(seeds(one!)).size + 1);
  });
});

/** Where a run was when it said this. */
function stationsOf(bodies: readonly EditBody[], type: EditBody["type"]): (Station | undefined)[] {
  let station: Station | undefined;
  return bodies.flatMap((body) => {
    if (body.type === "stationEntered") station = body.station;
    return body.type === type ? [station] : [];
  });
}

describe("step by step", () => {
  const stops: Station[] = ["read", "write", "train", "test"];

  test("pauses after each station but the last, and goes on", async () => {
    const paused: Station[] = [];
    const { bodies } = await run(writer, {
      stepByStep: true,
      pause: async (station) => {
        paused.push(station);
        return null;
      },
    });
    expect(paused).toEqual(stops);
    expect(stationsOf(bodies, "paused")).toEqual(stops);
    expect(stationsOf(bodies, "continued")).toEqual(stops);
    expect(of(bodies, "editParsed")).toHaveLength(1);
  });

  test("trains on the pieces as the user left them", async () => {
    const mine: Piece = { id: "mine", text: "", question: "Why?", answer: "because", kept: true };
    const { bodies, model } = await run(writer, {
      stepByStep: true,
      pause: async (station) => (station === "write" ? [mine] : null),
    });
    expect(of(bodies, "editParsed").map(({ author }) => author)).toEqual(["model", "user"]);
    expect(of(bodies, "editParsed")[1]!.pieces).toEqual([{ ...mine, text: "Why? because" }]);
    expect(model.adapters[1]!.learned).toHaveLength(2);
    expect(model.adapters[1]!.learned[1]).toContain("Why?");
  });

  test("a user who deletes everything is told so", async () => {
    const ran = await run(writer, { stepByStep: true, pause: async () => [] });
    expect(ran.bodies.at(-1)).toMatchObject({ type: "failed", failure: { kind: "bad-input" } });
    expectClean(ran);
  });

  test.each(stops)("cancelled while paused at %s", async (station) => {
    const controller = new AbortController();
    const ran = await run(writer, {
      stepByStep: true,
      signal: controller.signal,
      pause: (at) => {
        if (at !== station) return Promise.resolve(null);
        controller.abort();
        return new Promise(() => {});
      },
    });
    expect(ran.types.at(-1)).toBe("cancelled");
    expect(ran.result).toBeNull();
    expectClean(ran);
  });
});

test("the conditions of the protocol that passages can run", () => {
  const exercise = knowledgeTask.open(toJson(passage), toJson(TEST_SETTINGS), new FakeModel());
  for (const condition of [...exercise.untrained, ...exercise.trained])
    expect(CONDITIONS).toContain(condition);
});
