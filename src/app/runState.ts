import type { Failure } from "../protocol/events.ts";
import type { ConditionResult, Json, ModelInfo, Outcome, Piece, Station } from "../protocol/run.ts";
import type { Row } from "./rows.ts";
import type { RunStatus } from "./runStatus.ts";

/** One self-edit as the model writes it, and the pieces that were cut from it. */
export interface EditState {
  prompt: string;
  text: string;
  /** Absent until the edit is complete and parsed. */
  pieces?: readonly Piece[];
  /** "user" once a person changed the pieces. */
  author: "model" | "user";
}

export interface LossPoint {
  step: number;
  loss: number;
  learningRate: number;
  gradNorm: number;
}

/** One fine-tuning of a fresh adapter. */
export interface TrainingState {
  steps: number;
  examples: number;
  adapterParameters: number;
  /** What it is trained on, in the task's own form. */
  material?: Json;
  /** In order of `step`; the worker thins them to what a screen can show. */
  points: readonly LossPoint[];
  step: number;
  tokensPerSecond: number;
  /** Null until the first step is timed. */
  secondsLeft: number | null;
  finished?: { tokens: number; finalLoss: number; seconds: number };
}

/** The answers of one row. */
export interface AnswerState {
  total: number;
  /** Text that is still being decoded, by item. */
  partial: Readonly<Record<number, string>>;
  outcomes: Readonly<Record<number, Outcome>>;
  result?: ConditionResult;
}

/** Everything that is known about one run: what `reduceRun` makes of its events. */
export interface RunState {
  runId: string;
  /** Sequence number of the last event that was applied. */
  sequence: number;
  elapsedMs: number;
  status: RunStatus;
  task: string;
  model: ModelInfo;
  context: Json;
  settings: Json;
  stepByStep: boolean;
  startedAt: string;
  /** Null until the first station is entered. */
  station: Station | null;
  visited: readonly Station[];
  edits: readonly EditState[];
  trainings: Readonly<Partial<Record<Row, TrainingState>>>;
  answers: Readonly<Partial<Record<Row, AnswerState>>>;
  /** What the model is doing within the station. */
  activity: { kind: "answering" | "training"; row: Row } | { kind: "writing" } | null;
  /** Edits that were tried on the context alone, and which of them was best. */
  rehearsed?: { edits: readonly { text: string; loss: number | null }[]; best: number };
  reward?: { reward: number; gain: number };
  warnings: readonly string[];
  failure?: Failure;
}
