import type { PlaygroundError } from "../src/protocol/playgroundError.ts";

/** A run in the worker, from its command to the moment when the model is free again. */
export interface WorkUnderWay {
  readonly runId: string;
  /** Whether it has ended or been told to; the model may still be busy with it until `done`. */
  readonly ended: boolean;
  readonly done: Promise<void>;
  /** Ends the run at once: as cancelled, or as failed for any other reason. */
  stop(reason: PlaygroundError): void;
}

/**
 * @param log of the run; closed when the run has said its end
 * @param work never rejects
 */
export function startWork(
  runId: string,
  log: { readonly closed: boolean },
  work: (signal: AbortSignal) => Promise<void>,
): WorkUnderWay {
  const controller = new AbortController();
  return {
    runId,
    get ended() {
      return log.closed || controller.signal.aborted;
    },
    done: work(controller.signal),
    stop: (reason) => controller.abort(reason),
  };
}
