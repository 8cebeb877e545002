import { expect, it, vi } from "vitest";
import { recordedRun } from "../../test/fixtures/recordedRun.ts";
import type { RunEvent } from "../protocol/runEvent.ts";
import { cutRunFile } from "./cutRunFile.ts";
import type { EditBody } from "./edit/events.ts";
import { editKind } from "./edit/kind.ts";
import { readLogInSlices } from "./readLog.ts";
import { replay } from "./reduceRun.ts";
import { MAX_EVENTS, openRunFile, readRunFile, writeRunFile } from "./runFile.ts";

const log = recordedRun();

/** The file of the run with this JSON as a value of one of its events. */
function claiming(type: EditBody["type"], key: string, json: string): string {
  const events = log.map((event) =>
    event.body.type === type ? { ...event, body: { ...event.body, [key]: "@" } } : event,
  );
  return JSON.stringify({ format: "self-edit-playground/run", version: 2, events }).replace('"@"', json);
}

const answer = { condition: "untouched", item: 0, output: "", correct: false };
const names = Array.from({ length: 20_000 }, (_, i) => [`score ${i}`, "x"]);
const listOf = (count: number, json: string) => `[${Array(count).fill(json)}]`;
const open = async (text: string) => openRunFile(editKind, readRunFile(text));

it.each([
  ["lists within lists", claiming("started", "context", "[".repeat(1e5) + "]".repeat(1e5)), /100 deep/],
  ["more pieces than any edit has", claiming("editParsed", "pieces", listOf(2e5, "{}")), /10,000 entries/],
  [
    "more scores than any answer has",
    claiming("outcome", "outcome", JSON.stringify({ ...answer, scores: Object.fromEntries(names) })),
    /10,000 entries/,
  ],
  [
    "a list of nothing",
    `{"format": "self-edit-playground/run", "events": ${listOf(3e6, "[]")}}`,
    /2,000,000 lists and objects/,
  ],
  [
    "more events than any run has",
    `{"format": "self-edit-playground/run", "events": ${listOf(MAX_EVENTS + 1, "0")}}`,
    /holds 200,001 events; a run has at most 200,000/,
  ],
])("refuses %s in one sentence", async (_, text, message) => {
  await expect(open(text)).rejects.toThrow(message);
});

it("keeps no more warnings than can be read", () => {
  const warning = log.at(-2)!;
  const warnings: RunEvent<EditBody>[] = Array.from({ length: 500 }, (_, i) => ({
    ...warning,
    sequence: warning.sequence + i,
    body: { type: "warning", message: `No. ${i % 300}` },
  }));
  const state = replay(editKind, [...log.slice(0, -2), ...warnings]);
  expect(state.warnings).toHaveLength(50);
  expect(new Set(state.warnings).size).toBe(50);
});

it("lets others in between the events of a long log", async () => {
  let now = 0;
  const clock = vi.spyOn(performance, "now").mockImplementation(() => {
    now += 100;
    return now;
  });
  let others = 0;
  const count = () => {
    others++;
    if (!isRead) setImmediate(count);
  };
  let isRead = false;
  try {
    setImmediate(count);
    expect(await readLogInSlices(editKind, log)).toEqual(log);
  } finally {
    isRead = true;
    clock.mockRestore();
  }
  expect(others).toBeGreaterThan(10);
});

it("cuts a file into parts that are the run again", async () => {
  const many = Array.from({ length: 2000 }, () => log[0]!.body);
  const events = many.map((body, sequence) => ({ ...log[0]!, sequence, body }));
  const cut = await cutRunFile(new Blob([writeRunFile(editKind, events)]));
  if (cut.type !== "parts") throw new Error(cut.failure.message);
  expect(cut.parts.length).toBeGreaterThan(10);
  expect(Math.max(...cut.parts.map(({ size }) => size))).toBeLessThan(400_000);
  const texts = await Promise.all(cut.parts.map((part) => part.text()));
  expect(texts.flatMap((text) => JSON.parse(text))).toEqual(events);
  expect(await cutRunFile(new Blob(["{"]))).toMatchObject({
    type: "failed",
    failure: { kind: "bad-input", message: expect.stringMatching(/it is not JSON/) },
  });
});
