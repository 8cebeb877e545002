import { reduceRun, replay, summariseRun } from "../runs/reduceRun.ts";
import type { StreamBody, StreamEvent } from "../runs/stream/events.ts";
import { streamKind } from "../runs/stream/kind.ts";
import type { StreamRun } from "../runs/stream/state.ts";
import type { StreamSummary } from "../runs/stream/summary.ts";
import type { StreamArchive } from "./streamArchive.ts";

/** The stream on screen: folds its events into the state, and keeps its log in the browser as it grows. */
export interface LiveStream {
  log(): readonly StreamEvent[];
  /** Shows a stream from its log. Throws for a damaged one. */
  open(log: readonly StreamEvent[]): void;
  push(event: StreamEvent): void;
  /** The worker can no longer say how its stream ended, so the page does. */
  end(body: StreamBody): void;
  /** Forgets the stream on screen. */
  clear(): void;
}

export interface StreamListeners {
  onState(state: StreamRun | null): void;
  onSaved(summary: StreamSummary): void;
}

export function createLiveStream(
  archive: Pick<StreamArchive, "save">,
  { onState, onSaved }: StreamListeners,
): LiveStream {
  let state: StreamRun | null = null;
  let log: StreamEvent[] = [];
  let saving = false;
  /** What is on the disk is not all that is known. */
  let stale = false;

  const writeAll = async () => {
    while (stale && state) {
      stale = false;
      const summary = summariseRun(streamKind, state, "own");
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
    const begins = event.body.type === "started";
    if (begins) log = [];
    else if (event.runId !== state?.runId) return;
    try {
      state = reduceRun(streamKind, begins ? null : state, event);
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
      state = replay(streamKind, opened);
      log = [...opened];
      onState(state);
    },
    push,
    end(body) {
      const last = log.at(-1);
      if (!last) return;
      const { runId, sequence, atMs } = last;
      push({ version: streamKind.version, runId, sequence: sequence + 1, atMs, body });
    },
    clear() {
      state = null;
      log = [];
      onState(null);
    },
  };
}
