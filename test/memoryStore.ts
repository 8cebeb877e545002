import type { KeyValueStore, UnloadStorage } from "../src/app/persistence.ts";

/** A database in memory, which can be told to refuse. */
export function memoryStore(): KeyValueStore & { refuse(error: Error | null): void } {
  const values = new Map<string, unknown>();
  let refusal: Error | null = null;
  const unlessRefused = async <T>(act: () => T): Promise<T> => {
    if (refusal) throw refusal;
    return act();
  };
  return {
    // What comes back is a copy, as from a real database.
    get: (key) => unlessRefused(() => structuredClone(values.get(key))),
    set: (key, value) => unlessRefused(() => void values.set(key, structuredClone(value))),
    delete: (key) => unlessRefused(() => void values.delete(key)),
    keys: () => unlessRefused(() => [...values.keys()]),
    refuse: (error) => {
      refusal = error;
    },
  };
}

/** A storage of last moments in memory, which can be told to refuse. */
export function memoryUnloadStorage(): UnloadStorage & { refuse(): void } {
  let text: string | null = null;
  let refused = false;
  return {
    put: (next) => {
      if (refused) throw new Error("No room.");
      text = next;
    },
    take: () => {
      const taken = text;
      text = null;
      return taken;
    },
    refuse: () => {
      refused = true;
    },
  };
}
