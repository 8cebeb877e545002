import { usePlaygroundState } from "../../../../app/PlaygroundContext.tsx";
import { shownPassageRun } from "../../../../app/playgroundState.ts";
import { STATIONS } from "../../../../protocol/run.ts";
import type { EditRun } from "../../../../runs/edit/state.ts";
import { STATION_TEXTS } from "../stations/stationText.ts";

/** Tells screen readers when a station begins, waits or ends a run; never every number. */
export function StationAnnouncer() {
  const text = usePlaygroundState((state) => announce(shownPassageRun(state)));
  return (
    <p className="visually-hidden" role="status" aria-live="polite">
      {text}
    </p>
  );
}

function announce(run: EditRun | null): string {
  if (!run?.station) return "";
  const station = `station ${STATIONS.indexOf(run.station) + 1} of 5, ${STATION_TEXTS[run.station].name}`;
  switch (run.status) {
    case "running":
      return `Now at ${station}.`;
    case "paused":
      return `Paused at ${station}. Continue when you are ready.`;
    case "finished":
      return "The run is finished.";
    case "cancelled":
      return `The run was cancelled at ${station}.`;
    case "failed":
      return `The run failed at ${station}: ${run.failure?.message ?? ""}`;
  }
}
