/** Something that is fetched, or made, when it is first needed, and kept from then on. */
export interface Lazy<Value> {
  /** Rejects where it could not be fetched; another call tries again. */
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
      opening = null;
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
