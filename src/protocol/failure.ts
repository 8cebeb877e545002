import type { Failure } from "./events.ts";
import { PlaygroundError } from "./playgroundError.ts";

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

export function isCancellation(error: unknown): boolean {
  return error instanceof PlaygroundError && error.kind === "cancelled";
}
