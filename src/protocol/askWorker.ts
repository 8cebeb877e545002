import { cancelled, throwIfCancelled } from "./playgroundError.ts";

/** The part of `Worker` that is used, so that tests can bring their own. */
export interface OneReplyWorker {
  postMessage(request: unknown): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<unknown>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

/**
 * Asks a worker once, and ends it.
 *
 * @param patience in milliseconds, after which the answer is "late"
 * @returns "no worker" where the browser starts none, as in a sandboxed frame
 * @throws PlaygroundError "cancelled"
 */
export async function askWorker(
  request: unknown,
  spawn: () => OneReplyWorker,
  patience: number,
  signal?: AbortSignal,
): Promise<{ data: unknown } | "no worker" | "late"> {
  throwIfCancelled(signal);
  let worker: OneReplyWorker;
  try {
    worker = spawn();
  } catch {
    return "no worker";
  }
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    return await new Promise((resolve, reject) => {
      signal?.addEventListener("abort", () => reject(cancelled()), { once: true });
      worker.onmessage = ({ data }) => resolve({ data });
      worker.onerror = () => resolve("no worker");
      timer = setTimeout(() => resolve("late"), patience);
      worker.postMessage(request);
    });
  } finally {
    clearTimeout(timer);
    worker.terminate();
  }
}
