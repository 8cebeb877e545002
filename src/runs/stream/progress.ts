import type { StreamRun } from "./state.ts";

/** How far a stream is, counted in contexts that were learned and all asked again. */
export interface StreamProgress {
  done: number;
  total: number;
  /** From the contexts so far; null before the first. */
  secondsLeft: number | null;
  work: StreamWork;
}

export type StreamWork =
  | { kind: "restoring" | "finished" }
  | { kind: "untouched"; place: number }
  | { kind: "writing" | "training" | "applying"; place: number }
  | { kind: "asking"; place: number; step: number };

/** What is being done now, or would be next; places count from 1. */
export function streamProgress(state: StreamRun): StreamProgress {
  const { steps, contexts, elapsedMs } = state;
  const done = steps.filter(({ score }) => score).length;
  const total = contexts.length;
  const secondsLeft = done === 0 ? null : (elapsedMs / 1000 / done) * (total - done);
  return { done, total, secondsLeft, work: workOf(state) };
}

function workOf({ restoring, status, steps, contexts, untouched }: StreamRun): StreamWork {
  if (status === "finished") return { kind: "finished" };
  if (restoring) return { kind: "restoring" };
  if (untouched.length < contexts.length) return { kind: "untouched", place: untouched.length + 1 };
  const last = steps.at(-1);
  if (!last || last.score) return { kind: "writing", place: steps.length + 1 };
  const place = steps.length;
  if (!last.edit) return { kind: "writing", place };
  if (!last.training) return { kind: "training", place };
  if (!last.applied) return { kind: "applying", place };
  return { kind: "asking", place: Math.min(last.cells.length + 1, place), step: place };
}
