import { failureOf, throwIfCancelled } from "../protocol/playgroundError.ts";
import type { LifecycleBody } from "../runs/runKind.ts";
import { isWantedEnd, untilAborted } from "./untilAborted.ts";

/** What every loop of a run is given. */
export interface LoopRequest<Body> {
  emit: (body: Body | LifecycleBody) => void;
  /** Asked between two pieces of work: null to go on, or a promise that settles when the user goes on. */
  pause?: () => Promise<unknown> | null;
  signal?: AbortSignal;
}

/** What the loop is given for its work. */
export interface Saying<Body> {
  /** Says nothing after the end. */
  emit: (body: Body | LifecycleBody) => void;
  /**
   * Where a pause was asked for, waits until it is over.
   *
   * @param underWay what goes on beside; the pause begins when it has ended
   * @throws PlaygroundError "cancelled" after an abort
   */
  pausePoint(underWay?: () => Promise<unknown>): Promise<void>;
}

/**
 * The frame of a run: it says the first event, does the work, and says how it ended. On abort the end is said at once,
 * whatever the model is doing; the promise resolves when the work has stopped and everything is let go of. Never rejects.
 *
 * @returns what the work returned, or null if the run did not finish
 */
export async function toItsEnd<Body, Result>(
  { signal, pause, ...request }: LoopRequest<Body>,
  first: Body | LifecycleBody,
  work: (saying: Saying<Body>) => Promise<Result>,
  letGo: () => void,
): Promise<Result | null> {
  let ended = false;
  const emit = (body: Body | LifecycleBody) => {
    if (!ended) request.emit(body);
  };
  const end = (body: LifecycleBody) => {
    emit(body);
    ended = true;
  };
  const onAbort = () => end(endOf(signal?.reason));
  emit(first);
  signal?.addEventListener("abort", onAbort, { once: true });
  try {
    throwIfCancelled(signal);
    const result = await work({
      emit,
      async pausePoint(underWay) {
        throwIfCancelled(signal);
        const waiting = pause?.() ?? null;
        if (waiting === null) return;
        if (underWay) await untilAborted(underWay(), signal);
        emit({ type: "paused" });
        await untilAborted(waiting, signal);
        emit({ type: "continued" });
      },
    });
    throwIfCancelled(signal);
    end({ type: "finished" });
    return result;
  } catch (error) {
    end(endOf(signal?.aborted ? signal.reason : error));
    return null;
  } finally {
    signal?.removeEventListener("abort", onAbort);
    letGo();
  }
}

function endOf(reason: unknown): LifecycleBody {
  return isWantedEnd(reason) ? { type: "cancelled" } : { type: "failed", failure: failureOf(reason) };
}
