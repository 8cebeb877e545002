/** What went wrong, as a machine-readable kind. The message is one sentence for people. */
export type ErrorKind =
  | "bad-input"
  | "bad-checkpoint"
  | "unsupported"
  | "download-failed"
  | "storage-full"
  | "out-of-memory"
  | "gpu-lost"
  | "diverged"
  | "cancelled"
  | "internal";

/**
 * Every error that reaches a person: the message says what is wrong and where,
 * `advice` says what they can do about it.
 */
export class PlaygroundError extends Error {
  readonly kind: ErrorKind;
  readonly advice: string;

  constructor(kind: ErrorKind, message: string, advice: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "PlaygroundError";
    this.kind = kind;
    this.advice = advice;
  }
}

export function cancelled(): PlaygroundError {
  return new PlaygroundError("cancelled", "The run was cancelled.", "Start it again when you like.");
}

/** Throws if the signal has been aborted; called between steps so that cancellation is prompt. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw cancelled();
}
