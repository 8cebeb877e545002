import { STREAM_VERSION, type StreamEvent, type StreamEventBody } from "../protocol/streamEvents.ts";

/** Numbers and times the events of a stream of edits. Nothing is said after the event that ends it. */
export interface StreamLog {
  emit(body: StreamEventBody): void;
  readonly closed: boolean;
}

export interface StreamLogOptions {
  runId: string;
  post: (event: StreamEvent) => void;
  /** What an interrupted run has said so far: numbers and times go on from its end. */
  earlier: readonly StreamEvent[];
  /** Milliseconds, from any origin. */
  now?: () => number;
}

export function createStreamLog(options: StreamLogOptions): StreamLog {
  const { runId, post, earlier, now = () => performance.now() } = options;
  const last = earlier.at(-1);
  const origin = now() - (last?.atMs ?? 0);
  let sequence = last === undefined ? 0 : last.sequence + 1;
  let closed = false;
  return {
    emit(body) {
      if (closed) return;
      post({ version: STREAM_VERSION, runId, sequence, atMs: Math.max(0, now() - origin), body });
      sequence++;
      closed =
        body.type === "streamFinished" || body.type === "streamCancelled" || body.type === "streamFailed";
    },
    get closed() {
      return closed;
    },
  };
}
