import type { Json, Piece, Tally } from "../../protocol/run.ts";
import type { KeptStreamSettings } from "../../protocol/streamSettings.ts";
import type { RunState } from "../runKind.ts";
import type { StreamBody } from "./events.ts";

type BodyOf<Type extends StreamBody["type"]> = Extract<StreamBody, { type: Type }>;

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

/** Everything that is known about one stream of edits: what its events come to. */
export interface StreamRun extends RunState {
  /** After an interruption: what was merged is being trained again. */
  restoring: boolean;
  settings: KeptStreamSettings;
  taskSettings: Json;
  contexts: readonly Json[];
  /** By passage, from the first on. */
  untouched: readonly StreamCell[];
  steps: readonly StreamStep[];
}
