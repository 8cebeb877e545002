import type { WriterUpdate } from "../protocol/writerUpdate.ts";
import { reduceRun, replay, summariseRun } from "../runs/reduceRun.ts";
import type { RoundsBody, RoundsEvent } from "../runs/rounds/events.ts";
import { roundsKind } from "../runs/rounds/kind.ts";
import type { RoundsRun } from "../runs/rounds/state.ts";
import type { RoundsSummary } from "../runs/rounds/summary.ts";
import { isOver } from "../runs/runKind.ts";
import type { Persistence } from "./persistence.ts";
import { changeOuter, type PlaygroundStore } from "./store.ts";

/** A screen needs no more; a training step or an edit may come more often. */
const SHOW_INTERVAL_MS = 100;

/** The outer loop on screen: folds its events into the state, and keeps its log in the browser as it grows. */
export interface LiveOuter {
  log(): readonly RoundsEvent[];
  /** Begins with a run that the worker will tell of, or shows one from its log. Throws for a damaged log. */
  open(log: readonly RoundsEvent[]): void;
  push(event: RoundsEvent): void;
  keepWriter(runId: string, round: number, update: WriterUpdate): void;
  /** The worker can no longer say how its run ended, so the page does. */
  end(body: RoundsBody): void;
  /** Forgets the run on screen. */
  clear(): void;
}

export function createLiveOuter(store: PlaygroundStore, { outer: archive }: Persistence): LiveOuter {
  let state: RoundsRun | null = null;
  let log: RoundsEvent[] = [];
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
      const summary = summariseRun(roundsKind, state, "own");
      changeOuter(store, { runs: withOuter(store.getState().outer.runs, summary) });
      // The log goes on growing, so the disk gets a copy.
      await archive.save(summary, [...log]);
    }
  };

  const push = (event: RoundsEvent) => {
    const begins = event.body.type === "started";
    if (begins) log = [];
    else if (event.runId !== state?.runId) return;
    try {
      state = reduceRun(roundsKind, begins ? null : state, event);
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
    if (isOver(state) || type === "paused" || type === "resumed" || begins) show();
    else timer ??= setTimeout(show, SHOW_INTERVAL_MS);
    // A closed tab goes on after its last finished edit: what is between two edits need not be kept at once.
    if (type !== "writerStep" && type !== "editWritten") save();
  };

  return {
    log: () => log,
    open: (events) => {
      const opened = replay(roundsKind, events);
      log = [...events];
      state = opened;
      show();
    },
    push,
    keepWriter: (runId, round, update) => void archive.saveWriter(runId, { round, update }),
    end: (body) => {
      const last = log.at(-1);
      if (!state || !last || isOver(state)) return;
      push({ ...last, version: roundsKind.version, sequence: last.sequence + 1, body });
    },
    clear: () => {
      state = null;
      log = [];
      show();
    },
  };
}

export function withOuter(runs: readonly RoundsSummary[], summary: RoundsSummary): RoundsSummary[] {
  const others = runs.filter(({ runId }) => runId !== summary.runId);
  return [summary, ...others].sort((a, b) => b.startedAt.localeCompare(a.startedAt));
}
