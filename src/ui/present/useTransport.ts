import { useEffect, useMemo } from "react";
import { usePlayground, usePlaygroundState } from "../../app/PlaygroundContext.tsx";
import { replayOf } from "../../app/runs/replay.ts";
import { leaseOf, openedRun } from "../../app/runs/runsState.ts";
import { loadKind } from "../../runs/kinds.ts";
import { type Tick, tickAt, ticksOf } from "../../runs/ticks.ts";
import type { Presentation } from "./screens.tsx";

interface Transport {
  playing: boolean;
  /** The run has a log to play; one that goes on has none yet. */
  canPlay: boolean;
  /** Whose run it is: "Recorded · Embedded reader"; empty for a lesson. */
  label: string;
  /** Another screen, and the run as it was at the end of what that shows. */
  show(index: number): void;
  /** Plays the part on screen, again where it is over. */
  toggle(): void;
  rewind(): void;
}

const NO_RUN = { kind: "edit", task: "", runId: "" } as const;

/** Moves through screens and log together. */
export function useTransport({ run, screens }: Presentation, index: number): Transport {
  // Of a lesson there is nothing to play.
  const { kind, task, runId } = run ?? NO_RUN;
  const playground = usePlayground();
  const { store, library } = playground;
  const replay = replayOf(playground);
  const opened = usePlaygroundState((state) => openedRun(state, kind, task));
  const isLive = usePlaygroundState((state) => leaseOf(state, kind, task) !== null);
  const playing = opened?.playing ?? false;
  const position = opened?.position;
  const log = opened?.log;
  const ticks = useMemo(
    async (): Promise<Tick[]> => (log ? ticksOf(await loadKind(kind), log) : []),
    [kind, log],
  );

  // A run that has just ended is shown live; only an opened one can be played.
  useEffect(() => {
    if (runId !== "" && opened === null && !isLive) void library.open(kind, runId);
  }, [opened, isLive, library, kind, runId]);

  // While the run plays, the screens follow it.
  useEffect(() => {
    if (!playing || position === undefined) return;
    void ticks.then((all) => {
      const label = tickAt(all, position)?.label;
      const screen = screens.findIndex(({ section }) => section !== undefined && section === label);
      if (screen >= 0) store.setState({ presenting: screen });
    });
  });

  const show = (next: number) => {
    if (next < 0 || next >= screens.length) return;
    replay.pause(kind, task);
    store.setState({ presenting: next });
    const { section } = screens[next] ?? {};
    void ticks.then((all) => {
      const tick = all.find(({ label }) => label === section) ?? all.at(-1);
      if (tick) replay.seek(kind, task, tick.position);
    });
  };

  const toggle = () => {
    if (playing) return replay.pause(kind, task);
    const section = screens[index]?.section;
    void ticks.then((all) => {
      const end = all.findIndex(({ label }) => label === section);
      const start = all[end - 1] ?? all[0];
      const now = openedRun(store.getState(), kind, task);
      const isOver = now !== null && end >= 0 && now.position >= (all[end]?.position ?? 0);
      if (start && isOver) replay.seek(kind, task, start.position);
      replay.play(kind, task);
    });
  };

  return {
    playing,
    canPlay: opened !== null,
    label: opened ? `${opened.source === "recorded" ? "Recorded · " : ""}${opened.state.model.name}` : "",
    show,
    toggle,
    rewind: () => {
      replay.pause(kind, task);
      replay.seek(kind, task, 1);
      store.setState({ presenting: 0 });
    },
  };
}
