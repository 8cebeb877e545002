import { describe, expect, test } from "vitest";
import type { Condition } from "../src/protocol/run.ts";
import type { KindId } from "../src/protocol/runEvent.ts";
import { toJson } from "../src/protocol/toJson.ts";
import { CountingModel } from "../src/seal/dryRun/countingModel.ts";
import { runInnerLoop } from "../src/seal/innerLoop.ts";
import { REMEDIES } from "../src/seal/remedies/remedies.ts";
import { findTask } from "../src/tasks/findTask.ts";
import { streamPlan } from "../test/editStreamRun.ts";
import { FakeModel } from "../test/fakeModel.ts";
import { TEST_SETTINGS } from "../test/knowledgeSettings.ts";
import { HELD_OUT, SETTINGS, TRAINING } from "../test/roundsRun.ts";
import { loadedWorld, runWorld, startRun } from "../test/runWorld.ts";
import { countWork } from "./dryRun.ts";

const [passage] = TRAINING;
const setup = (settings: object = {}, conditions?: readonly Condition[]) => ({
  task: "knowledge",
  context: toJson(passage),
  settings: toJson({ ...TEST_SETTINGS, ...settings }),
  stepByStep: false,
  ...(conditions ? { conditions } : {}),
});
const count = (kind: KindId, of: unknown, model = new FakeModel(), processors = 1) =>
  countWork({ kind, setup: of, model, findTask, processors });

describe("counting the work of a run", () => {
  test("asks nothing of the model but its tokens", async () => {
    const model = new FakeModel();
    const work = await count("edit", setup(), model);
    for (const amount of Object.values(work)) expect(amount).toBeGreaterThan(0);
    expect([model.requests, model.trainings, model.adapters, model.merged]).toEqual([[], [], [], []]);
  });

  test("counts what a run then does, where that does not follow from what is written", async () => {
    const model = new FakeModel();
    const conditions = ["untouched", "in-context", "passage-only"] as const;
    const fixed = setup({ budget: "steps", maxSteps: 7 }, conditions);
    const work = await count("edit", fixed);
    await runInnerLoop({
      ...fixed,
      model,
      task: findTask("knowledge"),
      conditions,
      allowEmptyEdit: true,
      emit: () => {},
    });
    const trained = model.trainings.map(({ examples, optimizer: { steps, batchSize } }) => {
      const tokens = examples.reduce((sum, example) => sum + example.tokens.length, 0);
      return (steps * Math.min(batchSize, examples.length) * tokens) / examples.length;
    });
    expect(work.trained).toBeCloseTo(
      trained.reduce((a, b) => a + b, 0),
      0,
    );
    const prompts = model.requests.flatMap(({ prompts }) => [...new Set(prompts)]);
    expect(work.read).toBe(prompts.reduce((sum, prompt) => sum + model.encode(prompt).length, 0));
  });

  test("grows with what is asked for", async () => {
    const of = async (settings: object) => (await count("edit", setup(settings))).trained;
    const least = await of({ budget: "steps", maxSteps: 10 });
    expect(await of({ budget: "steps", maxSteps: 20 })).toBe(2 * least);
    expect(await of({ budget: "steps", maxSteps: 10, edits: 2 })).toBeGreaterThan(1.4 * least);
    expect((await count("edit", setup({}, ["untouched"]))).trained).toBe(0);
  });

  test("a batch is its items", async () => {
    const item = { context: toJson(passage), conditions: ["untouched", "self-edit"], counted: true };
    const batch = { task: "knowledge", set: "Two", settings: toJson(TEST_SETTINGS), items: [item, item] };
    const single = await count("edit", setup({}, ["untouched", "self-edit"]));
    const both = Object.entries(single).map(([name, amount]) => [name, 2 * amount]);
    expect(await count("batch", batch)).toEqual(Object.fromEntries(both));
  });

  const roundsOf = (number: number) => ({
    task: "knowledge",
    contexts: TRAINING.map(toJson),
    heldOut: HELD_OUT.map(toJson),
    taskSettings: toJson({ ...TEST_SETTINGS, budget: "steps", maxSteps: 5 }),
    settings: { ...SETTINGS, rounds: number },
  });

  test("rounds have a writer to train, each as much as the one before", async () => {
    const rounds = (number: number) => count("rounds", roundsOf(number));
    const [none, one, three] = await Promise.all([rounds(0), rounds(1), rounds(3)]);
    const each = one.trained - none.trained;
    // Six edits of a round, and held-out ones.
    expect(each).toBeGreaterThan(2 * none.trained);
    expect(three.trained - none.trained).toBeGreaterThan(2.5 * each);
    expect(three.trained - none.trained).toBeLessThan(3.5 * each);
  });

  test("of edits that copies of the model judge side by side, an equal share", async () => {
    const small = new FakeModel({ backend: "wasm" });
    const onOne = await count("rounds", roundsOf(0), small);
    const onTwo = await count("rounds", roundsOf(0), small, 2);
    for (const [name, amount] of Object.entries(onTwo)) {
      expect(amount).toBeCloseTo(Reflect.get(onOne, name) / 2);
    }
    // The writer is trained by the model itself.
    const trainedOn = async (processors: number) =>
      (await count("rounds", roundsOf(1), small, processors)).trained;
    expect(await trainedOn(2)).toBeGreaterThan((await trainedOn(1)) / 2);
  });

  test.each(REMEDIES.map(({ id }) => id))("a stream with the remedy %s can be counted", async (remedy) => {
    const { contexts, taskSettings, settings } = streamPlan();
    const stream = { task: "knowledge", contexts, taskSettings, settings: { ...settings, remedy } };
    const { trained } = await count("stream", stream, new FakeModel({ id: "embedded-reader" }));
    expect(trained).toBeGreaterThan(0);
  });

  test("what cannot be run cannot be counted, and says why", async () => {
    await expect(count("edit", setup({ maxSteps: -1 }))).rejects.toMatchObject({ kind: "bad-input" });
    await expect(count("edit", {})).rejects.toMatchObject({ kind: "bad-input" });
    await expect(count("versions", {})).rejects.toMatchObject({ kind: "bad-input" });
  });

  test("whoever splits a text may change the tokens, as tasks do", () => {
    const counting = new CountingModel(new FakeModel());
    const tokens = counting.encode("one text");
    tokens.push(7);
    expect(counting.encode("one text")).toEqual(tokens.slice(0, -1));
  });

  test("can be cancelled", async () => {
    const signal = AbortSignal.abort();
    const model = new FakeModel();
    const counting = countWork({ kind: "edit", setup: setup(), model, findTask, processors: 1, signal });
    await expect(counting).rejects.toMatchObject({ kind: "cancelled" });
  });
});

describe("a count that is asked of the engine", () => {
  const COUNT = { type: "count", id: "c1", kind: "edit", setup: setup() } as const;
  const answers = (world: { messages: readonly unknown[] }) => JSON.stringify(world.messages);

  test("is answered beside a run, which goes on", async () => {
    const world = await loadedWorld();
    world.send(startRun());
    world.send(COUNT);
    await world.until("counted");
    await world.until("finished");
    expect(answers(world)).toMatch(/"id":"c1","work":\{"trainingSteps":/);
  });

  test("is null without a model, and for a set-up that cannot be run", async () => {
    const none = runWorld();
    none.send(COUNT);
    await none.until("counted");
    expect(answers(none)).toContain('"id":"c1","work":null');

    const world = await loadedWorld();
    world.send({ ...COUNT, setup: {} });
    await world.until("counted");
    expect(answers(world)).toContain('"id":"c1","work":null');
    expect(world.said("engineFailed:bad-input")).toBe(0);
  });

  test("can be cancelled, and leaves others alone", async () => {
    const world = await loadedWorld();
    world.send(COUNT);
    world.send({ ...COUNT, id: "c2" });
    world.send({ type: "cancelCount", id: "c1" });
    await expect.poll(() => world.said("counted"), { interval: 1 }).toBe(2);
    expect(answers(world)).toContain('"id":"c1","work":null');
    expect(answers(world)).toMatch(/"id":"c2","work":\{"trainingSteps":/);
  });
});
