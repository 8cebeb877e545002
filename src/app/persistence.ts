import { createStore, del, get, keys, set } from "idb-keyval";
import { withTimeLimit } from "../protocol/timeLimit.ts";
import type { Documents } from "../runs/archive.ts";

/** The little that is needed of a database, so that tests can bring their own. */
export interface KeyValueStore {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
  delete(key: string): Promise<void>;
  keys(): Promise<string[]>;
}

/** Holds one text across a reload and takes it at once: a page that goes away cannot wait for a database. */
export interface UnloadStorage {
  put(text: string): void;
  /** What was put there last, if anything; it is empty afterwards. */
  take(): string | null;
}

/** Documents of any name. No method rejects: what the disk refuses is kept in memory. */
export interface Persistence {
  documents: Documents;
  /** For the last moment of a page. */
  unload: UnloadStorage;
}

export function localUnloadStorage(): UnloadStorage {
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

/** A busy machine may take its time, but a database that never answers must not keep people waiting. */
const READ_PATIENCE_MS = 4000;
const WRITE_PATIENCE_MS = 20_000;

/** The same database, whose every answer has an end; while one is overdue, it is asked nothing more. */
function patient(disk: KeyValueStore): KeyValueStore {
  let overdue = 0;
  const silent = () => new Error("The browser's database does not answer.");
  const ask = async <T>(work: () => Promise<T>, patienceMs: number): Promise<T> => {
    if (overdue > 0) throw silent();
    const answer = work();
    return withTimeLimit(answer, patienceMs, () => {
      overdue += 1;
      const answered = () => {
        overdue -= 1;
      };
      answer.then(answered, answered);
      return silent();
    });
  };
  return {
    get: (key) => ask(() => disk.get(key), READ_PATIENCE_MS),
    keys: () => ask(() => disk.keys(), READ_PATIENCE_MS),
    set: (key, value) => ask(() => disk.set(key, value), WRITE_PATIENCE_MS),
    delete: (key) => ask(() => disk.delete(key), WRITE_PATIENCE_MS),
  };
}

/** `onWarning` is called once, when the disk first refuses; from then on new writes live until the tab closes. */
export function createPersistence(
  database: KeyValueStore,
  unload: UnloadStorage,
  onWarning: (message: string) => void,
): Persistence {
  const disk = patient(database);
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

  const documents: Documents = { read, write, remove, keys: allKeys };

  return { documents, unload };
}
