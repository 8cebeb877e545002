import { createStore, type StoreApi } from "zustand/vanilla";
import type { SessionEvent } from "../protocol/events.ts";
import type { Failure } from "../protocol/playgroundError.ts";
import { createDraft, type Draft } from "./draft.ts";
import { firstExample } from "./examples.ts";
import type { Notice, PlaygroundState } from "./playgroundState.ts";
import { reduceSession, type SessionAction } from "./reduceSession.ts";
import { NO_RUNS } from "./runs/runsState.ts";
import { initialSession } from "./sessionState.ts";

export type PlaygroundStore = StoreApi<PlaygroundState>;

export function createPlaygroundStore(): PlaygroundStore {
  return createStore<PlaygroundState>(() => ({
    restored: false,
    view: "edit",
    session: initialSession,
    draft: createDraft(firstExample().passage),
    imported: null,
    runs: NO_RUNS,
    engine: null,
    roundsTask: "knowledge",
    preview: null,
    changedPieces: null,
    notices: [],
  }));
}

export function applyToSession(store: PlaygroundStore, event: SessionEvent | SessionAction): void {
  store.setState((state) => ({ session: reduceSession(state.session, event) }));
}

export function changeDraft(store: PlaygroundStore, change: Partial<Draft>): void {
  store.setState((state) => ({ draft: { ...state.draft, ...change } }));
}

export function notify(store: PlaygroundStore, notice: Omit<Notice, "id">): void {
  store.setState(({ notices }) => {
    if (notices.some((other) => other.message === notice.message)) return {};
    const id = Math.max(0, ...notices.map((other) => other.id)) + 1;
    return { notices: [...notices, { ...notice, id }] };
  });
}

export function notifyFailure(store: PlaygroundStore, failure: Failure): void {
  notify(store, { tone: "error", message: failure.message, advice: failure.advice });
}
