import type { Failure } from "../protocol/events.ts";
import type { Json, ModelInfo, Piece, Tally } from "../protocol/run.ts";
import type { StreamEventBody } from "../protocol/streamEvents.ts";
import type { KeptStreamSettings } from "../protocol/streamSettings.ts";
import type { RunStatus } from "./runStatus.ts";

type BodyOf<Type extends StreamEventBody["type"]> = Extract<StreamEventBody, { type: Type }>;

/** Right answers to one passage's questions. `routed`: how many the router sent to the passage's own adapter. */
export interface StreamCell {
  correct: number;
  total: number;
  routed: number | null;
}

/** What learning one passage did. */
export interface StreamStep {
  edit?: {
    samples: BodyOf<"editChosen">["samples"];
    pieces: readonly Piece[];
    tried: number;
    seconds: number;
  };
  training?: Omit<BodyOf<"editTrained">, "type" | "step">;
  applied?: Omit<BodyOf<"editApplied">, "type" | "step">;
  /** By passage, from the first on. */
  cells: readonly StreamCell[];
  score?: { justLearned: Tally; allLearned: Tally; untouched: Tally };
}

/** Everything that is known about one stream of edits: what `reduceStream` makes of its events. */
export interface StreamState {
  runId: string;
  /** Sequence number of the last event that was applied. */
  sequence: number;
  elapsedMs: number;
  status: RunStatus;
  /** After an interruption: what was merged is being trained again. */
  restoring: boolean;
  task: string;
  model: ModelInfo;
  settings: KeptStreamSettings;
  taskSettings: Json;
  contexts: readonly Json[];
  startedAt: string;
  /** By passage, from the first on. */
  untouched: readonly StreamCell[];
  steps: readonly StreamStep[];
  failure?: Failure;
}
