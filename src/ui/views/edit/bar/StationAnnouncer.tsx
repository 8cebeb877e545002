import { STATIONS } from "../../../../protocol/run.ts";
import type { EditRun } from "../../../../runs/edit/state.ts";
import type { TaskText } from "../../../../tasks/page/taskPage.ts";
import { useShownRun, useTask } from "../TaskContext.tsx";

/** Tells screen readers when a station begins, waits or ends a run; never every number. */
export function StationAnnouncer() {
  const { text } = useTask().page;
  const run = useShownRun();
  return (
    <p className="visually-hidden" role="status" aria-live="polite">
      {announce(run, text)}
    </p>
  );
}

function announce(run: EditRun | null, { stations }: TaskText): string {
  if (!run?.station) return "";
  const station = `station ${STATIONS.indexOf(run.station) + 1} of 5, ${stations[run.station].name}`;
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
