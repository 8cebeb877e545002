import {
  CONDITIONS,
  type Condition,
  type ConditionResult,
  type Json,
  type Outcome,
  type Piece,
  type Station,
} from "../../protocol/run.ts";
import type { RunState } from "../runKind.ts";

/** One row of the results: a condition, or a self-edit after the first, where a run compares several. */
export type Row = Condition | `self-edit ${number}`;

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

/** The loss of one of the examples, in nats a token, before and after training on them. */
export interface ExampleLoss {
  /** Its place among them. */
  example: number;
  before: number;
  after: number;
}

/** The answers of one row. */
export interface AnswerState {
  total: number;
  /** Text that is still being decoded, by item. */
  partial: Readonly<Record<number, string>>;
  outcomes: Readonly<Record<number, Outcome>>;
  result?: ConditionResult;
}

/** Everything that is known about one run of this kind: what its events come to. */
export interface EditRun extends RunState {
  context: Json;
  settings: Json;
  stepByStep: boolean;
  conditions?: readonly Condition[] | undefined;
  otherContext?: Json | undefined;
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
  /** What training by the first self-edit did to some of its examples. */
  examples?: readonly ExampleLoss[];
  reward?: { reward: number; gain: number };
  warnings: readonly string[];
}

/** @param edit number of the self-edit; 0 is the one that the run is about */
export function rowOf(condition: Condition, edit = 0): Row {
  return edit === 0 ? condition : `self-edit ${edit + 1}`;
}

/** Whether the first self-edit has trained an adapter; of one that cannot be run, or too short a context, none is. */
export function isTrained({ trainings }: EditRun): boolean {
  return (trainings["self-edit"]?.steps ?? 0) > 0;
}

/** The rows that this run can have, in the order in which they are shown. */
export function rowsOf(run: EditRun): Row[] {
  return CONDITIONS.flatMap((condition) =>
    condition === "self-edit" ? run.edits.map((_, edit) => rowOf(condition, edit)) : [condition],
  );
}

export interface RowResult extends ConditionResult {
  row: Row;
}

/** What has been measured so far. */
export function resultsOf(run: EditRun): RowResult[] {
  return rowsOf(run).flatMap((row) => {
    const result = run.answers[row]?.result;
    return result ? [{ row, ...result }] : [];
  });
}

/**
 * Of several self-edits the one after which most questions were answered right; null while one is still to be
 * tested, or where the best two are equal.
 */
export function bestEdit(run: EditRun): number | null {
  if (run.edits.length < 2) return null;
  const counts = run.edits.map((_, edit) => run.answers[rowOf("self-edit", edit)]?.result?.correct);
  const known = counts.filter((count) => count !== undefined);
  if (known.length < counts.length) return null;
  const most = Math.max(...known);
  return known.filter((count) => count === most).length === 1 ? known.indexOf(most) : null;
}
