import { migrateSummary } from "../runs/migrations.ts";
import { readLogOrNull } from "../runs/readLog.ts";
import type { StreamEvent } from "../runs/stream/events.ts";
import { streamKind } from "../runs/stream/kind.ts";
import { type StreamSummary, streamSummarySchema } from "../runs/stream/summary.ts";
import type { Documents } from "./outerArchive.ts";
import { type StreamDraft, streamDraftSchema } from "./streamDraft.ts";

/** Streams of edits in this browser: what was set up, and every run's log as it grows. */
export interface StreamArchive {
  loadDraft(): Promise<StreamDraft | null>;
  saveDraft(draft: StreamDraft): Promise<void>;
  /** Newest first. */
  list(): Promise<StreamSummary[]>;
  /** Null where it can no longer be read. */
  loadLog(runId: string): Promise<StreamEvent[] | null>;
  save(summary: StreamSummary, log: readonly StreamEvent[]): Promise<void>;
  remove(runId: string): Promise<void>;
}

const DRAFT = "stream-draft";
const SUMMARY = "stream-summary:";
const LOG = "stream-log:";

export function createStreamArchive({ read, write, remove, keys }: Documents): StreamArchive {
  return {
    loadDraft: async () => streamDraftSchema.safeParse(await read(DRAFT)).data ?? null,
    saveDraft: (draft) => write(DRAFT, draft),
    list: async () => {
      const names = (await keys()).filter((key) => key.startsWith(SUMMARY));
      const entries = await Promise.all(names.map(read));
      return entries
        .flatMap((entry) => streamSummarySchema.safeParse(migrateSummary(entry)).data ?? [])
        .sort((a, b) => b.startedAt.localeCompare(a.startedAt));
    },
    loadLog: async (runId) => readLogOrNull(streamKind, await read(LOG + runId)),
    save: async (summary, log) => {
      await write(LOG + summary.runId, log);
      await write(SUMMARY + summary.runId, summary);
    },
    remove: async (runId) => {
      await remove(SUMMARY + runId);
      await remove(LOG + runId);
    },
  };
}
