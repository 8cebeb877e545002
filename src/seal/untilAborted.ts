import { isCancellation, throwIfCancelled } from "../protocol/playgroundError.ts";

/** Waits for the promise, but not beyond an abort, which rejects as "cancelled". */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const stop = () => {
      try {
        throwIfCancelled(signal);
      } catch (error) {
        reject(error);
      }
    };
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

/** Whether someone wished the end: a signal may be aborted for another reason, e.g. a lost GPU. */
export function isWantedEnd(reason: unknown): boolean {
  return isCancellation(reason) || (reason instanceof DOMException && reason.name === "AbortError");
}
