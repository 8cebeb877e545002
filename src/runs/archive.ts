import type { KindId, RunEvent } from "../protocol/runEvent.ts";
import { migrateSummary } from "./migrations.ts";
import { readLogOrNull } from "./readLog.ts";
import { replay, summariseRun } from "./reduceRun.ts";
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
  remove(kind: KindId, runId: string): Promise<void>;
}

type LogKind<Body extends AnyBody> = Pick<RunKind<Body>, "id" | "noun" | "version" | "bodySchema">;

/** What the kinds were called when they were first kept; these names must not change. */
const FIRST_NAMES: Partial<Record<KindId, string>> = { edit: "run", rounds: "outer" };
const nameOf = (kind: KindId) => FIRST_NAMES[kind] ?? kind;
const summaryKey = (kind: KindId, runId = "") => `${nameOf(kind)}-summary:${runId}`;
const logKey = (kind: KindId, runId: string) => `${nameOf(kind)}-log:${runId}`;
/** The first attachments were the writer's updates. */
const attachmentKey = (kind: KindId, runId: string, key = "") => `${nameOf(kind)}-writer:${runId}:${key}`;

export function createRunArchive({ read, write, remove, keys }: Documents): RunArchive {
  const inTurn = createQueues();

  const load: RunArchive["load"] = (kind, runId) =>
    inTurn(runId, async () => readLogOrNull(kind, await read(logKey(kind.id, runId))));

  const attachmentKeys = async (kind: KindId, runId: string) =>
    (await keys()).filter((key) => key.startsWith(attachmentKey(kind, runId)));

  return {
    list: async (kind) => {
      const prefix = summaryKey(kind.id);
      const runIds = (await keys())
        .filter((key) => key.startsWith(prefix))
        .map((key) => key.slice(prefix.length));
      const lines = await Promise.all(
        runIds.map(async (runId) => {
          const line = await inTurn(runId, () => read(prefix + runId));
          const parsed = kind.summarySchema.safeParse(migrateSummary(line));
          if (parsed.success) return parsed.data;
          const log = await load(kind, runId);
          try {
            return log && summariseRun(kind, replay(kind, log), "own");
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
        await write(logKey(kind, summary.runId), log);
        await write(summaryKey(kind, summary.runId), summary);
      }),
    attach: (kind, runId, key, value) => inTurn(runId, () => write(attachmentKey(kind, runId, key), value)),
    attachments: (kind, runId) =>
      inTurn(runId, async () => Promise.all((await attachmentKeys(kind, runId)).map(read))),
    remove: (kind, runId) =>
      inTurn(runId, async () => {
        await remove(summaryKey(kind, runId));
        await remove(logKey(kind, runId));
        await Promise.all((await attachmentKeys(kind, runId)).map(remove));
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
