import { shownRun as shownEdit } from "../../app/edit/selectors.ts";
import { type PlaygroundState, taskOnScreen } from "../../app/playgroundState.ts";
import { shownRun } from "../../app/runs/runsState.ts";
import type { RoundsRun } from "../../runs/rounds/state.ts";
import type { RunState } from "../../runs/runKind.ts";

/** What the two loops consist of: the first five are the stations of one edit. */
export type LoopPart = "read" | "write" | "train" | "test" | "reward" | "keep" | "teach";

const INNER: readonly LoopPart[] = ["write", "train", "test", "reward"];
const NONE: readonly LoopPart[] = [];

/** Where the run on screen is; nothing where none is going on. Of many edits at once all of the inner loop. */
export function litParts(state: PlaygroundState): readonly LoopPart[] {
  const entry = taskOnScreen(state);
  if (entry === null) return NONE;
  if (state.view === "rounds") {
    const run = shownRun(state, "rounds", entry.id);
    return isGoingOn(run) ? roundsParts(run) : NONE;
  }
  if (state.view === "stream") return isGoingOn(shownRun(state, "stream", entry.id)) ? INNER : NONE;
  const run = shownEdit(state, entry);
  return isGoingOn(run) && run.station ? STATION_PARTS[run.station] : NONE;
}

/** One list each, so that nothing is drawn anew while nothing changes. */
const STATION_PARTS = {
  read: ["read"],
  write: ["write"],
  train: ["train"],
  test: ["test"],
  reward: ["reward"],
} as const;
const TEACHING = ["keep", "teach"] as const;

function roundsParts({ rounds }: RoundsRun): readonly LoopPart[] {
  const writer = rounds.at(-1)?.writer;
  return writer && writer.steps > 0 && !writer.merged ? TEACHING : INNER;
}

function isGoingOn<Run extends RunState>(run: Run | null): run is Run {
  return run?.status === "running" || run?.status === "paused";
}
