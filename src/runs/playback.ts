import type { RunEvent } from "../protocol/runEvent.ts";
import type { AnyBody } from "./runKind.ts";

/** How fast a log is played. At pace 1 what took minutes is told in seconds; "real" is as it happened. */
export const PACES = [0.5, 1, 4, "real"] as const;
export type Pace = (typeof PACES)[number];

/** A training of minutes is watched in seconds: times are divided by this, */
const SPEED = 4;
/** no wait is longer than this, however long the machine took, */
const LONGEST_WAIT_MS = 700;
/** and the whole takes no longer than this. */
const LONGEST_PLAY_MS = 45_000;
/** A pause of step-by-step mode lasted as long as its reader; on replay it is just long enough to be seen. */
const PAUSE_MS = 1200;

/** For each event of a log, the milliseconds after which it is shown when the log is played from its first event on. */
export function showTimes(log: readonly RunEvent<AnyBody>[], pace: Pace): number[] {
  const waits = log.map((event, index) => {
    const before = log[index - 1];
    if (before === undefined) return 0;
    if (before.body.type === "paused") return PAUSE_MS;
    const took = Math.max(0, event.atMs - before.atMs);
    return pace === "real" ? took : Math.min(took / SPEED, LONGEST_WAIT_MS);
  });
  const whole = waits.reduce((sum, wait) => sum + wait, 0);
  const scale = pace === "real" ? 1 : Math.min(1, LONGEST_PLAY_MS / whole) / pace;
  let at = 0;
  return waits.map((wait) => (at += wait * scale));
}
