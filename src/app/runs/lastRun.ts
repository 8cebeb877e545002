import type { ModelEntry } from "../../protocol/events.ts";
import type { EditSummary } from "../../runs/edit/summary.ts";

/** How long a run of a model took on this device, or of what takes as long. */
export interface LastRun {
  seconds: number;
  /** It was this model's own, or another one's, by their sizes. */
  basis: "own" | "scaled";
}

/** Below this the time of a run is mostly not that of its arithmetic, so that it tells nothing about larger models. */
const LEAST_PARAMETERS = 20e6;

/** Beside a model that may not be loaded: what its last run took; null where nothing on this device tells. */
export function lastRun(model: ModelEntry, runs: readonly EditSummary[]): LastRun | null {
  const finished = runs.filter(isMeasure);
  const own = finished.find((run) => run.model === model.name);
  if (own) return { seconds: own.elapsedMs / 1000, basis: "own" };
  // The small model that comes with the page is there at once, and says nothing about others.
  if (model.origin === "embedded") return null;
  const other = finished.find((run) => run.parameters >= LEAST_PARAMETERS);
  if (!other) return null;
  return { seconds: (other.elapsedMs / 1000) * (model.parameters / other.parameters), basis: "scaled" };
}

/** Of step-by-step runs the time is their reader's. */
function isMeasure({ source, status, stepByStep }: EditSummary): boolean {
  return source === "own" && status === "finished" && !stepByStep;
}
