const ERROR_KINDS = [
  "bad-input",
  "bad-checkpoint",
  "unsupported",
  "download-failed",
  "storage-full",
  "out-of-memory",
  "gpu-lost",
  "diverged",
  "cancelled",
  "internal",
] as const;

/** What went wrong, as a machine-readable kind. The message is one sentence for people. */
export type ErrorKind = (typeof ERROR_KINDS)[number];

/** An error as it is told: to the page, in a log, to a person. */
export interface Failure {
  kind: string;
  /** One sentence: what is wrong and where. */
  message: string;
  /** What to do about it. */
  advice: string;
}

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

/** What a person is told about anything that was thrown. */
export function failureOf(error: unknown): Failure {
  if (error instanceof PlaygroundError) {
    return { kind: error.kind, message: error.message, advice: error.advice };
  }
  const message = error instanceof Error ? error.message : String(error);
  // Engines word it differently: "Array buffer allocation failed", "Out of memory", "memory access out of bounds".
  if (/out of memory|allocation failed|memory access out of bounds|Cannot enlarge memory/i.test(message)) {
    return {
      kind: "out-of-memory",
      message: `There was not enough memory (${message}).`,
      advice: "Use a smaller batch, rank or passage, close other tabs, or choose a smaller model.",
    };
  }
  return {
    kind: "internal",
    message: `Something went wrong inside the playground: ${message}`,
    advice: "Try again; if it happens again, reload the page. Your text and your runs are kept.",
  };
}

/** What was told of an error elsewhere, as the error again. */
export function errorOf({ kind, message, advice }: Failure): PlaygroundError {
  return new PlaygroundError(ERROR_KINDS.find((known) => known === kind) ?? "internal", message, advice);
}

export function isCancellation(error: unknown): boolean {
  return error instanceof PlaygroundError && error.kind === "cancelled";
}
