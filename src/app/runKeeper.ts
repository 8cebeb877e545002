import type { EditEvent } from "../runs/edit/events.ts";
import { editKind } from "../runs/edit/kind.ts";
import type { EditSummary } from "../runs/edit/summary.ts";
import { replay, summariseRun } from "../runs/reduceRun.ts";
import { isOver } from "../runs/runKind.ts";
import type { LiveRun } from "./liveRun.ts";
import type { Persistence } from "./persistence.ts";
import { closeLog } from "./runLog.ts";
import type { PlaygroundStore } from "./store.ts";

/** Writing the whole log on every token would keep the disk busy; this much may be lost when a tab dies. */
const SAVE_INTERVAL_MS = 1500;

/** Keeps the live run's log in the browser while it grows, and its line in the table up to date. */
export interface RunKeeper {
  onEvent(event: EditEvent): void;
  /** Saves now what would be saved soon. */
  flush(): void;
  /** The stored runs, newest first; those whose page was closed while they ran are given an end. */
  closeInterrupted(): Promise<EditSummary[]>;
}

export function createRunKeeper(store: PlaygroundStore, disk: Persistence, run: LiveRun): RunKeeper {
  let timer: ReturnType<typeof setTimeout> | undefined;

  const save = () => {
    clearTimeout(timer);
    timer = undefined;
    const live = run.state();
    if (!live) return;
    const summary = summariseRun(editKind, live, "own");
    store.setState(({ runs }) => ({ runs: withSummary(runs, summary) }));
    // The log goes on growing, so the disk gets a copy.
    void disk.saveRun(summary, [...run.log()]);
  };

  return {
    onEvent: (event) => {
      const live = run.state();
      const { type } = event.body;
      const matters = type === "started" || type === "paused" || type === "conditionScored";
      if (matters || (live && isOver(live))) save();
      else timer ??= setTimeout(save, SAVE_INTERVAL_MS);
    },
    flush: () => {
      if (timer !== undefined) save();
    },
    closeInterrupted: async () => {
      const runs = await disk.listRuns();
      const liveId = run.state()?.runId;
      return Promise.all(
        runs.map(async (summary) => {
          const unfinished = summary.status === "running" || summary.status === "paused";
          if (!unfinished || summary.runId === liveId) return summary;
          return closeStored(summary, disk);
        }),
      );
    },
  };
}

async function closeStored(summary: EditSummary, disk: Persistence): Promise<EditSummary> {
  const log = await disk.loadLog(summary.runId);
  if (!log) return { ...summary, status: "failed" };
  try {
    const closed = closeLog(log, {
      type: "failed",
      failure: {
        kind: "cancelled",
        message: "The page was closed while this run was going on.",
        advice: "What it had done is kept. Run it again with the same seed to repeat it.",
      },
    });
    const ended = summariseRun(editKind, replay(editKind, closed), summary.source);
    await disk.saveRun(ended, closed);
    return ended;
  } catch {
    // A log that no longer replays is left as it is: opening it says what is wrong with it.
    return { ...summary, status: "failed" };
  }
}

export function withSummary(runs: readonly EditSummary[], summary: EditSummary): EditSummary[] {
  const others = runs.filter((run) => run.runId !== summary.runId);
  return [summary, ...others].sort((a, b) => b.startedAt.localeCompare(a.startedAt));
}
