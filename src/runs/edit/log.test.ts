import { describe, expect, test } from "vitest";
import type { EditBody, EditEvent } from "./events.ts";
import { createEditLog } from "./log.ts";

function setUp() {
  const events: EditEvent[] = [];
  let time = 1000;
  const log = createEditLog({ runId: "r", post: (event) => events.push(event), now: () => time });
  return {
    log,
    events,
    bodies: () => events.map(({ body }) => body),
    pass: (ms: number) => {
      time += ms;
    },
  };
}

const text = (word: string, edit = 0): EditBody => ({ type: "editText", edit, text: word });
const answer = (item: number, word: string): EditBody => ({
  type: "answerText",
  condition: "untouched",
  item,
  text: word,
});
const step = (n: number, steps = 100): EditBody => ({
  type: "trainingStep",
  condition: "self-edit",
  step: n,
  steps,
  loss: 1,
  learningRate: 1e-3,
  gradNorm: 1,
  tokensPerSecond: 100,
  secondsLeft: 1,
});

describe("throttling", () => {
  test("at most twenty progress events a second, however many questions are answered together", () => {
    const { log, events, pass } = setUp();
    for (let i = 0; i < 1000; i++) {
      for (let item = 0; item < 8; item++) log.emit(answer(item, "x"));
      pass(1);
    }
    expect(events.length).toBeLessThanOrEqual(20 + 8);
    expect(events.length).toBeGreaterThan(10);
  });

  test("texts are joined and none is lost, before the next event of another kind", () => {
    const { log, bodies, pass } = setUp();
    for (const letter of "abcdefghij") {
      log.emit(text(letter));
      pass(12);
    }
    log.emit({ type: "stationEntered", station: "train" });
    const said = bodies().flatMap((body) => (body.type === "editText" ? [body.text] : []));
    expect(said.join("")).toBe("abcdefghij");
    expect(said.length).toBeLessThan(5);
    expect(bodies().at(-1)?.type).toBe("stationEntered");
  });

  test("texts of different questions are kept apart", () => {
    const { log, bodies, pass } = setUp();
    log.emit(answer(0, "a"));
    log.emit(answer(1, "x"));
    log.emit(answer(0, "b"));
    log.emit(answer(1, "y"));
    pass(1000);
    log.emit({ type: "finished" });
    const of = (item: number) =>
      bodies().flatMap((body) => (body.type === "answerText" && body.item === item ? [body.text] : []));
    expect([of(0).join(""), of(1).join("")]).toEqual(["ab", "xy"]);
  });

  test("of fast training steps the latest is shown, and the last always", () => {
    const { log, bodies, pass } = setUp();
    for (let n = 1; n <= 100; n++) {
      pass(5);
      log.emit(step(n));
    }
    log.emit({ type: "finished" });
    const steps = bodies().flatMap((body) => (body.type === "trainingStep" ? [body.step] : []));
    expect(steps.length).toBeLessThanOrEqual(12);
    expect(steps.at(-1)).toBe(100);
    expect([...steps].sort((a, b) => a - b)).toEqual(steps);
  });

  test("slow steps are all shown", () => {
    const { log, bodies, pass } = setUp();
    for (let n = 1; n <= 10; n++) {
      pass(200);
      log.emit(step(n, 10));
    }
    expect(bodies()).toHaveLength(10);
  });
});

describe("the log", () => {
  test("is numbered without gaps and timed from the start of the run", () => {
    const { log, events, pass } = setUp();
    log.emit({ type: "stationEntered", station: "read" });
    pass(30);
    log.emit({ type: "warning", message: "w" });
    expect(events).toMatchObject([
      { version: 2, runId: "r", sequence: 0, atMs: 0 },
      { version: 2, runId: "r", sequence: 1, atMs: 30 },
    ]);
  });

  test.each<EditBody>([
    { type: "finished" },
    { type: "cancelled" },
    { type: "failed", failure: { kind: "internal", message: "m", advice: "a" } },
  ])("nothing follows %j", (last) => {
    const { log, events } = setUp();
    log.emit(last);
    log.emit(text("late"));
    log.emit({ type: "finished" });
    expect(events).toHaveLength(1);
    expect(log.closed).toBe(true);
  });
});
