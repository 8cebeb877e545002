import type { RunEvent } from "../protocol/runEvent.ts";
import { type AnyBody, endsRun } from "./runKind.ts";

/** What a run says, numbered and timed. Nothing is said after the event that ends it. */
export interface EventLog<Body> {
  emit(body: Body): void;
  /** Whether the run has ended. */
  readonly closed: boolean;
}

export interface EventLogOptions<Body> {
  runId: string;
  post: (event: RunEvent<Body>) => void;
  /** What an interrupted run has said so far: numbers and times go on from its end. */
  earlier?: readonly { sequence: number; atMs: number }[];
  /** Milliseconds, from any origin. */
  now?: () => number;
}

/** The log of a run as it is made. */
export function createEventLog<Body extends AnyBody>(
  { version }: { version: number },
  { runId, post, earlier = [], now = () => performance.now() }: EventLogOptions<Body>,
): EventLog<Body> {
  const last = earlier.at(-1);
  const origin = now() - (last?.atMs ?? 0);
  let sequence = last === undefined ? 0 : last.sequence + 1;
  let closed = false;
  return {
    emit(body) {
      if (closed) return;
      post({ version, runId, sequence, atMs: Math.max(0, now() - origin), body });
      sequence++;
      closed = endsRun(body);
    },
    get closed() {
      return closed;
    },
  };
}
