import type { RunEvent } from "../protocol/runEvent.ts";
import type { AnyBody, RunKind } from "./runKind.ts";

/** A place in a log to stop at. */
export interface Tick {
  /** How many events have been applied there. */
  position: number;
  /** "start", or the part of the run that is over there: "write", "round 2". */
  label: string;
}

/** The start of a run, and the end of each of its parts; in order, the last one at the end of the log. */
export function ticksOf<Body extends AnyBody>(
  { sectionOf }: Pick<RunKind<Body>, "sectionOf">,
  log: readonly RunEvent<Body>[],
): Tick[] {
  const ticks: Tick[] = [{ position: 1, label: "start" }];
  let open: string | null = null;
  for (const [index, { body }] of log.entries()) {
    const begun = sectionOf(body);
    if (begun === null) continue;
    if (open !== null) ticks.push({ position: index, label: open });
    open = begun;
  }
  if (log.length > 1) ticks.push({ position: log.length, label: open ?? "end" });
  return ticks;
}

/** The tick before or after a position; null where there is none. */
export function neighbour(ticks: readonly Tick[], position: number, side: "before" | "after"): Tick | null {
  if (side === "after") return ticks.find((tick) => tick.position > position) ?? null;
  return ticks.findLast((tick) => tick.position < position) ?? null;
}

/** The part of the run that a position is in, by the tick at its end. */
export function tickAt(ticks: readonly Tick[], position: number): Tick | null {
  return ticks.find((tick) => tick.position >= position) ?? null;
}
