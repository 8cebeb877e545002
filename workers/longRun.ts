import type { PlaygroundError } from "../src/protocol/playgroundError.ts";

/** A run of many edits in the worker, from its command to the moment when the model is free again. */
export interface LongRun {
  readonly runId: string;
  /** Whether it has ended or been told to; the model may still be busy with it until `done`. */
  readonly ended: boolean;
  readonly done: Promise<void>;
  /** Waits from the end of the piece of work under way until `proceed`. */
  pause(): void;
  proceed(): void;
  /** Ends the run at once: as cancelled, or as failed for any other reason. */
  stop(reason: PlaygroundError): void;
}

/** What the loop of a long run is given. */
export interface LongRunControls {
  /** Null to go on, or a promise that settles when the user goes on. */
  pause: () => Promise<void> | null;
  signal: AbortSignal;
}

/**
 * @param log of the run; closed when the run has said its end
 * @param work the loop; it never rejects
 */
export function startLongRun(
  runId: string,
  log: { readonly closed: boolean },
  work: (controls: LongRunControls) => Promise<void>,
): LongRun {
  const controller = new AbortController();
  let waiting: { until: Promise<void>; goOn: () => void } | null = null;
  return {
    runId,
    get ended() {
      return log.closed || controller.signal.aborted;
    },
    done: work({ pause: () => waiting?.until ?? null, signal: controller.signal }),
    pause() {
      if (waiting !== null) return;
      const { promise, resolve } = withResolvers();
      waiting = { until: promise, goOn: resolve };
    },
    proceed() {
      waiting?.goOn();
      waiting = null;
    },
    stop: (reason) => controller.abort(reason),
  };
}

function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
