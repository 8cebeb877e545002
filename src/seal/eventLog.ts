/** What a run says, numbered and timed. Nothing is said after the event that ends it. */
export interface EventLog<Body> {
  emit(body: Body): void;
  /** Whether the run has ended. */
  readonly closed: boolean;
}

interface LoggedEvent<Version, Body> {
  version: Version;
  runId: string;
  sequence: number;
  atMs: number;
  body: Body;
}

export interface EventLogOptions<Version, Body> {
  runId: string;
  post: (event: LoggedEvent<Version, Body>) => void;
  /** What an interrupted run has said so far: numbers and times go on from its end. */
  earlier?: readonly { sequence: number; atMs: number }[];
  /** Milliseconds, from any origin. */
  now?: () => number;
}

/** @param ends types of the events that end a run */
export function createEventLog<Version extends number, Body extends { type: string }>(
  { runId, post, earlier = [], now = () => performance.now() }: EventLogOptions<Version, Body>,
  version: Version,
  ends: readonly Body["type"][],
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
      closed = ends.includes(body.type);
    },
    get closed() {
      return closed;
    },
  };
}
