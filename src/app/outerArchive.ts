import {
  type OuterEvent,
  outerEventSchema,
  type WriterUpdate,
  writerUpdateSchema,
} from "../protocol/outerEvents.ts";
import { z } from "../protocol/zod.ts";
import { type OuterDraft, outerDraftSchema } from "./outerDraft.ts";
import { type OuterSummary, outerSummarySchema } from "./outerSummary.ts";

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
  loadDraft(): Promise<OuterDraft | null>;
  saveDraft(draft: OuterDraft): Promise<void>;
  /** Newest first. */
  list(): Promise<OuterSummary[]>;
  /** Null where it can no longer be read. */
  loadLog(runId: string): Promise<OuterEvent[] | null>;
  save(summary: OuterSummary, log: readonly OuterEvent[]): Promise<void>;
  saveWriter(runId: string, writer: KeptWriter): Promise<void>;
  /** One that cannot be read is left out: it is trained again. */
  loadWriters(runId: string): Promise<KeptWriter[]>;
  remove(runId: string): Promise<void>;
}

const DRAFT = "outer-draft";
const SUMMARY = "outer-summary:";
const LOG = "outer-log:";
const WRITER = "outer-writer:";
const logSchema = z.array(outerEventSchema).check(z.minLength(1));
const writerSchema = z.object({ round: z.int(), update: writerUpdateSchema });

export function createOuterArchive({ read, write, remove, keys }: Documents): OuterArchive {
  const writerKeys = async (runId: string) =>
    (await keys()).filter((key) => key.startsWith(`${WRITER}${runId}:`));

  return {
    loadDraft: async () => outerDraftSchema.safeParse(await read(DRAFT)).data ?? null,
    saveDraft: (draft) => write(DRAFT, draft),
    list: async () => {
      const names = (await keys()).filter((key) => key.startsWith(SUMMARY));
      const entries = await Promise.all(names.map(read));
      return entries
        .flatMap((entry) => outerSummarySchema.safeParse(entry).data ?? [])
        .sort((a, b) => b.startedAt.localeCompare(a.startedAt));
    },
    loadLog: async (runId) => logSchema.safeParse(await read(LOG + runId)).data ?? null,
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
