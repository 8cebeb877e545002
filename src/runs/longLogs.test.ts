import { expect, it, vi } from "vitest";
import { recordedRun } from "../../test/fixtures/recordedRun.ts";
import type { RunEvent } from "../protocol/runEvent.ts";
import { createRunArchive } from "./archive.ts";
import type { EditBody } from "./edit/events.ts";
import { editKind } from "./edit/kind.ts";
import { replay, replayInSlices, summariseRun } from "./reduceRun.ts";

const short = recordedRun({ runId: "r" });
const step = short.findLastIndex(({ body }) => body.type === "trainingStep");

/** The run with its last training step told many times. */
function longRun(events: number): RunEvent<EditBody>[] {
  const more = Array.from({ length: events - short.length }, () => short[step]!);
  return short.toSpliced(step, 0, ...more).map((event, sequence) => ({ ...event, sequence }));
}

function disk() {
  const kept = new Map<string, unknown>();
  const write = vi.fn(async (key: string, value: unknown) => void kept.set(key, structuredClone(value)));
  const read = async (key: string) => structuredClone(kept.get(key));
  const remove = async (key: string) => void kept.delete(key);
  return {
    kept,
    write,
    archive: createRunArchive({ read, write, remove, keys: async () => [...kept.keys()] }),
  };
}

it("keeps a long log in parts, of which only what is new is written again", async () => {
  const { kept, write, archive } = disk();
  const log = longRun(12_000);
  const line = summariseRun(editKind, replay(editKind, log), "own");
  await archive.save("edit", line, log.slice(0, 11_000));
  const sizes = [...kept.values()].map((value) => (Array.isArray(value) ? value.length : 0));
  expect(Math.max(...sizes)).toBe(5000);
  write.mockClear();
  await archive.save("edit", line, log);
  const written = write.mock.calls.map(([, value]) => (Array.isArray(value) ? value.length : 0));
  expect(written.reduce((sum, count) => sum + count)).toBe(2000);
  expect(await archive.load(editKind, "r")).toEqual(log);

  // Another visit knows nothing of what was written, and another file may have the same name.
  const other = log.map((event) => ({ ...event, atMs: event.atMs + 1 }));
  await archive.save("edit", line, other);
  expect(await archive.load(editKind, "r")).toEqual(other);
  await archive.save("edit", line, short);
  expect(await archive.load(editKind, "r")).toEqual(short);
});

it("deletes all of a run, and puts all of it back", async () => {
  const { kept, archive } = disk();
  const log = longRun(12_000);
  const line = summariseRun(editKind, replay(editKind, log), "own");
  await archive.save("edit", line, log);
  await archive.attach("edit", "r", "1", { writer: 1 });
  const before = new Map(kept);
  const putBack = await archive.remove("edit", "r");
  expect([...kept.keys()]).toEqual([]);
  await putBack?.();
  expect(Object.fromEntries(kept)).toEqual(Object.fromEntries(before));
  expect(await archive.load(editKind, "r")).toEqual(log);
});

it("does not open a log of which a part is gone", async () => {
  const { kept, archive } = disk();
  const log = longRun(12_000);
  await archive.save("edit", summariseRun(editKind, replay(editKind, log), "own"), log);
  const part = [...kept.keys()].find((key) => Array.isArray(kept.get(key)))!;
  kept.delete(part);
  expect(await archive.load(editKind, "r")).toBeNull();
});

it("replays a long log in slices to the same state, and ends where it is cancelled", async () => {
  expect(await replayInSlices(editKind, short)).toEqual(replay(editKind, short));
  await expect(replayInSlices(editKind, [])).rejects.toThrow("it is empty");
  await expect(replayInSlices(editKind, short, AbortSignal.abort())).rejects.toMatchObject({
    kind: "cancelled",
  });
});
