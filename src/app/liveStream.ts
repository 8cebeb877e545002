import { STREAM_VERSION, type StreamEvent, type StreamEventBody } from "../protocol/streamEvents.ts";
import { reduceStream } from "./reduceStream.ts";
import type { StreamArchive } from "./streamArchive.ts";
import type { StreamState } from "./streamState.ts";
import { type StreamSummary, summariseStream } from "./streamSummary.ts";

/** The stream on screen: folds its events into the state, and keeps its log in the browser as it grows. */
export interface LiveStream {
  log(): readonly StreamEvent[];
  /** Shows a stream from its log. Throws for a damaged one. */
  open(log: readonly StreamEvent[]): void;
  push(event: StreamEvent): void;
  /** The worker can no longer say how its stream ended, so the page does. */
  end(body: StreamEventBody): void;
  /** Forgets the stream on screen. */
  clear(): void;
}

export interface StreamListeners {
  onState(state: StreamState | null): void;
  onSaved(summary: StreamSummary): void;
}

export function createLiveStream(
  archive: Pick<StreamArchive, "save">,
  { onState, onSaved }: StreamListeners,
): LiveStream {
  let state: StreamState | null = null;
  let log: StreamEvent[] = [];
  let saving = false;
  /** What is on the disk is not all that is known. */
  let stale = false;

  const writeAll = async () => {
    while (stale && state) {
      stale = false;
      const summary = summariseStream(state);
      onSaved(summary);
      // The log goes on growing, so the disk gets a copy.
      await archive.save(summary, [...log]);
    }
  };

  const save = () => {
    stale = true;
    if (saving) return;
    saving = true;
    void writeAll().finally(() => {
      saving = false;
    });
  };

  const push = (event: StreamEvent) => {
    const begins = event.body.type === "streamStarted";
    if (begins) log = [];
    else if (event.runId !== state?.runId) return;
    try {
      state = reduceStream(begins ? null : state, event);
      log.push(event);
    } catch (error) {
      // A worker that breaks the log's order is a defect: the stream ends here, and the page goes on.
      const message = error instanceof Error ? error.message : String(error);
      const failure = { kind: "internal", message, advice: "Resume it, or start again." };
      if (state) state = { ...state, status: "failed", failure };
      onState(state);
      return;
    }
    onState(state);
    save();
  };

  return {
    log: () => log,
    open(opened) {
      state = opened.reduce<StreamState | null>(reduceStream, null);
      log = [...opened];
      onState(state);
    },
    push,
    end(body) {
      const last = log.at(-1);
      if (!last) return;
      const { runId, sequence, atMs } = last;
      push({ version: STREAM_VERSION, runId, sequence: sequence + 1, atMs, body });
    },
    clear() {
      state = null;
      log = [];
      onState(null);
    },
  };
}
