import { describe, expect, it } from "vitest";
import { recordedRun } from "../../../test/fixtures/recordedRun.ts";
import { PlaygroundError } from "../../protocol/playgroundError.ts";
import { reduceRun, replay, replayUntil } from "../reduceRun.ts";
import { openRunFile, readRunFile, writeRunFile } from "../runFile.ts";
import type { EditBody, EditEvent } from "./events.ts";
import { editKind } from "./kind.ts";
import type { EditRun } from "./state.ts";
import { resultsOf } from "./state.ts";

const parsed = async (text: string) => openRunFile(editKind, readRunFile(text));

function nextEvent(last: EditEvent, atMs: number, body: EditBody): EditEvent {
  return { ...last, sequence: last.sequence + 1, atMs, body };
}

describe("reduceRun", () => {
  it("makes the same state live, step by step, and replayed from an exported file", async () => {
    const log = recordedRun();
    let live: EditRun | null = null;
    for (const event of log) live = reduceRun(editKind, live, event);
    expect(replay(editKind, log)).toEqual(live);
    expect((await parsed(writeRunFile(editKind, log))).state).toEqual(live);
  });

  it("gathers what the stations show", () => {
    const state = replay(editKind, recordedRun());
    expect(state.status).toBe("finished");
    expect(state.visited).toEqual(["read", "write", "train", "test", "reward"]);
    expect(state.edits[0]?.text).toContain("Question 1: Where does the Tarrow newt live?");
    expect(state.edits[0]?.pieces?.filter((piece) => piece.kept)).toHaveLength(8);
    expect(state.trainings["self-edit"]?.points).toHaveLength(42);
    expect(state.trainings["self-edit"]?.finished).toEqual({ tokens: 4620, finalLoss: 0.31, seconds: 7.6 });
    expect(state.answers["self-edit"]?.result).toMatchObject({ correct: 5, total: 7 });
    expect(state.answers["self-edit"]?.partial).toEqual({});
    expect(state.reward?.gain).toBeCloseTo(4 / 7);
  });

  it("keeps the edits after the first in rows of their own", () => {
    const log = recordedRun();
    const [start] = log;
    const result = {
      condition: "self-edit" as const,
      total: 7,
      interval: [0, 1] as [number, number],
      means: {},
    };
    const training = { condition: "self-edit" as const, steps: 9, examples: 3, adapterParameters: 1 };
    const bodies: EditBody[] = [
      { type: "editStarted", edit: 0, prompt: "" },
      { type: "editStarted", edit: 1, prompt: "" },
      { type: "trainingStarted", ...training },
      { type: "trainingStarted", ...training, edit: 1, examples: 4 },
      { type: "answering", condition: "self-edit", edit: 1, total: 7 },
      { type: "conditionScored", result: { ...result, correct: 2 } },
      { type: "conditionScored", result: { ...result, correct: 5 }, edit: 1 },
    ];
    const events = [start!];
    for (const body of bodies) events.push(nextEvent(events.at(-1)!, 0, body));
    const state = replay(editKind, events);
    expect(state.trainings["self-edit 2"]?.examples).toBe(4);
    expect(state.trainings["self-edit"]?.examples).toBe(3);
    expect(resultsOf(state).map(({ row, correct }) => [row, correct])).toEqual([
      ["self-edit", 2],
      ["self-edit 2", 5],
    ]);
  });

  it("shows answers while they are decoded", () => {
    const log = recordedRun();
    const third = log.findIndex(({ body }) => body.type === "answerText") + 3;
    expect(replay(editKind, log.slice(0, third)).answers.untouched?.partial[0]).toBe("The Tarrow newt");
  });

  it("waits while paused and goes on when resumed", () => {
    const log = recordedRun({ stepByStep: true });
    const pause = log.findIndex(({ body }) => body.type === "paused");
    expect(replay(editKind, log.slice(0, pause + 1)).status).toBe("paused");
    expect(replay(editKind, log.slice(0, pause + 2)).status).toBe("running");
    expect(replay(editKind, log).status).toBe("finished");
  });

  it("never changes the state it is given", () => {
    const log = recordedRun();
    let state: EditRun | null = null;
    for (const event of log) {
      const before: string = JSON.stringify(state);
      const next: EditRun = reduceRun(editKind, state, event);
      expect(JSON.stringify(state)).toBe(before);
      state = next;
    }
  });

  it.each([
    [
      "a missing event",
      (log: ReturnType<typeof recordedRun>) => log.toSpliced(5, 1),
      /event 6 follows event 4/,
    ],
    ["a missing start", (log: ReturnType<typeof recordedRun>) => log.slice(1), /first event is number 1/],
    [
      "an event of another run",
      (log: ReturnType<typeof recordedRun>) => log.with(4, { ...log[4]!, runId: "other" }),
      /belongs to another run/,
    ],
    [
      "an event after the end",
      (log: ReturnType<typeof recordedRun>) => [...log, nextEvent(log.at(-1)!, 0, { type: "finished" })],
      /after the end/,
    ],
  ])("rejects %s", (_name, damage, message) => {
    expect(() => replay(editKind, damage(recordedRun()))).toThrow(message);
    expect(() => replay(editKind, damage(recordedRun()))).toThrow(PlaygroundError);
  });
});

describe("run log", () => {
  it("replays a part, forwards and backwards, to the same states", () => {
    const log = recordedRun();
    const full = { position: log.length, state: replay(editKind, log) };
    const early = { position: 20, state: replay(editKind, log.slice(0, 20)) };
    expect(replayUntil(editKind, log, 20, full)).toEqual(early.state);
    expect(replayUntil(editKind, log, log.length, early)).toEqual(full.state);
  });

  it("says which version a file is of", async () => {
    const file = writeRunFile(editKind, recordedRun()).replaceAll('"version": 2', '"version": 7');
    await expect(parsed(file)).rejects.toThrow(/version 7 of the log; this page reads version 2/);
  });

  it.each([
    ["text", "no json", /it is not JSON/],
    ["another document", "{}", /format/],
    ["a bad event", '{"format":"self-edit-playground/run","version":1,"events":[{"a":1}]}', /event 0/],
  ])("says what is wrong with %s", async (_name, text, message) => {
    await expect(parsed(text)).rejects.toThrow(message);
  });
});
