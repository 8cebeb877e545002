import { freshId } from "../../protocol/random.ts";
import { TASK_PAGES } from "../../tasks/page/pages.ts";
import type { TaskPageEntry } from "../../tasks/page/taskPage.ts";
import type { Preview } from "../edit/preview.ts";
import { ownReaders } from "../edit/selectors.ts";
import { ownModel, reads } from "../edit/taskModels.ts";
import { keepStorage } from "../keepStorage.ts";
import { taskOnScreen } from "../playgroundState.ts";
import { isBusy } from "../runs/runsState.ts";
import { applyToSession, notify, type PlaygroundStore } from "../store.ts";
import type { EngineClient } from "./engineClient.ts";
import { whyBusy } from "./readiness.ts";

/**
 * What people can do with models. Nothing here begins a download that nobody asked for, and while something has the
 * model it stays.
 */
export interface ModelActions {
  /** Asks a fresh worker what it can do and which models it has. */
  introduce(): void;
  load(id: string, files?: readonly File[]): void;
  cancelLoad(): void;
  remove(id: string): void;
  dismissWarnings(): void;
  /**
   * Loads what the context on screen is read by, if that costs no download and the loaded model does not suit: the one
   * that people chose for this task, or else, of those that are part of the page, the one that reads the context best.
   * While something runs, nothing changes.
   */
  followView(): void;
  /** Loads one that comes with the page, unless it is there. @returns whether it is, once loading has ended */
  ensure(id: string): Promise<boolean>;
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
  /** What was asked for last; it may not have been loaded. */
  let last: string | null = null;
  /** Of models of one's own, what they were loaded from, by id. */
  const filesOf = new Map<string, readonly File[]>();
  /** What people chose last while a task was on screen, by task; it may be one that reads other tasks too. */
  const chosenFor = new Map<string, Chosen>();
  /** Loading it was cancelled: it is not begun again unasked. */
  const givenUp = new Set<string>();

  const isAtHand = (id: string): boolean => {
    const entry = store.getState().session.models.find((model) => model.id === id);
    return entry !== undefined && (entry.origin === "embedded" || entry.cachedBytes >= entry.downloadBytes);
  };

  const load = (id: string, files?: readonly File[]) => {
    const { backend } = store.getState().choice;
    last = id;
    if (files) filesOf.set(id, files);
    preview.stop();
    if (!files && !isAtHand(id)) keepStorage();
    const loadId = freshId();
    applyToSession(store, { type: "loadRequested", id, loadId });
    client.send({ type: "loadModel", loadId, id, backend, ...(files ? { files: [...files] } : {}) });
  };

  const loadAgain = (id: string) => {
    const files = filesOf.get(id);
    if (files || isAtHand(id)) load(id, files);
  };

  /**
   * Says who has the model where it is not free. The engine would refuse a load then, and as a failure of that model,
   * which would not be loaded unasked any more.
   */
  const isFree = (): boolean => {
    const busy = whyBusy(store.getState());
    if (busy !== undefined) notify(store, { tone: "warning", message: busy });
    return busy === undefined;
  };

  const taskNow = (): TaskPageEntry | undefined => taskOnScreen(store.getState()) ?? TASK_PAGES[0];

  /** Whether what is loaded, or coming, is what the context on screen should be read by. */
  const suits = (task: TaskPageEntry, coming: string): boolean => {
    const state = store.getState();
    if (!reads(task, coming)) return false;
    const chosen = chosenFor.get(task.id)?.id;
    if (!task.models.own.includes(coming)) {
      return chosen === coming || ownModel(state.session, task) === undefined;
    }
    const readers = ownReaders(state, task);
    return readers.length === 0 || readers[0] === coming || (chosen === coming && readers.includes(coming));
  };

  /** What a task is read by, from what is at hand. */
  const wantedFor = (task: TaskPageEntry): Chosen | undefined => {
    const state = store.getState();
    const readers = ownReaders(state, task);
    const chosen = chosenFor.get(task.id);
    if (chosen && (!task.models.own.includes(chosen.id) || readers.includes(chosen.id))) return chosen;
    const remembered = task === TASK_PAGES[0] ? state.choice.modelId : null;
    if (remembered !== null && reads(task, remembered) && isAtHand(remembered)) {
      return { id: remembered, files: undefined };
    }
    const id = readers[0] ?? ownModel(state.session, task)?.id;
    return id === undefined ? undefined : { id, files: undefined };
  };

  return {
    introduce: () => {
      client.send({ type: "probe" });
      client.send({ type: "listModels" });
      const { loaded, loading, modelFailures } = store.getState().session;
      if (last === null || loaded !== null || loading !== null) return;
      // What was given up, or could not be loaded, waits for a person.
      if (givenUp.has(last) || modelFailures[last] !== undefined) return;
      loadAgain(last);
    },
    load: (id, files) => {
      if (!isFree()) return;
      const task = taskNow();
      if (task && reads(task, id)) chosenFor.set(task.id, { id, files });
      givenUp.delete(id);
      load(id, files);
    },
    cancelLoad: () => {
      const { loading } = store.getState().session;
      if (loading === null) return;
      givenUp.add(loading.id);
      client.send({ type: "cancelLoad", loadId: loading.loadId });
      applyToSession(store, { type: "loadCancelled" });
    },
    remove: (id) => client.send({ type: "deleteModel", id }),
    dismissWarnings: () => applyToSession(store, { type: "warningsDismissed" }),
    followView: () => {
      const state = store.getState();
      const { session, restored } = state;
      if (!restored || isBusy(state)) return;
      const coming = session.loading?.id ?? session.loaded?.id;
      const task = taskNow();
      // What was kept last may be of any model, so the versions are those of the one that is loaded.
      if (!task || (coming !== undefined && (taskOnScreen(state) === null || suits(task, coming)))) return;
      const wanted = wantedFor(task);
      if (!wanted || wanted.id === coming) return;
      // It was given up, failed or was deleted: then a person decides.
      if (givenUp.has(wanted.id) || session.modelFailures[wanted.id]) return;
      if (wanted.files || isAtHand(wanted.id)) load(wanted.id, wanted.files);
    },
    ensure: (id) => {
      const isThere = () => {
        const { loading, loaded } = store.getState().session;
        return loading === null && loaded?.id === id;
      };
      if (isThere()) return Promise.resolve(true);
      if (!isFree()) return Promise.resolve(false);
      givenUp.delete(id);
      load(id);
      return new Promise((resolve) => {
        const stop = store.subscribe(({ session: { loading } }) => {
          if (loading?.id === id) return;
          stop();
          resolve(isThere());
        });
      });
    },
    restart: () => client.restart(),
    reloadAfterRestart: () => {
      // The worker's "ready" brings `introduce`, which loads it; a model that would have to be fetched
      // again waits for a person.
      if (last !== null && !filesOf.has(last) && !isAtHand(last)) last = null;
    },
    reloadOnBackend: () => {
      if (!isFree()) return;
      const { loaded, loading } = store.getState().session;
      // What is on its way takes the place of what is there; a download goes on, where it began.
      const now = loading ?? loaded;
      if (now) loadAgain(now.id);
    },
  };
}
