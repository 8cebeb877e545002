import { isSham } from "../../protocol/roundsSettings.ts";
import type { RoundsSummary } from "./summary.ts";

/** What the rounds of one reward gave: the last round's held-out accuracy less round 0's. */
export function riseOf({ status, rounds }: RoundsSummary): number | null {
  const first = rounds[0];
  const last = rounds.at(-1);
  if (status !== "finished" || !first || !last || rounds.length < 2) return null;
  return last.correct / last.total - first.correct / first.total;
}

/**
 * Whether the rise of a run by what edits taught is more than what its controls give: "above" or "below" where the intervals of
 * the two last tallies do not overlap, "alike" where they do.
 */
export type Comparison =
  | { kind: "no-run" }
  /** Nothing rose, so there is nothing to explain. */
  | { kind: "no-rise"; rise: number }
  | { kind: "no-control"; rise: number }
  | {
      kind: "above" | "alike" | "below";
      run: RoundsSummary;
      rise: number;
      control: RoundsSummary;
      controlRise: number;
    };

/**
 * Compares the newest finished run by a true reward with the best control of the same set-up: of the runs of this browser, or
 * where it has none, of recordings.
 */
export function compareRewards(runs: readonly RoundsSummary[]): Comparison {
  const all = runs.flatMap((run) => {
    const rise = riseOf(run);
    return rise === null ? [] : [{ run, rise }];
  });
  const own = all.filter(({ run }) => run.source === "own");
  const measured = own.some(isByReward) ? own : all.filter(({ run }) => run.source === "recorded");
  const real = measured.find(isByReward);
  if (!real) return { kind: "no-run" };
  const { rise } = real;
  const [best] = measured
    .filter(({ run }) => run.setup === real.run.setup && isSham(run.settings))
    .sort((a, b) => b.rise - a.rise);
  if (rise <= 0) return { kind: "no-rise", rise };
  if (!best) return { kind: "no-control", rise };
  const kind = lastCompared(real.run, best.run);
  return { kind, run: real.run, rise, control: best.run, controlRise: best.rise };
}

/** Of two runs that begin alike. */
function lastCompared(run: RoundsSummary, control: RoundsSummary): "above" | "alike" | "below" {
  const [low, high] = run.rounds.at(-1)!.interval;
  const [controlLow, controlHigh] = control.rounds.at(-1)!.interval;
  if (low > controlHigh) return "above";
  return high < controlLow ? "below" : "alike";
}

function isByReward({ run }: { run: RoundsSummary }): boolean {
  return !isSham(run.settings);
}
