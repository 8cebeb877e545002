import { useEffect } from "react";
import { useStore } from "zustand";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { ModelInfo } from "../protocol/run.ts";
import { type AcceptanceLimits, type VersionRequest, versionEventSchema } from "../protocol/versionEvents.ts";
import { usePlayground, usePlaygroundState } from "./PlaygroundContext.tsx";
import type { Playground } from "./playground.ts";
import { INITIAL_VERSIONS, readLimits, reduceVersions, type VersionState } from "./versionState.ts";

const LIMITS_KEY = "self-edit-playground.limits";

interface VersionStore {
  store: StoreApi<VersionState & { limits: AcceptanceLimits }>;
  ask(body: VersionRequest["body"]): void;
  setLimits(limits: AcceptanceLimits): void;
  /** Forgets what it knows of another model, and asks for what there is of this one. */
  follow(model: ModelInfo | null): void;
}

/** One per page: it outlives the view, since a run may leave an adapter while another view is shown. */
const stores = new WeakMap<Playground, VersionStore>();

function storeOf(playground: Playground): VersionStore {
  const made = stores.get(playground);
  if (made) return made;
  const store = createStore<VersionState & { limits: AcceptanceLimits }>(() => ({
    ...INITIAL_VERSIONS,
    limits: readLimits(stored()),
  }));
  playground.versions.listen((answer) => {
    const event = versionEventSchema.parse(answer);
    store.setState((state) => reduceVersions(state, event));
  });
  let seen: ModelInfo | null = null;
  const fresh: VersionStore = {
    store,
    ask: (body) => {
      const operation = crypto.randomUUID();
      store.setState((state) => reduceVersions(state, { type: "asked", operation }));
      playground.versions.ask({ operation, body });
    },
    setLimits: (limits) => {
      store.setState({ limits });
      try {
        localStorage.setItem(LIMITS_KEY, JSON.stringify(limits));
      } catch {
        // A browser that stores nothing forgets them with the tab.
      }
    },
    follow: (model) => {
      // The same model as when the view was left: what is shown of it still holds.
      if (model !== seen) store.setState((state) => reduceVersions(state, { type: "modelGone" }));
      seen = model;
      if (model) fresh.ask({ type: "list" });
    },
  };
  stores.set(playground, fresh);
  return fresh;
}

function stored(): string | null {
  try {
    return localStorage.getItem(LIMITS_KEY);
  } catch {
    return null;
  }
}

/** For another view: the answer is shown where versions are. */
export function askVersions(playground: Playground, body: VersionRequest["body"]): void {
  storeOf(playground).ask(body);
}

/** The versions of the loaded model, asked for whenever the model changes. */
export function useVersions() {
  const versions = storeOf(usePlayground());
  const state = useStore(versions.store);
  const loaded = usePlaygroundState(({ session }) => session.loaded);
  useEffect(() => {
    versions.follow(loaded);
  }, [versions, loaded]);
  return { ...state, loaded, ask: versions.ask, setLimits: versions.setLimits };
}

export type Versions = ReturnType<typeof useVersions>;
