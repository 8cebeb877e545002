import { z } from "../../protocol/zod.ts";
import type { Persistence, UnloadStorage } from "../persistence.ts";
import type { PlaygroundState } from "../playgroundState.ts";
import type { PlaygroundStore } from "../store.ts";
import type { KeptSetup, ModelChoice, SetupArchive } from "./setupArchive.ts";

const SAVE_DELAY_MS = 300;

/** Keeps set-ups and the choice of a model in the browser as they change. */
export interface SetupSaver {
  /** From now on changes are kept. */
  begin(): void;
  save(): Promise<void>;
  /** For the last moment of a page, which cannot wait for a database. */
  flush(): void;
}

export function createSetupSaver(
  store: PlaygroundStore,
  archive: SetupArchive,
  unload: UnloadStorage,
): SetupSaver {
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Tasks whose set-up is not kept yet. */
  const stale = new Set<string>();
  /** Those of each write that has not been answered yet. */
  const writing = new Set<readonly string[]>();
  const isKept = () => timer === undefined && writing.size === 0;

  const save = async () => {
    clearTimeout(timer);
    timer = undefined;
    const state = store.getState();
    const tasks = [...stale];
    stale.clear();
    writing.add(tasks);
    await Promise.all([
      archive.saveChoice(state.choice),
      ...tasks.map((task) => archive.save(task, keptSetup(state, task))),
    ]);
    writing.delete(tasks);
    // What a page has left in its last moment, this one or another, is older than what is kept now.
    if (isKept()) takeUnsaved(unload);
  };

  return {
    begin: () => {
      store.subscribe((state, before) => {
        const changed = Object.keys(state.setups).filter((task) => {
          const earlier = before.setups[task];
          // What has just been opened is as it was kept.
          return earlier !== undefined && earlier !== state.setups[task];
        });
        if (changed.length === 0 && state.choice === before.choice) return;
        for (const task of changed) stale.add(task);
        clearTimeout(timer);
        timer = setTimeout(() => void save(), SAVE_DELAY_MS);
      });
    },
    save: () => {
      for (const task of Object.keys(store.getState().setups)) stale.add(task);
      return save();
    },
    flush: () => {
      if (isKept()) return;
      const state = store.getState();
      const tasks = new Set([...stale, ...[...writing].flat()]);
      const setups = Object.fromEntries([...tasks].map((task) => [task, keptSetup(state, task)]));
      const unsaved: Unsaved = { setups, choice: state.choice };
      try {
        unload.put(JSON.stringify(unsaved));
      } catch {
        // No room or no permission: what was saved before stays.
      }
    },
  };
}

/** Puts what the page before had no time to write where it is looked for. */
export async function recoverUnsaved({
  documents,
  unload,
}: Pick<Persistence, "documents" | "unload">): Promise<void> {
  const unsaved = takeUnsaved(unload);
  if (unsaved === null) return;
  const kept = unsavedSchema.safeParse(unsaved).data;
  // An earlier version of the page left a draft as it kept it.
  if (!kept) return documents.write("draft", unsaved);
  await Promise.all(
    Object.entries(kept.setups).map(([task, setup]) => documents.write(`setup:${task}`, setup)),
  );
  await documents.write("model-choice", kept.choice);
}

interface Unsaved {
  setups: Record<string, KeptSetup>;
  choice: ModelChoice;
}

const unsavedSchema = z.object({ setups: z.record(z.string(), z.unknown()), choice: z.unknown() });

function keptSetup({ pages, setups }: PlaygroundState, task: string): KeptSetup {
  const setup = setups[task];
  const page = pages[task];
  if (!setup || !page) throw new Error(`The set-up of “${task}” is not open.`);
  const { compare, ...others } = setup;
  return { ...others, compareWith: compare, context: page.draft.kept(setup.context) };
}

function takeUnsaved(unload: UnloadStorage): unknown {
  try {
    const text = unload.take();
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
