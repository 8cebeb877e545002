/**
 * A view that waits for something is drawn once more when that fails, and has to meet the same failure then, or it waits for
 * ever: only later is it tried again.
 */
export const FAILED_FOR_MS = 1000;

/** Something that is fetched, or made, when it is first needed, and kept from then on. */
export interface Lazy<Value> {
  /** Rejects where it could not be fetched; a call a moment later tries again. */
  open(): Promise<Value>;
  /** Null until it is there. */
  readonly opened: Value | null;
}

export function lazily<Value>(make: () => Promise<Value>): Lazy<Value> {
  let opening: Promise<Value> | null = null;
  let opened: Value | null = null;
  const start = async () => {
    try {
      opened = await make();
      return opened;
    } catch (error) {
      setTimeout(() => {
        opening = null;
      }, FAILED_FOR_MS);
      throw error;
    }
  };
  return {
    open() {
      opening ??= start();
      return opening;
    },
    get opened() {
      return opened;
    },
  };
}
