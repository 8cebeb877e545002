import type { Failure } from "../protocol/events.ts";
import type { Choice, EditPlace, Habits, OuterEventBody, Selection } from "../protocol/outerEvents.ts";
import type { OuterSettings } from "../protocol/outerSettings.ts";
import type { Json, ModelInfo, Piece, Tally } from "../protocol/run.ts";
import type { RunStatus } from "./runStatus.ts";

type BodyOf<Type extends OuterEventBody["type"]> = Extract<OuterEventBody, { type: Type }>;

/** One sampled edit; `outcome` is absent until its inner loops are done. */
export interface OuterEdit {
  samples: BodyOf<"editWritten">["samples"];
  pieces: readonly Piece[];
  outcome?: { correct: number; total: number; reward: number; loss: number | null; seconds: number };
}

/** The edits of one context in one round. */
export interface OuterContext {
  /** Index in the list of training contexts, or of held-out ones. */
  context: number;
  edits: readonly OuterEdit[];
  /** Absent for held-out contexts, and until all edits are judged. */
  choice?: Choice;
}

export interface WriterPoint {
  step: number;
  loss: number;
  learningRate: number;
  gradNorm: number;
}

export interface OuterRound {
  round: number;
  training: readonly OuterContext[];
  heldOut: readonly OuterContext[];
  writer: {
    steps: number;
    points: readonly WriterPoint[];
    merged?: { examples: number; steps: number; tokens: number; finalLoss: number; seconds: number };
  };
  score?: { tally: Tally; habits: Habits };
  /** Null in round 0; absent until the round is finished. */
  selection?: Selection | null;
}

/** Everything that is known about one run of the outer loop: what `reduceOuter` makes of its events. */
export interface OuterState {
  runId: string;
  /** Sequence number of the last event that was applied. */
  sequence: number;
  elapsedMs: number;
  status: RunStatus;
  task: string;
  model: ModelInfo;
  settings: OuterSettings;
  taskSettings: Json;
  contexts: readonly Json[];
  heldOut: readonly Json[];
  startedAt: string;
  /** From round 0 on. */
  rounds: readonly OuterRound[];
  /** The edit whose inner loops ended last: an interrupted run goes on after it. Null before the first. */
  lastFinished: EditPlace | null;
  failure?: Failure;
}
