import { type WriterUpdate, writerUpdateSchema } from "../protocol/writerUpdate.ts";
import { z } from "../protocol/zod.ts";
import { migrateSummary } from "../runs/migrations.ts";
import { readLogOrNull } from "../runs/readLog.ts";
import type { RoundsEvent } from "../runs/rounds/events.ts";
import { roundsKind } from "../runs/rounds/kind.ts";
import { type RoundsSummary, roundsSummarySchema } from "../runs/rounds/summary.ts";
import type { OuterMetadata } from "../tasks/metadataOuter.ts";
import { OUTER_METADATA } from "../tasks/registry.ts";
import { type OuterDraft, readOuterDraft } from "./outerDraft.ts";

/** Named documents of which none is ever refused. */
export interface Documents {
  read(key: string): Promise<unknown>;
  write(key: string, value: unknown): Promise<void>;
  remove(key: string): Promise<void>;
  keys(): Promise<string[]>;
}

export interface KeptWriter {
  round: number;
  update: WriterUpdate;
}

/** Runs of the outer loop in this browser: the log as it grows, and the writer's updates, to resume it or to keep it. */
export interface OuterArchive {
  /** What was set up last for a task. */
  loadDraft(metadata: OuterMetadata): Promise<OuterDraft | null>;
  saveDraft(task: string, draft: OuterDraft): Promise<void>;
  /** The task that was chosen last. */
  loadTask(): Promise<string | null>;
  saveTask(task: string): Promise<void>;
  /** Newest first. */
  list(): Promise<RoundsSummary[]>;
  /** Null where it can no longer be read. */
  loadLog(runId: string): Promise<RoundsEvent[] | null>;
  save(summary: RoundsSummary, log: readonly RoundsEvent[]): Promise<void>;
  saveWriter(runId: string, writer: KeptWriter): Promise<void>;
  /** One that cannot be read is left out: it is trained again. */
  loadWriters(runId: string): Promise<KeptWriter[]>;
  remove(runId: string): Promise<void>;
}

const TASK = "outer-task";
/** The first task's is as old as the rounds; its name must not change. */
const draftKey = (task: string) => (task === "knowledge" ? "outer-draft" : `outer-draft:${task}`);
const taskSchema = z.enum(OUTER_METADATA.map(({ task }) => task));
const SUMMARY = "outer-summary:";
const LOG = "outer-log:";
const WRITER = "outer-writer:";
const writerSchema = z.object({ round: z.int(), update: writerUpdateSchema });

export function createOuterArchive({ read, write, remove, keys }: Documents): OuterArchive {
  const writerKeys = async (runId: string) =>
    (await keys()).filter((key) => key.startsWith(`${WRITER}${runId}:`));

  return {
    loadDraft: async (metadata) => readOuterDraft(metadata, await read(draftKey(metadata.task))),
    saveDraft: (task, draft) => write(draftKey(task), draft),
    loadTask: async () => taskSchema.safeParse(await read(TASK)).data ?? null,
    saveTask: (task) => write(TASK, task),
    list: async () => {
      const names = (await keys()).filter((key) => key.startsWith(SUMMARY));
      const entries = await Promise.all(names.map(read));
      return entries
        .flatMap((entry) => roundsSummarySchema.safeParse(migrateSummary(entry)).data ?? [])
        .sort((a, b) => b.startedAt.localeCompare(a.startedAt));
    },
    loadLog: async (runId) => readLogOrNull(roundsKind, await read(LOG + runId)),
    save: async (summary, log) => {
      await write(LOG + summary.runId, log);
      await write(SUMMARY + summary.runId, summary);
    },
    saveWriter: (runId, writer) => write(`${WRITER}${runId}:${writer.round}`, writer),
    loadWriters: async (runId) => {
      const entries = await Promise.all((await writerKeys(runId)).map(read));
      return entries.flatMap((entry) => writerSchema.safeParse(entry).data ?? []);
    },
    remove: async (runId) => {
      await remove(SUMMARY + runId);
      await remove(LOG + runId);
      await Promise.all((await writerKeys(runId)).map(remove));
    },
  };
}
