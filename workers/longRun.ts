import { startWork, type WorkUnderWay } from "./workUnderWay.ts";

/** A run of many edits. */
export interface LongRun extends WorkUnderWay {
  /** Waits from the end of the piece of work under way until `proceed`. */
  pause(): void;
  proceed(): void;
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
  let waiting: { until: Promise<void>; goOn: () => void } | null = null;
  const pause = () => waiting?.until ?? null;
  // Assigned, not spread: `ended` is looked up every time.
  return Object.assign(
    startWork(runId, log, (signal) => work({ pause, signal })),
    {
      pause() {
        if (waiting !== null) return;
        const { promise, resolve } = withResolvers();
        waiting = { until: promise, goOn: resolve };
      },
      proceed() {
        waiting?.goOn();
        waiting = null;
      },
    },
  );
}

function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
