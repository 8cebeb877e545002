import { editKind } from "../runs/edit/kind.ts";
import { waitBefore } from "../runs/playback.ts";
import { replayUntil } from "../runs/reduceRun.ts";
import type { OpenedRun } from "./playgroundState.ts";
import type { PlaygroundStore } from "./store.ts";

/** Moving through the log of an opened run. */
export interface ReplayActions {
  /** Shows the run as it was after this many events. */
  seek(position: number): void;
  /** Plays on from here, or from the start where the end was reached. */
  play(): void;
  pause(): void;
}

export function createReplayActions(store: PlaygroundStore): ReplayActions {
  let timer: ReturnType<typeof setTimeout> | undefined;

  const change = (how: (opened: OpenedRun) => OpenedRun) =>
    store.setState(({ opened }) => (opened ? { opened: how(opened) } : {}));

  const seek = (position: number) =>
    change((opened) => {
      const bounded = Math.min(Math.max(Math.round(position), 1), opened.log.length);
      return { ...opened, position: bounded, state: replayUntil(editKind, opened.log, bounded, opened) };
    });

  const tick = (log: OpenedRun["log"]) => {
    const { opened } = store.getState();
    // Another run may have been opened since.
    if (!opened?.playing || opened.log !== log) return;
    if (opened.position >= log.length) {
      change((now) => ({ ...now, playing: false }));
      return;
    }
    const wait = waitBefore(log, opened.position);
    timer = setTimeout(() => {
      const now = store.getState().opened;
      if (now?.log === log) seek(now.position + 1);
      tick(log);
    }, wait);
  };

  return {
    seek,
    play: () => {
      clearTimeout(timer);
      const { opened } = store.getState();
      if (!opened) return;
      if (opened.position >= opened.log.length) seek(1);
      change((now) => ({ ...now, playing: true }));
      tick(opened.log);
    },
    pause: () => {
      clearTimeout(timer);
      change((now) => ({ ...now, playing: false }));
    },
  };
}
