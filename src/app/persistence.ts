import { createStore, del, get, keys, set } from "idb-keyval";
import { editKind } from "../runs/edit/kind.ts";
import { type EditSummary, editSummarySchema } from "../runs/edit/summary.ts";
import { migrateSummary } from "../runs/migrations.ts";
import { readLogOrNull } from "../runs/readLog.ts";
import { replay, summariseRun } from "../runs/reduceRun.ts";
import type { Draft } from "./draft.ts";
import { createOuterArchive, type Documents, type OuterArchive } from "./outerArchive.ts";
import { restoreDraft } from "./restoreDraft.ts";
import type { RunLog } from "./runLog.ts";

/** The little that is needed of a database, so that tests can bring their own. */
export interface KeyValueStore {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
  delete(key: string): Promise<void>;
  keys(): Promise<string[]>;
}

/** Holds one text across a reload and takes it at once: a page that goes away cannot wait for a database. */
export interface Shelf {
  put(text: string): void;
  /** What was put there last, if anything; the shelf is empty afterwards. */
  take(): string | null;
}

/** The draft and the runs of this browser. No method rejects: what the disk refuses is kept in memory. */
export interface Persistence {
  loadDraft(fallback: Draft): Promise<Draft>;
  saveDraft(draft: Draft): Promise<void>;
  /** For the last moment of a page; the next `loadDraft` finds it. */
  shelveDraft(draft: Draft): void;
  /** Newest first. Entries that can no longer be read are left out. */
  listRuns(): Promise<EditSummary[]>;
  loadLog(runId: string): Promise<RunLog | null>;
  saveRun(summary: EditSummary, log: RunLog): Promise<void>;
  deleteRun(runId: string): Promise<void>;
  outer: OuterArchive;
  /** For what keeps documents of its own. */
  documents: Documents;
}

const DRAFT = "draft";
const SUMMARY = "run-summary:";
const LOG = "run-log:";

export function localShelf(): Shelf {
  const key = "self-edit-playground:draft";
  return {
    put: (text) => localStorage.setItem(key, text),
    take: () => {
      const text = localStorage.getItem(key);
      localStorage.removeItem(key);
      return text;
    },
  };
}

export function indexedDbStore(): KeyValueStore {
  const store = createStore("self-edit-playground", "documents");
  return {
    get: (key) => get<unknown>(key, store),
    set: (key, value) => set(key, value, store),
    delete: (key) => del(key, store),
    keys: async () => (await keys(store)).map(String),
  };
}

/** `onWarning` is called once, when the disk first refuses; from then on new writes live until the tab closes. */
export function createPersistence(
  disk: KeyValueStore,
  shelf: Shelf,
  onWarning: (message: string) => void,
): Persistence {
  const memory = new Map<string, unknown>();
  const removed = new Set<string>();
  let warned = false;

  const degrade = (error: unknown) => {
    if (warned) return;
    warned = true;
    const full = error instanceof Error && error.name === "QuotaExceededError";
    const cause = full ? "The browser's storage is full" : "The browser refuses to store data";
    onWarning(
      `${cause}: new runs and changes are kept only until this tab is closed. What is under way goes on, and what was stored before stays: after a reload, rounds and streams would resume from there. Export what you need.`,
    );
  };

  const read = async (key: string): Promise<unknown> => {
    if (removed.has(key)) return undefined;
    if (memory.has(key)) return memory.get(key);
    try {
      return await disk.get(key);
    } catch (error) {
      degrade(error);
      return undefined;
    }
  };

  const write = async (key: string, value: unknown): Promise<void> => {
    removed.delete(key);
    try {
      await disk.set(key, value);
      memory.delete(key);
    } catch (error) {
      memory.set(key, value);
      degrade(error);
    }
  };

  const remove = async (key: string): Promise<void> => {
    memory.delete(key);
    try {
      await disk.delete(key);
    } catch (error) {
      removed.add(key);
      degrade(error);
    }
  };

  const allKeys = async (): Promise<string[]> => {
    let stored: string[] = [];
    try {
      stored = await disk.keys();
    } catch (error) {
      degrade(error);
    }
    return [...new Set([...stored, ...memory.keys()])].filter((key) => !removed.has(key));
  };

  const loadLog = async (runId: string): Promise<RunLog | null> => {
    return readLogOrNull(editKind, await read(LOG + runId));
  };

  /** A summary that an earlier version of the page wrote is made anew from the log. */
  const readSummary = async (key: string): Promise<EditSummary | null> => {
    const parsed = editSummarySchema.safeParse(migrateSummary(await read(key)));
    if (parsed.success) return parsed.data;
    const log = await loadLog(key.slice(SUMMARY.length));
    try {
      return log && summariseRun(editKind, replay(editKind, log), "own");
    } catch {
      return null;
    }
  };

  const documents: Documents = { read, write, remove, keys: allKeys };

  return {
    documents,
    loadDraft: async (fallback) => {
      const shelved = takeShelved(shelf);
      if (shelved === null) return restoreDraft(await read(DRAFT), fallback);
      await write(DRAFT, shelved);
      return restoreDraft(shelved, fallback);
    },
    shelveDraft: (draft) => {
      try {
        shelf.put(JSON.stringify(draft));
      } catch {
        // No room or no permission: what was saved before stays.
      }
    },
    saveDraft: (draft) => write(DRAFT, draft),
    listRuns: async () => {
      const names = (await allKeys()).filter((key) => key.startsWith(SUMMARY));
      const entries = await Promise.all(names.map(readSummary));
      return entries.filter((entry) => entry !== null).sort((a, b) => b.startedAt.localeCompare(a.startedAt));
    },
    loadLog,
    saveRun: async (summary, log) => {
      await write(LOG + summary.runId, log);
      await write(SUMMARY + summary.runId, summary);
    },
    deleteRun: async (runId) => {
      await remove(SUMMARY + runId);
      await remove(LOG + runId);
    },
    outer: createOuterArchive(documents),
  };
}

function takeShelved(shelf: Shelf): unknown {
  try {
    const text = shelf.take();
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
