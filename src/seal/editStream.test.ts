import { describe, expect, test } from "vitest";
import {
  expectUntouched,
  forgetfulModel,
  resultOfStream,
  runStream,
  STREAM_CONTEXTS,
  stateOfStream,
  streamPlan,
} from "../../test/editStreamRun.ts";
import { PlaygroundError } from "../protocol/playgroundError.ts";
import type { StreamBody } from "../runs/stream/events.ts";
import type { StreamRun } from "../runs/stream/state.ts";

/** Right answers by step and passage. */
const matrixOf = ({ steps }: StreamRun) => steps.map(({ cells }) => cells.map(({ correct }) => correct));

describe("a stream of edits", () => {
  test("asks all earlier passages after every merge, and shows what is forgotten", async () => {
    const { state, model, bodies } = await runStream();
    expect(state.status).toBe("finished");
    expect(state.untouched.map(({ correct }) => correct)).toEqual([0, 0, 0, 0]);
    // Of five texts that it keeps, three are the newest edit's and two the questions of the one before.
    expect(matrixOf(state)).toEqual([[2], [2, 2], [0, 2, 2], [0, 0, 2, 2]]);
    const last = state.steps[3]!.score!;
    const total = STREAM_CONTEXTS.reduce((sum, { questions }) => sum + questions.length, 0);
    expect(last.justLearned).toMatchObject({ correct: 8, total });
    expect(last.allLearned).toMatchObject({ correct: 4, total });
    expect(last.untouched).toMatchObject({ correct: 0, total });
    expect(last.justLearned.interval[0]).toBeLessThanOrEqual(8 / total);
    expect(state.steps.map(({ applied }) => applied?.outcome)).toEqual(Array(4).fill("merged"));
    expect(bodies.at(-1)).toEqual({ type: "finished" });
    expectUntouched(model);
  });

  test("the same seed gives the same stream, and every remedy the same first edit and steps", async () => {
    const [once, again] = [await runStream({ seed: 3 }), await runStream({ seed: 3 })];
    expect(resultOfStream(again.state)).toEqual(resultOfStream(once.state));
    const steps = ({ model }: typeof once) => model.trainings.map(({ optimizer }) => optimizer.steps);
    for (const remedy of ["replay", "kl", "gate", "router"] as const) {
      const other = await runStream({ seed: 3, remedy });
      expect(other.state.steps[0]?.edit?.samples).toEqual(once.state.steps[0]?.edit?.samples);
      expect(steps(other)).toEqual(steps(once));
      expectUntouched(other.model);
    }
  });

  test("replay trains half on earlier edits, and keeps them", async () => {
    const { state, model } = await runStream({ remedy: "replay", replayShare: 0.5 }, {}, forgetfulModel(40));
    expect(state.steps.map(({ training }) => training?.replayed)).toEqual([0, 3, 6, 9]);
    for (const [step, { examples }] of model.trainings.entries()) {
      const texts = examples.map(({ tokens }) => model.decode(tokens));
      const isOwn = (text: string) => text.includes(STREAM_CONTEXTS[step]!.title);
      const own = texts.filter(isOwn).length;
      expect(own, `step ${step}`).toBe(step === 0 ? texts.length : texts.length / 2);
    }
  });

  test("the penalty holds every training to what the untouched base expects of the probes", async () => {
    const { model } = await runStream({ remedy: "kl", anchorWeight: 2, anchorBatch: 3 });
    for (const { anchor } of model.trainings) {
      expect(anchor).toMatchObject({ weight: 2, batchSize: 3 });
      expect(anchor!.examples).toHaveLength(1);
      const marked = anchor!.examples[0]!.lossMask.filter(Boolean).length;
      expect(anchor!.logProbs[0]!.length % marked).toBe(0);
    }
    expect((await runStream()).model.trainings.every(({ anchor }) => anchor === undefined)).toBe(true);
  });

  test("the gate rejects an edit that costs an earlier one too much, and says why", async () => {
    const { state } = await runStream({ remedy: "gate", bitsLimit: 0.1 });
    expect(state.steps.map(({ applied }) => applied?.outcome)).toEqual([
      "merged",
      "rejected",
      "rejected",
      "rejected",
    ]);
    expect(matrixOf(state).map((row) => row[0])).toEqual([2, 2, 2, 2]);
    const { tries, scale } = state.steps[1]!.applied!;
    expect(scale).toBe(0);
    expect(tries.map((one) => one.scale)).toEqual([1, 0.5, 0.25]);
    expect(tries[0]!.bitsRise).toBeGreaterThan(0.1);
    expect(tries[0]!.reasons[0]).toMatch(/earlier edits taught rose by \d/);
    const lenient = await runStream({ remedy: "gate", bitsLimit: 20 });
    expect(matrixOf(lenient.state)).toEqual(matrixOf((await runStream()).state));
  });

  test("the router forgets nothing, and sends each question to its own passage's adapter", async () => {
    const { state, model } = await runStream({ remedy: "router" }, {}, forgetfulModel(0));
    expect(matrixOf(state)).toEqual([[2], [2, 2], [2, 2, 2], [2, 2, 2, 2]]);
    expect(state.steps[3]?.applied?.outcome).toBe("kept-apart");
    // The two questions that the edit taught are told apart; of the others nothing is known, so the first adapter gets them.
    expect(state.steps[3]?.cells.map(({ routed }) => routed)).toEqual([
      STREAM_CONTEXTS[0]!.questions.length,
      2,
      2,
      2,
    ]);
    expectUntouched(model);
  });

  test("of several edits the best by an inner loop is learned", async () => {
    const { state } = await runStream({ samples: 3 }, {}, pickyModel());
    expect(state.steps.map(({ edit }) => edit?.tried)).toEqual([3, 3, 3, 3]);
    expect(state.steps.map(({ cells }, step) => cells[step]?.correct)).toEqual([2, 2, 2, 2]);
  });
});

/** Of three edits only the second holds anything. */
function pickyModel() {
  return forgetfulModel(5, {
    write: (prompt, index) => {
      if (!prompt.endsWith("Question 1:")) return null;
      const passage = STREAM_CONTEXTS.find(({ text }) => prompt.includes(text))!;
      return index === 1
        ? passage.questions
            .slice(0, 2)
            .map(
              ({ question, answers }, i) =>
                `${i === 0 ? "" : "Question 2:"} ${question}\nAnswer: ${answers[0]}`,
            )
            .join("\n")
        : " The end.";
    },
  });
}

describe("a stream that is interrupted", () => {
  const stopAt = async (type: StreamBody["type"], nth: number, remedy: "none" | "gate" | "router") => {
    const controller = new AbortController();
    let seen = 0;
    return runStream(
      { remedy },
      {
        signal: controller.signal,
        onEvent: (body) => {
          if (body.type === type && seen++ === nth) controller.abort();
        },
      },
    );
  };

  test.each([
    ["editTrained", 1, "none"],
    ["passageAsked", 4, "none"],
    ["untouchedAsked", 2, "none"],
    ["editApplied", 2, "gate"],
    ["passageAsked", 3, "router"],
  ] as const)("at %s %i goes on from its log to the same end (%s)", async (type, nth, remedy) => {
    const whole = await runStream({ remedy });
    const broken = await stopAt(type, nth, remedy);
    expect(broken.state.status).toBe("cancelled");
    expectUntouched(broken.model);
    const again = await runStream({ remedy }, {}, undefined, broken.events);
    expect(resultOfStream(again.state)).toEqual(resultOfStream(whole.state));
    // Nothing that was asked before is asked again.
    const asked = again.bodies.filter(
      (body) => body.type === "passageAsked" || body.type === "untouchedAsked",
    );
    expect(new Set(asked.map((body) => JSON.stringify(body))).size).toBe(asked.length);
    expectUntouched(again.model);
  });

  test("pauses between two pieces of work", async () => {
    let goOn = () => {};
    const wait = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    let wanted: Promise<void> | null = null;
    const ran = runStream(
      {},
      {
        pause: () => wanted,
        onEvent: ({ type }) => {
          if (type === "editTrained") wanted ??= wait;
          if (type === "paused") {
            setTimeout(() => {
              wanted = null;
              goOn();
            }, 5);
          }
          if (type === "continued") wanted = null;
        },
      },
    );
    const { bodies, state } = await ran;
    const types = bodies.map(({ type }) => type);
    expect(types.indexOf("continued")).toBe(types.indexOf("paused") + 1);
    expect(state.status).toBe("finished");
  });

  test("a log of another model is refused", async () => {
    const broken = await stopAt("editTrained", 0, "none");
    const [first, ...rest] = broken.events;
    if (first?.body.type !== "started") throw new Error("The log does not begin at its start.");
    const foreign = { ...first, body: { ...first.body, model: { ...first.body.model, hash: "1" } } };
    const again = await runStream({}, {}, undefined, [foreign, ...rest]);
    expect(again.state.failure?.message).toContain("the model that is loaded now is another one");
  });

  test("one passage is no stream, and an error ends it with what it says", async () => {
    const plan = { ...streamPlan(), contexts: streamPlan().contexts.slice(0, 1) };
    expect((await runStream({}, { plan })).state.failure?.message).toContain("Nothing can be forgotten");
    const model = forgetfulModel(5, {
      onWork: (work) => {
        if (work === "step") throw new PlaygroundError("gpu-lost", "The GPU is gone.", "Reload.");
      },
    });
    const { state } = await runStream({}, {}, model);
    expect(state).toMatchObject({ status: "failed", failure: { kind: "gpu-lost" } });
    expectUntouched(model);
  });

  test("a passage whose training diverges is not learned, and the stream goes on", async () => {
    let trained = 0;
    const model = forgetfulModel(5, { loss: (step) => (step === 1 && trained++ === 1 ? Number.NaN : 0.5) });
    const { state } = await runStream({}, {}, model);
    expect(state.status).toBe("finished");
    expect(state.steps.map(({ applied }) => applied?.outcome)).toEqual([
      "merged",
      "rejected",
      "merged",
      "merged",
    ]);
    expect(state.steps[1]?.training?.finalLoss).toBeNull();
  });

  test("a log with a gap, or of two runs, is not replayed", async () => {
    const { events } = await runStream();
    expect(() => stateOfStream(events.toSpliced(4, 1))).toThrow("event 5 follows event 3");
    expect(() => stateOfStream([...events, { ...events[1]!, sequence: events.length }])).toThrow(
      "after the end",
    );
    expect(() =>
      stateOfStream(events.map((event, i) => (i === 3 ? { ...event, runId: "x" } : event))),
    ).toThrow("another run");
  });
});
