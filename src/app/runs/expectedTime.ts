import type { BackendReport, ModelEntry } from "../../protocol/events.ts";
import type { Json } from "../../protocol/run.ts";
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
  const finished = runs.filter(isMeasure);
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

/** How long repeating a recorded run may take. */
export interface ExpectedAgain {
  seconds: number;
  /** By how fast this device was with a run that was recorded too, or as fast as where it was recorded. */
  basis: "scaled" | "recorded";
}

/**
 * What repeating a recorded run will take here.
 *
 * @param runs of single edits in this browser, newest first
 * @param recorded those that come with the page
 */
export function expectedAgain(
  recordedMs: number,
  runs: readonly EditSummary[],
  recorded: readonly EditSummary[],
): ExpectedAgain {
  const seconds = recordedMs / 1000;
  for (const run of runs.filter(isMeasure)) {
    const like = recorded.find(
      ({ model, settings }) => model === run.model && isAlike(settings, run.settings),
    );
    if (like) return { seconds: seconds * (run.elapsedMs / like.elapsedMs), basis: "scaled" };
  }
  return { seconds, basis: "recorded" };
}

/** Of step-by-step runs the time is their reader's. */
function isMeasure({ source, status, stepByStep }: EditSummary): boolean {
  return source === "own" && status === "finished" && !stepByStep;
}

/** Another seed is another draw and no other work. */
function isAlike(a: Json, b: Json): boolean {
  const work = (settings: Json) => JSON.stringify({ ...Object(settings), seed: 0 });
  return work(a) === work(b);
}
