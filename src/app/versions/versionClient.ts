import { createStore, type StoreApi } from "zustand/vanilla";
import { freshId } from "../../protocol/random.ts";
import {
  type AcceptanceLimits,
  type VersionRequest,
  versionEventSchema,
} from "../../versions/versionEvents.ts";
import { keepStorage } from "../keepStorage.ts";
import type { Playground } from "../playground.ts";
import { INITIAL_VERSIONS, readLimits, reduceVersions, type VersionState } from "./versionState.ts";

const LIMITS_KEY = "self-edit-playground.limits";

/** The versions of the loaded model as the page knows them, asked for whenever the model changes. */
export interface VersionClient {
  store: StoreApi<VersionState & { limits: AcceptanceLimits }>;
  ask(body: VersionRequest["body"]): void;
  /** Gives up what is being done: the engine is replaced, and the model loaded again. What is kept stays whole. */
  cancel(): void;
  setLimits(limits: AcceptanceLimits): void;
}

/** One per page: it outlives the view, since a run may leave an adapter while another view is shown. */
const stores = new WeakMap<Playground, VersionClient>();

/** What is done before the worker says what it is at. */
const FIRST_STEP: Partial<Record<VersionRequest["body"]["type"], string>> = { import: "Reading the files" };

export function versionClientOf(playground: Playground): VersionClient {
  const known = stores.get(playground);
  if (known) return known;
  const made = createVersionClient(playground);
  stores.set(playground, made);
  return made;
}

function createVersionClient(playground: Playground): VersionClient {
  const store = createStore<VersionState & { limits: AcceptanceLimits }>(() => ({
    ...INITIAL_VERSIONS,
    limits: readLimits(stored()),
  }));
  playground.versions.listen((answer) => {
    const event = versionEventSchema.parse(answer);
    store.setState((state) => reduceVersions(state, event));
  });
  const ask = (body: VersionRequest["body"]) => {
    const operation = freshId();
    if (body.type === "keep" || body.type === "import") keepStorage();
    store.setState((state) =>
      reduceVersions(state, { type: "asked", operation, step: FIRST_STEP[body.type] ?? "" }),
    );
    playground.versions.ask({ operation, body });
  };
  const loaded = () => playground.store.getState().session.loaded;
  playground.store.subscribe(({ session }, before) => {
    if (session.loaded === before.session.loaded) return;
    // What was known is of another model, or of a worker that has died in the middle of an operation.
    store.setState((state) => reduceVersions(state, { type: "modelGone" }));
    if (loaded()) ask({ type: "list" });
  });
  if (loaded()) ask({ type: "list" });
  return {
    store,
    ask,
    cancel: () => playground.models.restart(),
    setLimits: (limits) => {
      store.setState({ limits });
      try {
        localStorage.setItem(LIMITS_KEY, JSON.stringify(limits));
      } catch {
        // A browser that stores nothing forgets them with the tab.
      }
    },
  };
}

function stored(): string | null {
  try {
    return localStorage.getItem(LIMITS_KEY);
  } catch {
    return null;
  }
}
