import {
  OUTER_VERSION,
  type OuterEvent,
  type OuterEventBody,
  type WriterUpdate,
} from "../protocol/outerEvents.ts";
import type { OuterState } from "./outerState.ts";
import { type OuterSummary, summariseOuter } from "./outerSummary.ts";
import type { Persistence } from "./persistence.ts";
import { reduceOuter } from "./reduceOuter.ts";
import { isOver } from "./runStatus.ts";
import { changeOuter, type PlaygroundStore } from "./store.ts";

/** A screen needs no more; a training step or an edit may come more often. */
const SHOW_INTERVAL_MS = 100;

/** The outer loop on screen: folds its events into the state, and keeps its log in the browser as it grows. */
export interface LiveOuter {
  log(): readonly OuterEvent[];
  /** Begins with a run that the worker will tell of, or shows one from its log. Throws for a damaged log. */
  open(log: readonly OuterEvent[]): void;
  push(event: OuterEvent): void;
  keepWriter(runId: string, round: number, update: WriterUpdate): void;
  /** The worker can no longer say how its run ended, so the page does. */
  end(body: OuterEventBody): void;
  /** Forgets the run on screen. */
  clear(): void;
}

export function createLiveOuter(store: PlaygroundStore, { outer: archive }: Persistence): LiveOuter {
  let state: OuterState | null = null;
  let log: OuterEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let saving = false;
  /** What is on the disk is not all that is known. */
  let stale = false;

  const show = () => {
    clearTimeout(timer);
    timer = undefined;
    changeOuter(store, { live: state });
  };

  const save = () => {
    stale = true;
    if (saving) return;
    saving = true;
    void writeAll().finally(() => {
      saving = false;
    });
  };

  const writeAll = async () => {
    while (stale && state) {
      stale = false;
      const summary = summariseOuter(state);
      changeOuter(store, { runs: withOuter(store.getState().outer.runs, summary) });
      // The log goes on growing, so the disk gets a copy.
      await archive.save(summary, [...log]);
    }
  };

  const push = (event: OuterEvent) => {
    const begins = event.body.type === "outerStarted";
    if (begins) log = [];
    else if (event.runId !== state?.runId) return;
    try {
      state = reduceOuter(begins ? null : state, event);
      log.push(event);
    } catch (error) {
      // A worker that breaks the log's order is a defect: the run ends here, and the page goes on.
      const message = error instanceof Error ? error.message : String(error);
      if (state) {
        const failure = { kind: "internal", message, advice: "Resume it, or start again." };
        state = { ...state, status: "failed", failure };
      }
      show();
      return;
    }
    const { type } = event.body;
    if (isOver(state) || type === "outerPaused" || type === "outerResumed" || begins) show();
    else timer ??= setTimeout(show, SHOW_INTERVAL_MS);
    // A closed tab goes on after its last finished edit: what is between two edits need not be kept at once.
    if (type !== "writerStep" && type !== "editWritten") save();
  };

  return {
    log: () => log,
    open: (events) => {
      const opened = events.reduce<OuterState | null>(reduceOuter, null);
      log = [...events];
      state = opened;
      show();
    },
    push,
    keepWriter: (runId, round, update) => void archive.saveWriter(runId, { round, update }),
    end: (body) => {
      const last = log.at(-1);
      if (!state || !last || isOver(state)) return;
      push({ ...last, version: OUTER_VERSION, sequence: last.sequence + 1, body });
    },
    clear: () => {
      state = null;
      log = [];
      show();
    },
  };
}

export function withOuter(runs: readonly OuterSummary[], summary: OuterSummary): OuterSummary[] {
  const others = runs.filter(({ runId }) => runId !== summary.runId);
  return [summary, ...others].sort((a, b) => b.startedAt.localeCompare(a.startedAt));
}
