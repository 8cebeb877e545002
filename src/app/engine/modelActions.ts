import { TASK_PAGES } from "../../tasks/page/pages.ts";
import type { TaskPageEntry } from "../../tasks/page/taskPage.ts";
import type { Preview } from "../edit/preview.ts";
import { ownModel, reads } from "../edit/taskModels.ts";
import { keepStorage } from "../keepStorage.ts";
import { taskOnScreen } from "../playgroundState.ts";
import { isBusy } from "../runs/runsState.ts";
import { applyToSession, type PlaygroundStore } from "../store.ts";
import type { EngineClient } from "./engineClient.ts";

/** What people can do with models. Nothing here begins a download that nobody asked for. */
export interface ModelActions {
  /** Asks a fresh worker what it can do and which models it has. */
  introduce(): void;
  load(id: string, files?: readonly File[]): void;
  cancelLoad(): void;
  remove(id: string): void;
  dismissWarnings(): void;
  /**
   * Loads what the task on screen is read by, if that costs no download and the loaded model does not: the model that was
   * used for it last, at first the one that is part of the page. While something runs, nothing changes.
   */
  followView(): void;
  /** Starts the engine anew, whatever it does; the model is loaded again if that costs no download. */
  restart(): void;
  /** Loads the last model again, if that costs no download. */
  reloadAfterRestart(): void;
  /** Moves the loaded model to the backend that was just chosen, if that costs no download. */
  reloadOnBackend(): void;
}

interface Chosen {
  id: string;
  files: readonly File[] | undefined;
}

export function createModelActions(
  store: PlaygroundStore,
  client: EngineClient,
  preview: Preview,
): ModelActions {
  let last: Chosen | null = null;
  /** The last one, where its loading was cancelled. */
  let givenUp: Chosen | null = null;
  /** The last one that reads the contexts of a task, by task. */
  const lastFor = new Map<string, Chosen>();

  const isAtHand = (id: string): boolean => {
    const entry = store.getState().session.models.find((model) => model.id === id);
    return entry !== undefined && (entry.origin === "embedded" || entry.cachedBytes >= entry.downloadBytes);
  };

  const load = (id: string, files?: readonly File[]) => {
    const { backend } = store.getState().choice;
    last = { id, files };
    for (const task of TASK_PAGES) if (reads(task, id)) lastFor.set(task.id, last);
    preview.stop();
    if (!files && !isAtHand(id)) keepStorage();
    applyToSession(store, { type: "loadRequested", id });
    client.send({ type: "loadModel", id, backend, ...(files ? { files: [...files] } : {}) });
  };

  /** What a task is read by, from what is at hand. */
  const openFor = (task: TaskPageEntry) => {
    const { session, choice } = store.getState();
    const before = lastFor.get(task.id);
    if (before) {
      // It may have been given up or deleted: then a person decides.
      const isGone = last === before && session.loaded === null;
      if (!isGone && (before.files || isAtHand(before.id))) load(before.id, before.files);
      return;
    }
    const chosen = session.models.find(({ id }) => id === choice.modelId && reads(task, id));
    const model = chosen && isAtHand(chosen.id) ? chosen : ownModel(session, task);
    if (model) load(model.id);
  };

  return {
    introduce: () => {
      client.send({ type: "probe" });
      client.send({ type: "listModels" });
      const { loaded, loading, modelFailures } = store.getState().session;
      if (last === null || loaded !== null || loading !== null) return;
      // What was given up, or could not be loaded, waits for a person.
      if (last === givenUp || modelFailures[last.id] !== undefined) return;
      if (last.files || isAtHand(last.id)) load(last.id, last.files);
    },
    load,
    cancelLoad: () => {
      if (store.getState().session.loading === null) return;
      givenUp = last;
      client.send({ type: "cancelLoad" });
      applyToSession(store, { type: "loadCancelled" });
    },
    remove: (id) => client.send({ type: "deleteModel", id }),
    dismissWarnings: () => applyToSession(store, { type: "warningsDismissed" }),
    followView: () => {
      const state = store.getState();
      const { session, restored } = state;
      if (!restored || isBusy(state)) return;
      const coming = session.loading?.id ?? session.loaded?.id;
      const task = taskOnScreen(state) ?? TASK_PAGES[0];
      // What was kept last may be of any model, so the versions are those of the one that is loaded.
      if (!task || (coming !== undefined && (taskOnScreen(state) === null || reads(task, coming)))) return;
      openFor(task);
    },
    restart: () => client.restart(),
    reloadAfterRestart: () => {
      // The worker's "ready" brings `introduce`, which loads it; a model that would have to be fetched
      // again waits for a person.
      if (last && !last.files && !isAtHand(last.id)) last = null;
    },
    reloadOnBackend: () => {
      const { loaded } = store.getState().session;
      if (loaded && last && (last.files || isAtHand(last.id))) load(last.id, last.files);
    },
  };
}
