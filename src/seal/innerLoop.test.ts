import { describe, expect, test } from "vitest";
import { FakeModel, type FakeOptions } from "../../test/fakeModel.ts";
import { type RunEvent, type RunEventBody, runEventSchema } from "../protocol/events.ts";
import { CONDITIONS, type Condition, type Piece, STATIONS, type Station } from "../protocol/run.ts";
import { toJson } from "../protocol/toJson.ts";
import { EXAMPLE_PASSAGES } from "../tasks/knowledge/examples.ts";
import { knowledgeTask } from "../tasks/knowledge/knowledgeTask.ts";
import { KNOWLEDGE_PRESETS, type KnowledgeSettings } from "../tasks/knowledge/metadata.ts";
import { type InnerLoopRequest, runInnerLoop } from "./innerLoop.ts";
import { createRunLog } from "./runLog.ts";

const passage = EXAMPLE_PASSAGES[0]!;
/** Right about the first three questions. */
const EDIT = passage.questions
  .slice(0, 3)
  .map(
    ({ question, answers }, i) => `${i === 0 ? "" : `Question ${i + 1}:`} ${question}\nAnswer: ${answers[0]}`,
  )
  .join("\n");
const writer: FakeOptions = { write: (prompt) => (prompt.endsWith("Question 1:") ? EDIT : null) };

interface Ran {
  bodies: RunEventBody[];
  types: string[];
  model: FakeModel;
  result: Awaited<ReturnType<typeof runInnerLoop>>;
}

async function run(
  options: FakeOptions = writer,
  request: Partial<Omit<InnerLoopRequest, "settings">> = {},
  settings: Partial<KnowledgeSettings> = {},
): Promise<Ran> {
  const bodies: RunEventBody[] = [];
  const model = new FakeModel(options);
  const result = await runInnerLoop({
    model,
    task: knowledgeTask,
    context: toJson(passage),
    settings: toJson({ ...KNOWLEDGE_PRESETS[0]!.settings, ...settings }),
    stepByStep: false,
    emit: (body) => bodies.push(body),
    ...request,
  });
  return { bodies, types: bodies.map(({ type }) => type), model, result };
}

const of = <Type extends RunEventBody["type"]>(bodies: RunEventBody[], type: Type) =>
  bodies.filter((body): body is Extract<RunEventBody, { type: Type }> => body.type === type);

/** Types in order, runs of progress events and outcomes as one. */
const shape = (types: string[]) => types.filter((type, i) => type !== types[i - 1]);

function expectClean({ model }: Ran): void {
  expect(model.adapters.every(({ disposed }) => disposed)).toBe(true);
  expect(model.active).toBeNull();
  expect(model.busy).toBe(0);
}

describe("a whole run", () => {
  test("passes the five stations in order", async () => {
    const ran = await run();
    const asked = ["answering", "answerText", "outcome", "conditionScored"];
    const trained = ["trainingStarted", "trainingStep", "trainingFinished"];
    expect(shape(ran.types)).toEqual([
      "runStarted",
      ...["stationEntered", ...asked, ...asked],
      ...["stationEntered", "editStarted", "editText", "editParsed"],
      ...["stationEntered", ...trained, ...trained],
      ...["stationEntered", ...asked, ...asked],
      ...["stationEntered", "rewarded"],
      "runFinished",
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
    const events: RunEvent[] = [];
    const log = createRunLog({ runId: "r", post: (event) => events.push(event) });
    await run(writer, { emit: log.emit });
    for (const event of events)
      expect(runEventSchema.parse(JSON.parse(JSON.stringify(event)))).toEqual(event);
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, i) => i));
    expect(log.closed).toBe(true);
  });

  test("a subset of conditions: no training, no edit", async () => {
    const { types, model } = await run(writer, { conditions: ["untouched"] });
    expect(types).not.toContain("editStarted");
    expect(model.adapters).toHaveLength(0);
    expect(types.at(-1)).toBe("runFinished");
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
    expect(of(bodies, "paused").map(({ station }) => station)).toEqual(stops);
    expect(of(bodies, "resumed").map(({ station }) => station)).toEqual(stops);
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
    expect(ran.bodies.at(-1)).toMatchObject({ type: "runFailed", failure: { kind: "bad-input" } });
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
    expect(ran.types.at(-1)).toBe("runCancelled");
    expect(ran.result).toBeNull();
    expectClean(ran);
  });
});

/** Runs until the first event of the type at the station has come, then aborts: the fake is in mid-work. */
async function cancelAt(station: Station, type: RunEventBody["type"]): Promise<Ran & { after: string[] }> {
  const controller = new AbortController();
  const after: string[] = [];
  const bodies: RunEventBody[] = [];
  let here: Station | null = null;
  const ran = await run(writer, {
    signal: controller.signal,
    emit: (body) => {
      bodies.push(body);
      if (controller.signal.aborted) after.push(body.type);
      if (body.type === "stationEntered") here = body.station;
      if (here === station && body.type === type) controller.abort();
    },
  });
  return { ...ran, bodies, types: bodies.map((body) => body.type), after };
}

describe("cancelling", () => {
  test.each<[Station, RunEventBody["type"]]>([
    ["read", "stationEntered"],
    ["read", "answerText"],
    ["write", "editText"],
    ["train", "trainingStarted"],
    ["train", "trainingStep"],
    ["test", "answerText"],
    ["test", "conditionScored"],
    ["reward", "stationEntered"],
  ])("at %s, on %s: said at once and as the last thing, adapters gone", async (station, type) => {
    const ran = await cancelAt(station, type);
    expect(ran.types.at(-1)).toBe("runCancelled");
    expect(ran.after).toEqual(["runCancelled"]);
    expect(ran.result).toBeNull();
    expectClean(ran);
  });

  test("before the start", async () => {
    const ran = await run(writer, { signal: AbortSignal.abort() });
    expect(ran.types).toEqual(["runStarted", "runCancelled"]);
  });

  test("a model that is slow to notice does not delay the word", async () => {
    const controller = new AbortController();
    let release = () => {};
    const stuck = new Promise<void>((resolve) => {
      release = resolve;
    });
    const types: string[] = [];
    const done = run(
      { ...writer, onWork: (work) => (work === "step" ? stuck : undefined) },
      { signal: controller.signal, emit: ({ type }) => types.push(type) },
    );
    await new Promise((resolve) => setTimeout(resolve, 10));
    controller.abort();
    expect(types.at(-1)).toBe("runCancelled");
    release();
    const ran = await done;
    expect(types.at(-1)).toBe("runCancelled");
    expectClean(ran);
  });
});

describe("failing", () => {
  test.each<[string, (count: number) => FakeOptions["onWork"]]>([
    ["reading", () => () => fail()],
    ["writing", () => failing("token", 2 * 4 * passage.questions.length)],
    ["training", () => failing("step", 3)],
    ["training of the second adapter", () => failing("step", 8)],
    ["testing", () => afterTraining()],
  ])("while %s: one runFailed with kind, message and advice", async (_, make) => {
    const onWork = make(0);
    const ran = await run({ ...writer, ...(onWork ? { onWork } : {}) });
    expect(of(ran.bodies, "runFailed")).toHaveLength(1);
    expect(ran.bodies.at(-1)).toMatchObject({
      type: "runFailed",
      failure: { kind: "internal", message: expect.stringContaining("Boom"), advice: expect.any(String) },
    });
    expect(ran.result).toBeNull();
    expectClean(ran);
  });

  test("out of memory is called that", async () => {
    const onWork = () => {
      throw new RangeError("Array buffer allocation failed");
    };
    const { bodies } = await run({ ...writer, onWork });
    expect(bodies.at(-1)).toMatchObject({ failure: { kind: "out-of-memory" } });
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])("a loss of %s stops the run as diverged", async (bad) => {
    const ran = await run({ ...writer, loss: (step) => (step === 4 ? bad : 1) });
    expect(ran.bodies.at(-1)).toMatchObject({
      failure: { kind: "diverged", message: expect.stringContaining("step 4"), advice: expect.any(String) },
    });
    expectClean(ran);
  });

  test("an edit with nothing usable is an error for people and a data point for measurements", async () => {
    const mute: FakeOptions = { write: (prompt) => (prompt.endsWith("Question 1:") ? " ?" : null) };
    const shown = await run(mute);
    expect(shown.bodies.at(-1)).toMatchObject({ failure: { kind: "bad-input" } });
    const measured = await run(mute, { allowEmptyEdit: true });
    expect(measured.types.at(-1)).toBe("runFinished");
    expect(measured.model.adapters[1]!.learned).toHaveLength(1);
  });

  test("a bad context or setting fails the run, not the caller", async () => {
    const { types, bodies } = await run(writer, { context: { title: 3 } });
    expect(types).toEqual(["runStarted", "runFailed"]);
    expect(bodies[1]).toMatchObject({
      failure: { kind: "bad-input", message: expect.stringContaining("title") },
    });
    const unknown = await run(writer, { conditions: ["random"] });
    expect(unknown.bodies.at(-1)).toMatchObject({ failure: { kind: "unsupported" } });
  });
});

test("the conditions of the protocol that passages can run", () => {
  const exercise = knowledgeTask.open(
    toJson(passage),
    toJson(KNOWLEDGE_PRESETS[0]!.settings),
    new FakeModel(),
  );
  for (const condition of [...exercise.untrained, ...exercise.trained])
    expect(CONDITIONS).toContain(condition);
});

function fail(): never {
  throw new Error("Boom");
}

function failing(work: "token" | "step", after: number) {
  let count = 0;
  return (done: "token" | "step") => {
    if (done === work && ++count > after) fail();
  };
}

function afterTraining() {
  let trained = false;
  return (work: "token" | "step") => {
    if (work === "step") trained = true;
    else if (trained) fail();
  };
}
