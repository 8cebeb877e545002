import type { Piece } from "../../src/protocol/run.ts";

/** What goes on after a pause with: the pieces of an edit as a person left them; null: unchanged. */
export type Change = readonly Piece[] | null;

/** Where a run waits for a person: because it was asked to, or because it does so after each station. */
export class PausePoint {
  #open: { until: Promise<Change>; goOn: (change: Change) => void } | null = null;

  /** From the end of the piece of work under way on, the run waits until `continue`. */
  ask(): void {
    void this.wait();
  }

  /** Null to go on; where a pause was asked for, what settles when it is over. */
  get asked(): Promise<Change> | null {
    return this.#open?.until ?? null;
  }

  /** Settles when the person goes on. */
  wait(): Promise<Change> {
    if (this.#open === null) {
      let goOn = (_change: Change) => {};
      const until = new Promise<Change>((resolve) => {
        goOn = resolve;
      });
      this.#open = { until, goOn };
    }
    return this.#open.until;
  }

  /** Without a pause nothing happens, as on a second click. */
  continue(change: Change): void {
    this.#open?.goOn(change);
    this.#open = null;
  }
}
