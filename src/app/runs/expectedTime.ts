import type { BackendReport, ModelEntry } from "../../protocol/events.ts";
import type { EditSummary } from "../../runs/edit/summary.ts";

/** How long a run of a model may take on this device. */
export interface ExpectedTime {
  seconds: number;
  /** From this model's own last run, from another model's, or from what was seen on other machines. */
  basis: "measured" | "scaled" | "rough";
}

/**
 * Processor seconds of a run with the default settings for each million parameters, on WebAssembly. A guess:
 * SmolLM2-135M took five to six minutes on two cores that had other work to do as well, so alone it needs less.
 * The first finished run on a device takes its place.
 */
const CORE_SECONDS_PER_MILLION = 3;
/** More threads than this hardly help. */
const USEFUL_THREADS = 8;

/** Below this the time of a run is mostly not that of its arithmetic, so that it tells nothing about larger models. */
const LEAST_PARAMETERS = 20e6;

/** What a run of this model will take; null where nothing is known, as for WebGPU before the first run on it. */
export function expectedTime(
  model: ModelEntry,
  runs: readonly EditSummary[],
  report: BackendReport | null,
): ExpectedTime | null {
  const finished = runs.filter((run) => run.source === "own" && run.status === "finished" && !run.stepByStep);
  const own = finished.find((run) => run.model === model.name);
  if (own) return { seconds: own.elapsedMs / 1000, basis: "measured" };
  // The small model that comes with the page is there at once, and says nothing about others.
  if (model.origin === "embedded") return null;
  const other = finished.find((run) => run.parameters >= LEAST_PARAMETERS);
  if (other) {
    const seconds = (other.elapsedMs / 1000) * (model.parameters / other.parameters);
    return { seconds, basis: "scaled" };
  }
  const onWasm = report !== null && (!report.webgpu.available || report.webgpu.software);
  if (!onWasm || !report.wasm.available) return null;
  const threads = Math.min(USEFUL_THREADS, Math.max(1, report.wasm.threads));
  return { seconds: (CORE_SECONDS_PER_MILLION * model.parameters) / 1e6 / threads, basis: "rough" };
}
