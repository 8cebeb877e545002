import type { KindId, RunEvent } from "../protocol/runEvent.ts";
import { z } from "../protocol/zod.ts";
import { migrateSummary } from "./migrations.ts";
import { readLogOrNull } from "./readLog.ts";
import { replayInSlices, summariseRun } from "./reduceRun.ts";
import type { AnyBody, RunKind, RunState, RunSummary } from "./runKind.ts";

/** Named documents of which none is ever refused. */
export interface Documents {
  read(key: string): Promise<unknown>;
  write(key: string, value: unknown): Promise<void>;
  remove(key: string): Promise<void>;
  keys(): Promise<string[]>;
}

/**
 * The runs of this browser: every log as it grows, its line in the table, and what else a run needs to be resumed. With
 * one run only one thing is done at a time, in the order in which it was asked for.
 */
export interface RunArchive {
  /** Newest first. A line that can no longer be read is made anew from its log, or left out. */
  list<Body extends AnyBody, State extends RunState, Summary extends RunSummary>(
    kind: RunKind<Body, State, Summary>,
  ): Promise<Summary[]>;
  /** Null where it can no longer be read. */
  load<Body extends AnyBody>(kind: LogKind<Body>, runId: string): Promise<RunEvent<Body>[] | null>;
  save(kind: KindId, summary: RunSummary, log: readonly RunEvent<AnyBody>[]): Promise<void>;
  attach(kind: KindId, runId: string, key: string, value: unknown): Promise<void>;
  /** All that was attached, unchecked. */
  attachments(kind: KindId, runId: string): Promise<unknown[]>;
  /** @returns what puts it back as it was; null where something of it could not be read */
  remove(kind: KindId, runId: string): Promise<(() => Promise<void>) | null>;
}

type LogKind<Body extends AnyBody> = Pick<RunKind<Body>, "id" | "noun" | "version" | "bodySchema">;

/** What the kinds were called when they were first kept; these names must not change. */
const FIRST_NAMES: Partial<Record<KindId, string>> = { edit: "run", rounds: "outer" };
const nameOf = (kind: KindId) => FIRST_NAMES[kind] ?? kind;
const summaryKey = (kind: KindId, runId = "") => `${nameOf(kind)}-summary:${runId}`;
const logKey = (kind: KindId, runId: string) => `${nameOf(kind)}-log:${runId}`;
/** Of a long log, which is kept in parts: what is written or read in one go takes some milliseconds. */
const partKey = (kind: KindId, runId: string, part: number | "" = "") =>
  `${nameOf(kind)}-log-part:${runId}:${part}`;
const EVENTS_IN_PART = 5000;
/** In the place of a log that is kept in parts. */
const inPartsSchema = z.object({ parts: z.int().check(z.positive()) });

/** The first attachments were the writer's updates. */
const attachmentKey = (kind: KindId, runId: string, key = "") => `${nameOf(kind)}-writer:${runId}:${key}`;

export function createRunArchive({ read, write, remove, keys }: Documents): RunArchive {
  const inTurn = createQueues();

  /** Of each run the last event of every part that is written: as events are only added, such a part is as it should be. */
  const written = new Map<string, RunEvent<AnyBody>[]>();

  const writeLog = async (kind: KindId, runId: string, log: readonly RunEvent<AnyBody>[]) => {
    if (log.length <= EVENTS_IN_PART) return write(logKey(kind, runId), log);
    const ends = written.get(runId) ?? [];
    written.set(runId, ends);
    const parts = Math.ceil(log.length / EVENTS_IN_PART);
    for (let part = 0; part < parts; part++) {
      const events = log.slice(part * EVENTS_IN_PART, (part + 1) * EVENTS_IN_PART);
      const end = events.at(-1)!;
      if (ends[part] === end) continue;
      await write(partKey(kind, runId, part), events);
      ends[part] = end;
    }
    await write(logKey(kind, runId), { parts });
  };

  const readStored = async (kind: KindId, runId: string): Promise<unknown> => {
    const stored = await read(logKey(kind, runId));
    const head = inPartsSchema.safeParse(stored);
    if (!head.success) return stored;
    const events: unknown[] = [];
    for (let part = 0; part < head.data.parts; part++) {
      const some = await read(partKey(kind, runId, part));
      if (!Array.isArray(some)) return null;
      events.push(...some);
    }
    return events;
  };

  const load: RunArchive["load"] = (kind, runId) =>
    inTurn(runId, async () => readLogOrNull(kind, await readStored(kind.id, runId)));

  const keysOf = async (prefix: string) => (await keys()).filter((key) => key.startsWith(prefix));

  return {
    list: async (kind) => {
      const prefix = summaryKey(kind.id);
      const runIds = (await keysOf(prefix)).map((key) => key.slice(prefix.length));
      const lines = await Promise.all(
        runIds.map(async (runId) => {
          const line = await inTurn(runId, () => read(prefix + runId));
          const parsed = kind.summarySchema.safeParse(migrateSummary(line));
          if (parsed.success) return parsed.data;
          const log = await load(kind, runId);
          try {
            return log && summariseRun(kind, await replayInSlices(kind, log), "own");
          } catch {
            return null;
          }
        }),
      );
      return lines.filter((line) => line !== null).sort(newestFirst);
    },
    load,
    save: (kind, summary, log) =>
      inTurn(summary.runId, async () => {
        await writeLog(kind, summary.runId, log);
        await write(summaryKey(kind, summary.runId), summary);
      }),
    attach: (kind, runId, key, value) => inTurn(runId, () => write(attachmentKey(kind, runId, key), value)),
    attachments: (kind, runId) =>
      inTurn(runId, async () => Promise.all((await keysOf(attachmentKey(kind, runId))).map(read))),
    remove: (kind, runId) =>
      inTurn(runId, async () => {
        const prefixes = [partKey(kind, runId), attachmentKey(kind, runId)];
        const beside = (await Promise.all(prefixes.map(keysOf))).flat();
        // The line first and back last: what is listed is whole.
        const all = [summaryKey(kind, runId), logKey(kind, runId), ...beside];
        const kept: { key: string; value: unknown }[] = [];
        // One after the other: a disk that is slow is not asked for all at once.
        for (const key of all) kept.push({ key, value: await read(key) });
        for (const key of all) await remove(key);
        written.delete(runId);
        if (kept.some(({ value }) => value === undefined)) return null;
        return () =>
          inTurn(runId, async () => {
            for (const { key, value } of kept.reverse()) await write(key, value);
          });
      }),
  };
}

function newestFirst(a: RunSummary, b: RunSummary): number {
  return b.startedAt.localeCompare(a.startedAt);
}

/** The lines of the table with this one, in the place of an earlier one of the same run. */
export function withSummary<Summary extends RunSummary>(
  list: readonly Summary[],
  summary: Summary,
): Summary[] {
  return [summary, ...list.filter(({ runId }) => runId !== summary.runId)].sort(newestFirst);
}

/** Work of one name waits for the work of that name before it. */
function createQueues(): <T>(name: string, work: () => Promise<T>) => Promise<T> {
  const tails = new Map<string, Promise<unknown>>();
  return (name, work) => {
    const done = (tails.get(name) ?? Promise.resolve()).then(work);
    const tail = done.catch(() => {});
    tails.set(name, tail);
    void tail.then(() => tails.get(name) === tail && tails.delete(name));
    return done;
  };
}
