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

/** A part of the page with a state of its own, fetched when its view is first opened; what it holds outlives the view. */
export interface WithStore<State> {
  readonly store: StoreApi<State>;
}

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
    sets: {},
    recent: {},
    runs: NO_RUNS,
    engine: null,
    roundsTask: first.id,
    streamTask: first.id,
    preview: null,
    changedPieces: null,
    notices: [],
    modelDialog: null,
    presenting: null,
  }));
}

export function applyToSession(store: PlaygroundStore, event: SessionEvent | SessionAction): void {
  store.setState((state) => ({ session: reduceSession(state.session, event) }));
}

/** What a file or a link brings along may be of any length. */
const LONGEST_MESSAGE = 600;
/** More are not read. */
const MOST_NOTICES = 6;

export function notify(store: PlaygroundStore, said: Omit<Notice, "id">): void {
  const { message } = said;
  const isLong = message.length > LONGEST_MESSAGE;
  const notice = isLong ? { ...said, message: `${message.slice(0, LONGEST_MESSAGE)} …` } : said;
  store.setState(({ notices }) => {
    if (notices.some(({ message, advice }) => message === notice.message && advice === notice.advice))
      return {};
    const id = Math.max(0, ...notices.map((other) => other.id)) + 1;
    // Said again with other advice, it is the later one that holds.
    const others = notices.filter(({ message }) => message !== notice.message);
    return { notices: [...others, { ...notice, id }].slice(-MOST_NOTICES) };
  });
}

/** What was said holds no longer. */
export function withdraw(store: PlaygroundStore, message: string): void {
  store.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.message !== message) }));
}

export function notifyFailure(store: PlaygroundStore, failure: Failure): void {
  notify(store, { tone: "error", message: failure.message, advice: failure.advice });
}
