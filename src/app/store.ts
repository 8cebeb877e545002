import { createStore, type StoreApi } from "zustand/vanilla";
import type { SessionEvent } from "../protocol/events.ts";
import type { Failure } from "../protocol/playgroundError.ts";
import { TASK_PAGES } from "../tasks/page/pages.ts";
import { reduceSession, type SessionAction } from "./engine/reduceSession.ts";
import { initialSession } from "./engine/sessionState.ts";
import type { Notice, PlaygroundState } from "./playgroundState.ts";
import { NO_RUNS } from "./runs/runsState.ts";
import { FIRST_VIEW } from "./view.ts";

export type PlaygroundStore = StoreApi<PlaygroundState>;

export function createPlaygroundStore(): PlaygroundStore {
  const [first] = TASK_PAGES;
  if (!first) throw new Error("There is no task.");
  return createStore<PlaygroundState>(() => ({
    restored: false,
    view: FIRST_VIEW.id,
    lesson: null,
    session: initialSession,
    choice: { modelId: null, backend: "auto" },
    pages: {},
    setups: {},
    recent: {},
    runs: NO_RUNS,
    engine: null,
    roundsTask: first.id,
    streamTask: first.id,
    preview: null,
    changedPieces: null,
    notices: [],
    presenting: null,
  }));
}

export function applyToSession(store: PlaygroundStore, event: SessionEvent | SessionAction): void {
  store.setState((state) => ({ session: reduceSession(state.session, event) }));
}

export function notify(store: PlaygroundStore, notice: Omit<Notice, "id">): void {
  store.setState(({ notices }) => {
    if (notices.some(({ message, advice }) => message === notice.message && advice === notice.advice))
      return {};
    const id = Math.max(0, ...notices.map((other) => other.id)) + 1;
    // Said again with other advice, it is the later one that holds.
    return { notices: [...notices.filter(({ message }) => message !== notice.message), { ...notice, id }] };
  });
}

export function notifyFailure(store: PlaygroundStore, failure: Failure): void {
  notify(store, { tone: "error", message: failure.message, advice: failure.advice });
}
