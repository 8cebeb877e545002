import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { roundsKind } from "../src/runs/rounds/kind.ts";
import { learningWriter, resultOf, runRounds } from "../test/roundsRun.ts";
import { openEventFile } from "./eventFile.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "events-"));
});
afterEach(() => rm(folder, { recursive: true }));

const open = () => openEventFile(join(folder, "a.json"), roundsKind, () => true);
const path = () => join(folder, "a.json.log.jsonl");

test("a disk that is full stops the run, which says what is kept and goes on from there", async () => {
  const whole = await runRounds();
  const file = await open();
  let events = 0;
  const model = learningWriter({
    onWork: async () => {
      if (events < 20 || file.failed.aborted) return;
      file.addBeside(() => Promise.reject(new Error("ENOSPC: no space left on device, write")));
      await file.written().catch(() => {});
    },
  });
  const ran = await runRounds(
    {},
    {
      signal: file.failed,
      onEvent: (body) =>
        file.add({ version: roundsKind.version, runId: "r", sequence: events++, atMs: 0, body }),
    },
    model,
  );
  expect(ran.events.length).toBeLessThan(whole.events.length);
  const kept = ran.bodies.slice(0, -1);
  const failure = {
    kind: "storage-full",
    message: `The disk is full (ENOSPC: no space left on device, write). ${path()} keeps the first ${kept.length} events.`,
    advice: "Make room and give the same command again: it goes on after them.",
  };
  expect(ran.state).toMatchObject({ status: "failed", failure });
  await expect(file.written()).rejects.toMatchObject({ name: "PlaygroundError", ...failure });

  const again = await open();
  expect(again.earlier.map(({ body }) => body)).toEqual(kept);
  const resumed = await runRounds({}, {}, undefined, again.earlier);
  expect(resultOf(resumed.state)).toEqual(resultOf(whole.state));
});

test("an event that cannot be appended is told with its cause, and none after it is written", async () => {
  const { events } = await runRounds({ rounds: 0 });
  const file = await open();
  file.add(events[0]!);
  await file.written();
  await rm(path());
  await mkdir(path());
  file.add(events[1]!);
  await expect(file.written()).rejects.toMatchObject({
    kind: "internal",
    message: expect.stringMatching(/could not be written to the disk \(EISDIR.*keeps the first 1 events/),
  });
  await rm(path(), { recursive: true });
  file.add(events[2]!);
  await expect(file.written()).rejects.toThrow();
  expect(existsSync(path())).toBe(false);
});

test("opening cuts off what is not whole, and leaves the rest as it stands", async () => {
  const { events } = await runRounds({ rounds: 0 });
  const file = await open();
  for (const event of events.slice(0, 3)) file.add(event);
  await file.written();
  const before = readFileSync(path(), "utf8");
  appendFileSync(path(), JSON.stringify(events[3]));
  expect((await open()).earlier).toEqual(events.slice(0, 3));
  expect(readFileSync(path(), "utf8")).toBe(before);
});
