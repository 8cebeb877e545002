import { describe, expect, test } from "vitest";
import type { FakeOptions } from "../../test/fakeModel.ts";
import { expectClean, of, passage, type Ran, run, writer } from "../../test/innerLoopRun.ts";
import type { Station } from "../protocol/run.ts";
import type { EditBody } from "../runs/edit/events.ts";

/** Runs until the first event of the type at the station has come, then aborts: the fake is in mid-work. */
async function cancelAt(station: Station, type: EditBody["type"]): Promise<Ran & { after: string[] }> {
  const controller = new AbortController();
  const after: string[] = [];
  const bodies: EditBody[] = [];
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
  test.each<[Station, EditBody["type"]]>([
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
    expect(ran.types.at(-1)).toBe("cancelled");
    expect(ran.after).toEqual(["cancelled"]);
    expect(ran.result).toBeNull();
    expectClean(ran);
  });

  test("before the start", async () => {
    const ran = await run(writer, { signal: AbortSignal.abort() });
    expect(ran.types).toEqual(["started", "cancelled"]);
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
    expect(types.at(-1)).toBe("cancelled");
    release();
    const ran = await done;
    expect(types.at(-1)).toBe("cancelled");
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
    expect(of(ran.bodies, "failed")).toHaveLength(1);
    expect(ran.bodies.at(-1)).toMatchObject({
      type: "failed",
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
    expect(measured.types.at(-1)).toBe("finished");
    expect(measured.model.adapters[1]!.learned).toHaveLength(1);
  });

  test("a bad context or setting fails the run, not the caller", async () => {
    const { types, bodies } = await run(writer, { context: { title: 3 } });
    expect(types).toEqual(["started", "failed"]);
    expect(bodies[1]).toMatchObject({
      failure: { kind: "bad-input", message: expect.stringContaining("title") },
    });
    const unknown = await run(writer, { conditions: ["random"] });
    expect(unknown.bodies.at(-1)).toMatchObject({ failure: { kind: "unsupported" } });
  });
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
