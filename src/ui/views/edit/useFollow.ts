import { useEffect, useRef } from "react";
import { usePlaygroundState } from "../../../app/PlaygroundContext.tsx";
import { openedRun } from "../../../app/runs/runsState.ts";
import { keepInView, scrollToTop } from "../../keepInView.ts";
import { useShownRun, useTask } from "./TaskContext.tsx";

/** Brings each station into view as it begins, and what came of it all at the end, until the reader scrolls by themselves. */
export function useFollow(): void {
  const { entry } = useTask();
  const run = useShownRun();
  const playing = usePlaygroundState((state) => openedRun(state, "edit", entry.id)?.playing);
  const moving = playing ?? run?.status === "running";
  const runId = run?.runId;
  const station = run?.station ?? null;
  const openedId = usePlaygroundState((state) => openedRun(state, "edit", entry.id)?.state.runId);
  const following = useRef(true);
  /** A run that is opened at its end has not been watched. */
  const watched = useRef<string>(undefined);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another run is followed afresh
  useEffect(() => {
    following.current = true;
    const stop = () => {
      following.current = false;
    };
    const onKey = (event: KeyboardEvent) => {
      if (["PageUp", "PageDown", "Home", "End", "ArrowUp", "ArrowDown"].includes(event.key)) stop();
    };
    const options = { passive: true };
    window.addEventListener("wheel", stop, options);
    window.addEventListener("touchmove", stop, options);
    window.addEventListener("keydown", onKey);
    return () => {
      window.removeEventListener("wheel", stop);
      window.removeEventListener("touchmove", stop);
      window.removeEventListener("keydown", onKey);
    };
  }, [runId]);

  useEffect(() => {
    if (moving) watched.current = runId;
    const ended = run?.status === "finished" && watched.current === runId;
    if (!(moving || ended) || station === null || !following.current) return;
    // The first station stands beside the others from the start, and sticks.
    const id = station === "read" ? "workspace" : `station-${station}`;
    // What came of it is drawn after the run has ended, and only then the page is long enough.
    if (ended) return keepInView(`#${id}`);
    const element = document.getElementById(id);
    if (element) scrollToTop(element);
  }, [moving, station, runId, run?.status]);

  // A run is opened from the table far below the place where it then appears.
  useEffect(() => {
    if (openedId !== undefined) return keepInView("#workspace");
  }, [openedId]);
}
