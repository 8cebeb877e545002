import type { EditEvent } from "../runs/edit/events.ts";
import { editKind } from "../runs/edit/kind.ts";
import type { EditRun } from "../runs/edit/state.ts";
import { reduceRun } from "../runs/reduceRun.ts";
import { isOver } from "../runs/runKind.ts";
import type { RunLog } from "./runLog.ts";

/** Often enough to look continuous; a burst of a thousand tokens must not draw the page a thousand times. */
const SHOW_INTERVAL_MS = 40;

/** Folds the worker's events into the state, and shows the state at a rate a screen can use. */
export interface LiveRun {
  /** The state with all events so far, some of which may not be on screen yet. */
  state(): EditRun | null;
  /** The events so far, in order. */
  log(): RunLog;
  push(event: EditEvent): void;
}

/** @param show is given the state when it matters, at once at a run's beginning, pauses and end */
export function createLiveRun(show: (run: EditRun) => void): LiveRun {
  let state: EditRun | null = null;
  let log: EditEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const showNow = () => {
    clearTimeout(timer);
    timer = undefined;
    if (state) show(state);
  };

  return {
    state: () => state,
    log: () => log,
    push: (event) => {
      const begins = event.body.type === "started";
      if (begins) log = [];
      log.push(event);
      try {
        state = reduceRun(editKind, begins ? null : state, event);
      } catch (error) {
        // A worker that breaks the log's order is a defect: the run ends here, and the page goes on.
        const message = error instanceof Error ? error.message : String(error);
        const failure = { kind: "internal", message, advice: "Run it again; its log up to here is kept." };
        if (state && !isOver(state)) state = { ...state, status: "failed", activity: null, failure };
        showNow();
        return;
      }
      const matters = isOver(state) || state.status === "paused" || event.body.type === "stationEntered";
      if (begins || matters) showNow();
      else timer ??= setTimeout(showNow, SHOW_INTERVAL_MS);
    },
  };
}
