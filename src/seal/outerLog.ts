import { OUTER_VERSION, type OuterEvent, type OuterEventBody } from "../protocol/outerEvents.ts";

/** Numbers and times the events of the outer loop. Nothing is said after the event that ends it. */
export interface OuterLog {
  emit(body: OuterEventBody): void;
  readonly closed: boolean;
}

export interface OuterLogOptions {
  runId: string;
  post: (event: OuterEvent) => void;
  /** What an interrupted run has said so far: numbers and times go on from its end. */
  earlier: readonly OuterEvent[];
  /** Milliseconds, from any origin. */
  now?: () => number;
}

export function createOuterLog({
  runId,
  post,
  earlier,
  now = () => performance.now(),
}: OuterLogOptions): OuterLog {
  const last = earlier.at(-1);
  const origin = now() - (last?.atMs ?? 0);
  let sequence = last === undefined ? 0 : last.sequence + 1;
  let closed = false;
  return {
    emit(body) {
      if (closed) return;
      post({ version: OUTER_VERSION, runId, sequence, atMs: Math.max(0, now() - origin), body });
      sequence++;
      closed = body.type === "outerFinished" || body.type === "outerCancelled" || body.type === "outerFailed";
    },
    get closed() {
      return closed;
    },
  };
}
