import type { RoundsSettings } from "../../protocol/roundsSettings.ts";
import type { Json, Piece, Tally } from "../../protocol/run.ts";
import type { RunState } from "../runKind.ts";
import type { Choice, EditPlace, Habits, RoundsBody, Selection } from "./events.ts";

type BodyOf<Type extends RoundsBody["type"]> = Extract<RoundsBody, { type: Type }>;

/** One sampled edit; `outcome` is absent until its inner loops are done. */
export interface RoundEdit {
  samples: BodyOf<"editWritten">["samples"];
  pieces: readonly Piece[];
  outcome?: {
    correct: number;
    total: number;
    reward: number;
    loss: number | null;
    /** Nats a token of the accepted answers; absent in earlier logs. */
    likelihood?: number | null | undefined;
    seconds: number;
  };
}

/** The edits of one context in one round. */
export interface RoundContext {
  /** Index in the list of training contexts, or of held-out ones. */
  context: number;
  edits: readonly RoundEdit[];
  /** Absent for held-out contexts, and until all edits are judged. */
  choice?: Choice;
}

export interface WriterPoint {
  step: number;
  loss: number;
  learningRate: number;
  gradNorm: number;
}

export interface Round {
  round: number;
  training: readonly RoundContext[];
  heldOut: readonly RoundContext[];
  writer: {
    steps: number;
    points: readonly WriterPoint[];
    merged?: { examples: number; steps: number; tokens: number; finalLoss: number; seconds: number };
  };
  score?: { tally: Tally; habits: Habits };
  /** Null in round 0; absent until the round is finished. */
  selection?: Selection | null;
}

/** Everything that is known about one run of rounds: what its events come to. */
export interface RoundsRun extends RunState {
  settings: RoundsSettings;
  taskSettings: Json;
  contexts: readonly Json[];
  heldOut: readonly Json[];
  /** From round 0 on. */
  rounds: readonly Round[];
  /** The edit whose inner loops ended last: an interrupted run goes on after it. Null before the first. */
  lastFinished: EditPlace | null;
}
