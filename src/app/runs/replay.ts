import type { KindId } from "../../protocol/runEvent.ts";
import { type BodyOf, type KindOf, loadKind, type StateOf, type SummaryOf } from "../../runs/kinds.ts";
import { type Pace, showTimes } from "../../runs/playback.ts";
import { replayUntil } from "../../runs/reduceRun.ts";
import { neighbour, ticksOf } from "../../runs/ticks.ts";
import type { PlaygroundStore } from "../store.ts";
import { changeShown, type OpenedRun, openedRun } from "./runsState.ts";

/** As often as a screen can use, however many events pass meanwhile. */
const LEAST_WAIT_MS = 40;
/** With reduced motion nothing moves by itself but from part to part, each of which stays this long at pace 1. */
const STILL_MS = 2000;

/** Moving through the log of an opened run, of any kind. */
export class Replay {
  readonly #store: PlaygroundStore;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(store: PlaygroundStore) {
    this.#store = store;
  }

  /** Shows the run as it was after this many events, at least one. */
  seek<K extends KindId>(kind: K, task: string, position: number): void {
    this.#withKind(kind, (runKind) =>
      this.#change(kind, task, (opened) => {
        const bounded = Math.min(Math.max(Math.round(position), 1), opened.log.length);
        const state = replayUntil<BodyOf<K>, StateOf<K>, SummaryOf<K>>(runKind, opened.log, bounded, opened);
        return { position: bounded, state };
      }),
    );
  }

  /** To the start, or the end of a part of the run: the nearest on that side. */
  step<K extends KindId>(kind: K, task: string, side: "before" | "after"): void {
    this.pause(kind, task);
    this.#withKind(kind, (runKind) => {
      const opened = openedRun(this.#store.getState(), kind, task);
      const tick = opened && neighbour(ticksOf<BodyOf<K>>(runKind, opened.log), opened.position, side);
      if (tick) this.seek(kind, task, tick.position);
    });
  }

  /** Plays on from here, or from the start where the end was reached. */
  play<K extends KindId>(kind: K, task: string): void {
    const opened = openedRun(this.#store.getState(), kind, task);
    if (!opened) return;
    if (opened.position >= opened.log.length) this.seek(kind, task, 1);
    this.#change(kind, task, () => ({ playing: true }));
    this.#withKind(kind, (runKind) => this.#run(kind, task, runKind));
  }

  pause(kind: KindId, task: string): void {
    clearTimeout(this.#timer);
    this.#change(kind, task, () => ({ playing: false }));
  }

  /** While it plays as well. */
  setPace<K extends KindId>(kind: K, task: string, pace: Pace): void {
    this.#change(kind, task, () => ({ pace }));
    if (openedRun(this.#store.getState(), kind, task)?.playing) this.play(kind, task);
  }

  /** From where it is, with a clock of its own: events whose time has come are shown together. */
  #run<K extends KindId>(kind: K, task: string, runKind: KindOf<K>): void {
    clearTimeout(this.#timer);
    const begun = openedRun(this.#store.getState(), kind, task);
    if (!begun?.playing) return;
    const { log } = begun;
    const times = prefersStillness() ? stillTimes(runKind, begun) : showTimes(log, begun.pace);
    const began = performance.now() - (times[begun.position - 1] ?? 0);
    const next = () => {
      const opened = openedRun(this.#store.getState(), kind, task);
      // Another run may have been opened since.
      if (!opened?.playing || opened.log !== log) return;
      const now = performance.now() - began;
      const due = times.findLastIndex((time) => time <= now) + 1;
      if (due > opened.position) this.seek(kind, task, due);
      const coming = times[Math.max(due, opened.position)];
      if (coming === undefined) this.#change(kind, task, () => ({ playing: false }));
      else this.#timer = setTimeout(next, Math.max(LEAST_WAIT_MS, coming - now));
    };
    next();
  }

  /** What shows a run has fetched the code that reads it. */
  #withKind<K extends KindId>(kind: K, act: (runKind: KindOf<K>) => void): void {
    const runKind = loadKind(kind);
    if (runKind instanceof Promise) void runKind.then(act);
    else act(runKind);
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

function prefersStillness(): boolean {
  return globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches ?? false;
}

/** All events of a part at once. */
function stillTimes<K extends KindId>(runKind: KindOf<K>, { log, pace }: OpenedRun<K>): number[] {
  const ticks = ticksOf<BodyOf<K>>(runKind, log);
  const stay = STILL_MS / (pace === "real" ? 1 : pace);
  return log.map((_, index) => stay * ticks.findIndex(({ position }) => position > index));
}

/** One per page. */
const replays = new WeakMap<PlaygroundStore, Replay>();

/** Fetched with the first bar that moves through a run. */
export function replayOf({ store }: { store: PlaygroundStore }): Replay {
  const known = replays.get(store);
  if (known) return known;
  const made = new Replay(store);
  replays.set(store, made);
  return made;
}
