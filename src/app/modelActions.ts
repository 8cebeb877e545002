import { GRID_MODEL_ID } from "../tasks/arc/gridModel.ts";
import type { EngineClient } from "./engine/engineClient.ts";
import { embeddedModel, gridModel, type PlaygroundState, textModel } from "./playgroundState.ts";
import type { Preview } from "./preview.ts";
import { isBusy } from "./runs/runsState.ts";
import { applyToSession, type PlaygroundStore } from "./store.ts";

/** What people can do with models. Nothing here begins a download that nobody asked for. */
export interface ModelActions {
  /** Asks a fresh worker what it can do and which models it has. */
  introduce(): void;
  load(id: string, files?: readonly File[]): void;
  cancelLoad(): void;
  remove(id: string): void;
  dismissWarnings(): void;
  /**
   * Loads what the view needs, if that costs no download: puzzles the grid model, the other views (but the versions) the text model
   * that was used last, at first the one that is part of the page. While something runs, nothing changes.
   */
  followView(): void;
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
  /** The last one that reads text. */
  let lastText: Chosen | null = null;

  const load = (id: string, files?: readonly File[]) => {
    const { backend } = store.getState().draft;
    last = { id, files };
    if (id !== GRID_MODEL_ID) lastText = last;
    preview.stop();
    applyToSession(store, { type: "loadRequested", id });
    client.send({ type: "loadModel", id, backend, ...(files ? { files: [...files] } : {}) });
  };

  const isAtHand = (id: string): boolean => {
    const entry = store.getState().session.models.find((model) => model.id === id);
    return entry !== undefined && (entry.origin === "embedded" || entry.cachedBytes >= entry.downloadBytes);
  };

  const openText = (state: PlaygroundState) => {
    if (lastText) {
      // It may have been given up or deleted: then a person decides.
      const isGone = last === lastText && textModel(state) === null;
      if (!isGone && (lastText.files || isAtHand(lastText.id))) load(lastText.id, lastText.files);
      return;
    }
    const chosen = state.session.models.find(({ id }) => id === state.draft.modelId);
    const model = chosen && isAtHand(chosen.id) ? chosen : embeddedModel(state);
    if (model) load(model.id);
  };

  return {
    introduce: () => {
      client.send({ type: "probe" });
      client.send({ type: "listModels" });
      if (last && store.getState().session.loaded === null && store.getState().session.loading === null) {
        if (last.files || isAtHand(last.id)) load(last.id, last.files);
      }
    },
    load,
    cancelLoad: () => {
      if (store.getState().session.loading === null) return;
      client.send({ type: "cancelLoad" });
      applyToSession(store, { type: "loadCancelled" });
    },
    remove: (id) => client.send({ type: "deleteModel", id }),
    dismissWarnings: () => applyToSession(store, { type: "warningsDismissed" }),
    followView: () => {
      const state = store.getState();
      const { view, session, restored } = state;
      if (!restored || isBusy(state)) return;
      const coming = session.loading?.id ?? session.loaded?.id;
      // What was kept last may be of either model, so the versions are those of the one that is loaded.
      if (view === "versions" && coming !== undefined) return;
      if (view === "puzzles" || (view === "rounds" && state.roundsTask === "arc")) {
        const model = gridModel(state);
        if (model && coming !== model.id && isAtHand(model.id)) load(model.id);
      } else if (coming === undefined || coming === GRID_MODEL_ID) {
        openText(state);
      }
    },
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
