import { createStore, type StoreApi } from "zustand/vanilla";
import type { SessionEvent } from "../protocol/events.ts";
import type { Failure } from "../protocol/playgroundError.ts";
import { OUTER_METADATA } from "../tasks/registry.ts";
import { createDraft, type Draft } from "./draft.ts";
import { firstExample } from "./examples.ts";
import { firstOuterDraft } from "./outerDraft.ts";
import type { Notice, OuterPage, PlaygroundState } from "./playgroundState.ts";
import { reduceSession, type SessionAction } from "./reduceSession.ts";
import { initialSession } from "./sessionState.ts";

export type PlaygroundStore = StoreApi<PlaygroundState>;

export function createPlaygroundStore(): PlaygroundStore {
  return createStore<PlaygroundState>(() => ({
    restored: false,
    view: "edit",
    session: initialSession,
    draft: createDraft(firstExample().passage),
    imported: null,
    live: null,
    preview: null,
    startingId: null,
    cancelling: false,
    changedPieces: null,
    opened: null,
    runs: [],
    outer: createOuterPage(),
    puzzleRunId: null,
    streamId: null,
    notices: [],
  }));
}

function createOuterPage(): OuterPage {
  const drafts = Object.fromEntries(
    OUTER_METADATA.map((metadata) => [metadata.task, firstOuterDraft(metadata)]),
  );
  return { task: OUTER_METADATA[0]!.task, drafts, live: null, engaged: null, asked: null, runs: [] };
}

export function applyToSession(store: PlaygroundStore, event: SessionEvent | SessionAction): void {
  store.setState((state) => ({ session: reduceSession(state.session, event) }));
}

export function changeDraft(store: PlaygroundStore, change: Partial<Draft>): void {
  store.setState((state) => ({ draft: { ...state.draft, ...change } }));
}

export function changeOuter(store: PlaygroundStore, change: Partial<OuterPage>): void {
  store.setState(({ outer }) => ({ outer: { ...outer, ...change } }));
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
