import type { KindId } from "../../protocol/runEvent.ts";
import { waitBefore } from "../../runs/playback.ts";
import { replayUntil } from "../../runs/reduceRun.ts";
import type { PlaygroundStore } from "../store.ts";
import { type BodyOf, loadKind, type StateOf, type SummaryOf } from "./kinds.ts";
import { changeShown, type OpenedRun, openedRun } from "./runsState.ts";

/** Moving through the log of an opened run, of any kind. */
export class Replay {
  readonly #store: PlaygroundStore;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(store: PlaygroundStore) {
    this.#store = store;
  }

  /** Shows the run as it was after this many events, at least one. */
  seek<K extends KindId>(kind: K, task: string, position: number): void {
    const runKind = loadKind(kind);
    // What shows a run has fetched the code that reads it.
    if (runKind instanceof Promise) {
      void runKind.then(() => this.seek(kind, task, position));
      return;
    }
    this.#change(kind, task, (opened) => {
      const bounded = Math.min(Math.max(Math.round(position), 1), opened.log.length);
      const state = replayUntil<BodyOf<K>, StateOf<K>, SummaryOf<K>>(runKind, opened.log, bounded, opened);
      return { position: bounded, state };
    });
  }

  /** Plays on from here, or from the start where the end was reached. */
  play<K extends KindId>(kind: K, task: string): void {
    clearTimeout(this.#timer);
    const opened = openedRun(this.#store.getState(), kind, task);
    if (!opened) return;
    if (opened.position >= opened.log.length) this.seek(kind, task, 1);
    this.#change(kind, task, () => ({ playing: true }));
    this.#tick(kind, task, opened.log);
  }

  pause(kind: KindId, task: string): void {
    clearTimeout(this.#timer);
    this.#change(kind, task, () => ({ playing: false }));
  }

  #tick<K extends KindId>(kind: K, task: string, log: OpenedRun<K>["log"]): void {
    const opened = openedRun(this.#store.getState(), kind, task);
    // Another run may have been opened since.
    if (!opened?.playing || opened.log !== log) return;
    if (opened.position >= log.length) {
      this.#change(kind, task, () => ({ playing: false }));
      return;
    }
    this.#timer = setTimeout(
      () => {
        const now = openedRun(this.#store.getState(), kind, task);
        if (now?.log === log) this.seek(kind, task, now.position + 1);
        this.#tick(kind, task, log);
      },
      waitBefore(log, opened.position),
    );
  }

  #change<K extends KindId>(
    kind: K,
    task: string,
    how: (opened: OpenedRun<K>) => Partial<OpenedRun<K>>,
  ): void {
    this.#store.setState(({ runs }) => ({
      runs: changeShown(runs, kind, task, ({ opened }) =>
        opened ? { opened: { ...opened, ...how(opened) } } : {},
      ),
    }));
  }
}
