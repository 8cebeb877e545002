import { STATIONS, type Station } from "../../../protocol/run.ts";
import type { EditRun } from "../../../runs/edit/state.ts";

/** Where a station stands in the run on screen. */
export type StationProgress = "ahead" | "current" | "done";

export function stationProgress(run: EditRun | null, station: Station): StationProgress {
  // Before any run the first station is where people are: they choose what is read.
  const current = run?.station ?? "read";
  if (station === current) return "current";
  if (run?.visited.includes(station)) return "done";
  return STATIONS.indexOf(station) < STATIONS.indexOf(current) ? "done" : "ahead";
}
