import type { EngineClient } from "./engineClient.ts";
import { embeddedModel } from "./playgroundState.ts";
import type { Preview } from "./preview.ts";
import { applyToSession, type PlaygroundStore } from "./store.ts";

/** What people can do with models. Nothing here begins a download that nobody asked for. */
export interface ModelActions {
  /** Asks a fresh worker what it can do and which models it has. */
  introduce(): void;
  load(id: string, files?: readonly File[]): void;
  cancelLoad(): void;
  remove(id: string): void;
  dismissWarnings(): void;
  /** Loads the model that is part of the page, unless another one was chosen or is being loaded. */
  loadWhatComesWithThePage(): void;
  /** Loads the last model again, if that costs no download. */
  reloadAfterRestart(): void;
  /** Moves the loaded model to the backend that was just chosen, if that costs no download. */
  reloadOnBackend(): void;
}

export function createModelActions(
  store: PlaygroundStore,
  client: EngineClient,
  preview: Preview,
): ModelActions {
  let last: { id: string; files: readonly File[] | undefined } | null = null;

  const load = (id: string, files?: readonly File[]) => {
    const { backend } = store.getState().draft;
    last = { id, files };
    preview.stop();
    applyToSession(store, { type: "loadRequested", id });
    client.send({ type: "loadModel", id, backend, ...(files ? { files: [...files] } : {}) });
  };

  const isAtHand = (id: string): boolean => {
    const entry = store.getState().session.models.find((model) => model.id === id);
    return entry !== undefined && (entry.origin === "embedded" || entry.cachedBytes >= entry.downloadBytes);
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
    loadWhatComesWithThePage: () => {
      const state = store.getState();
      const { session, restored, draft } = state;
      if (!restored || last || session.loaded || session.loading) return;
      const chosen = session.models.find((model) => model.id === draft.modelId);
      const model = chosen && isAtHand(chosen.id) ? chosen : embeddedModel(state);
      if (model) load(model.id);
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
