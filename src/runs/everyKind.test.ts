import { beforeAll, describe, expect, it } from "vitest";
import { runEdit, runThree } from "../../test/editRuns.ts";
import { runStream } from "../../test/editStreamRun.ts";
import { memoryStore } from "../../test/memoryStore.ts";
import { runRounds } from "../../test/roundsRun.ts";
import type { RunEvent } from "../protocol/runEvent.ts";
import { createRunArchive, type Documents } from "./archive.ts";
import { batchKind } from "./batch/kind.ts";
import { editKind } from "./edit/kind.ts";
import { LiveRun } from "./liveRun.ts";
import { reduceRun, replay, replayUntil, summariseRun } from "./reduceRun.ts";
import { roundsKind } from "./rounds/kind.ts";
import { checkLogSize, MAX_LOG_BYTES, openRunFile, readRunFile, writeRunFile } from "./runFile.ts";
import type { AnyBody, RunKind, RunState, RunSummary } from "./runKind.ts";
import { streamKind } from "./stream/kind.ts";

/** A disk on which later calls may be done before earlier ones: each takes another time. */
function slowDisk(): Documents {
  const store = memoryStore();
  let calls = 0;
  const slowly = async <T>(act: () => Promise<T>): Promise<T> => {
    calls++;
    for (let turn = 0; turn < (calls * 7) % 23; turn++) await Promise.resolve();
    return act();
  };
  return {
    read: (key) => slowly(() => store.get(key)),
    write: (key, value) => slowly(() => store.set(key, value)),
    remove: (key) => slowly(() => store.delete(key)),
    keys: () => slowly(() => store.keys()),
  };
}

function everyKind<Body extends AnyBody, State extends RunState, Summary extends RunSummary>(
  kind: RunKind<Body, State, Summary>,
  run: () => Promise<readonly RunEvent<Body>[]>,
): void {
  describe(`a run of kind “${kind.id}”`, () => {
    let log: readonly RunEvent<Body>[];
    beforeAll(async () => {
      log = await run();
    });
    const stateAfter = (count: number) =>
      log.slice(0, count).reduce<State | null>((state, event) => reduceRun(kind, state, event), null);

    it("replays to any event as it was live, forwards and backwards", () => {
      let from: { position: number; state: State } | undefined;
      const places = [1, 2, 3, Math.ceil(log.length / 2), log.length - 1, log.length, 2, 1];
      for (const position of places) {
        const state = replayUntil(kind, log, position, from);
        expect(state).toEqual(stateAfter(position));
        from = { position, state };
      }
      expect(from?.state.sequence).toBe(0);
      expect(replay(kind, log).status).toBe("finished");
    });

    it("is the same after its file was written and read", async () => {
      const text = writeRunFile(kind, log);
      const file = readRunFile(text);
      expect(file.kind).toBe(kind.id);
      expect(await openRunFile(kind, file)).toEqual({ log, state: replay(kind, log) });
      const cut = writeRunFile(kind, log.slice(0, 3));
      expect((await openRunFile(kind, readRunFile(cut))).state.status).toBe("running");
    });

    it("refuses a file that is too large, damaged, or of another version, and says why", async () => {
      const open = async (text: string) => {
        try {
          await openRunFile(kind, readRunFile(text));
        } catch (error) {
          return error instanceof Error ? error.message : "";
        }
        return "nothing";
      };
      expect(() => checkLogSize(MAX_LOG_BYTES + 1)).toThrow("at most 50 MB");
      expect(() => checkLogSize(MAX_LOG_BYTES)).not.toThrow();
      expect(await open(`${writeRunFile(kind, log)}${" ".repeat(MAX_LOG_BYTES)}`)).toContain("at most 50 MB");
      expect(await open("{")).toContain("it is not JSON");
      expect(await open(writeRunFile(kind, log.toSpliced(1, 1)))).toContain("damaged");
      const foreign = log.map((event) => ({ ...event, version: 99 }));
      expect(await open(writeRunFile(kind, foreign))).toContain("version 99");
    });

    it("is kept as it grows, and found again", async () => {
      const archive = createRunArchive(slowDisk());
      const live = new LiveRun(kind, {
        onState: () => {},
        save: (summary, events) => archive.save(kind.id, summary, events),
      });
      for (const event of log) live.push(event);
      live.flush();
      await live.saved();
      expect(live.state).toEqual(replay(kind, log));
      expect(await archive.load(kind, "r")).toEqual(log);
      expect(await archive.list(kind)).toEqual([summariseRun(kind, replay(kind, log), "own")]);
    });

    it("survives that it is deleted and imported at once, on a slow disk", async () => {
      for (let start = 0; start < 12; start++) {
        const disk = slowDisk();
        for (let call = 0; call < start; call++) await disk.keys();
        const archive = createRunArchive(disk);
        const summary = summariseRun(kind, replay(kind, log), "own");
        await archive.save(kind.id, summary, log);
        await archive.attach(kind.id, "r", "1", { old: true });
        const recorded = { ...summary, source: "recorded" as const };
        await Promise.all([
          archive.remove(kind.id, "r"),
          archive.save(kind.id, recorded, log),
          archive.attach(kind.id, "r", "2", { fresh: true }),
        ]);
        expect(await archive.load(kind, "r")).toEqual(log);
        expect(await archive.list(kind)).toEqual([recorded]);
        expect(await archive.attachments(kind.id, "r")).toEqual([{ fresh: true }]);
        await Promise.all([archive.save(kind.id, summary, log), archive.remove(kind.id, "r")]);
        expect(await archive.load(kind, "r")).toBeNull();
        expect(await archive.list(kind)).toEqual([]);
        expect(await archive.attachments(kind.id, "r")).toEqual([]);
      }
    });
  });
}

everyKind(editKind, runEdit);
everyKind(roundsKind, async () => (await runRounds()).events);
everyKind(streamKind, async () => (await runStream()).events);
everyKind(batchKind, runThree);
