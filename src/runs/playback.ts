import type { RunEvent } from "../protocol/runEvent.ts";
import type { AnyBody } from "./runKind.ts";

/** A training of minutes is watched in seconds: times are divided by this, */
const SPEED = 4;
/** and no wait is longer than this, however long the machine took. */
const LONGEST_WAIT_MS = 700;
/** A pause of step-by-step mode lasted as long as its reader; on replay it is just long enough to be seen. */
const PAUSE_MS = 1200;

/** Milliseconds to wait before the event at `position` of a log is played. */
export function waitBefore(log: readonly RunEvent<AnyBody>[], position: number): number {
  const event = log[position];
  const before = log[position - 1];
  if (!event || !before) return 0;
  if (before.body.type === "paused") return PAUSE_MS;
  return Math.min((event.atMs - before.atMs) / SPEED, LONGEST_WAIT_MS);
}
