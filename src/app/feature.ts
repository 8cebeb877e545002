import type { StoreApi } from "zustand/vanilla";

/** A part of the page with a state of its own, fetched when its view is first opened; what it holds outlives the view. */
export interface Feature<Opened> {
  /** Rejects where the code could not be fetched; another call tries again. */
  open(): Promise<Opened>;
  /** Null until it is open. */
  readonly opened: Opened | null;
}

/** What every feature has: its state, beside what can be done. */
export interface WithStore<State> {
  readonly store: StoreApi<State>;
}

export function lazyFeature<Opened>(make: () => Promise<Opened>): Feature<Opened> {
  let opening: Promise<Opened> | null = null;
  let opened: Opened | null = null;
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
