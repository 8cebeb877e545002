import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { FakeWorker } from "../../test/fakeWorker.ts";
import { memoryStore } from "../../test/memoryStore.ts";
import { openPlayground } from "../../test/openPlayground.ts";
import { runOuter } from "../../test/outerLoopRun.ts";
import { summariseRun } from "../runs/reduceRun.ts";
import { roundsKind } from "../runs/rounds/kind.ts";
import { exportOuter, importOuter } from "./outerFile.ts";

const workers: FakeWorker[] = [];
beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it("shows exported rounds elsewhere as a recording, and one's own as one's own", async () => {
  const { events, state } = await runOuter();
  const own = await openPlayground({ workers });
  await own.outer.archive.save(summariseRun(roundsKind, state, "own"), events);
  await own.outer.restore();
  const text = (await exportOuter(own, state.runId)) ?? "";
  await importOuter(own, text);
  expect(own.store.getState().outer).toMatchObject({
    live: state,
    runs: [summariseRun(roundsKind, state, "own")],
  });

  const disk = memoryStore();
  const other = await openPlayground({ workers, disk });
  await importOuter(other, text);
  await importOuter(other, text);
  // The order of settings is not kept in a file, and is of no account.
  const recording = { ...summariseRun(roundsKind, state, "recorded"), setup: expect.any(String) };
  expect(other.store.getState().outer).toMatchObject({ live: state, runs: [recording] });
  const reloaded = await openPlayground({ workers, disk });
  expect(reloaded.store.getState().outer.runs).toEqual([recording]);
});

it("says what is wrong with a file", async () => {
  const { events } = await runOuter();
  const playground = await openPlayground({ workers });
  const file = (changes: object) =>
    JSON.stringify({ format: "self-edit-playground/rounds", version: 1, events, ...changes });
  const said = async (text: string) => {
    await importOuter(playground, text);
    return playground.store.getState().notices.at(-1)?.message;
  };
  expect(await said("{")).toContain("it is not JSON");
  expect(await said(file({ format: "self-edit-playground/run" }))).toContain("format has another form");
  expect(await said(file({ events: events.slice(0, -1) }))).toContain("they were not finished");
  expect(await said(file({ events: events.toSpliced(3, 1) }))).toContain("damaged");
  expect(playground.store.getState().outer.runs).toEqual([]);
});
