import type { Adapter, Anchor, GenerateRequest, Generation, LanguageModel } from "../../nn/languageModel.ts";
import type { Fields, SettingsOf } from "../../protocol/fields.ts";
import type { Random } from "../../protocol/random.ts";
import type { Piece } from "../../protocol/run.ts";
import type { TrainingSequence } from "../../protocol/sequence.ts";
import type { StreamBody } from "../../runs/stream/events.ts";
import type { ProbeSet } from "../../tasks/probeSet.ts";
import type { TrainingPlan } from "../../tasks/task.ts";

/**
 * What is done against forgetting when edits come one after the other: all of it is one file, named once in
 * `remedies.ts`. Its settings are part of the stream's.
 */
export interface Remedy<Id extends string = string, F extends Fields = Fields> {
  readonly id: Id;
  readonly label: string;
  /** One sentence, for the choice among remedies. */
  readonly help: string;
  /** What it does, in two sentences at most. */
  readonly meaning: string;
  readonly fields: F;
  /** Makes it ready for one stream. The model is the untouched base, and is left so. */
  begin(stream: RemedyStream, settings: SettingsOf<F>): RemedyRun | Promise<RemedyRun>;
}

/** Infers the settings from the fields. */
export function remedy<const Id extends string, F extends Fields>(declared: Remedy<Id, F>): Remedy<Id, F> {
  return declared;
}

/** The stream, as far as a remedy may know it. */
export interface RemedyStream {
  readonly model: LanguageModel;
  readonly seed: number;
  /** What drift is measured on. */
  probes(): ProbeSet;
  readonly signal?: AbortSignal;
}

/** A remedy at work in one stream. A part that is missing is done as without a remedy. */
export interface RemedyRun {
  /** What a step trains on, by the plan of its own edit. */
  prepare?(step: RemedyStep): Prepared | Promise<Prepared>;
  /** Whether the trained adapter is merged, and how much of it. Here it may be tried out; it is not to be changed. */
  decide?(adapter: Adapter, step: RemedyStep): Decision | Promise<Decision>;
  /** Takes the adapter over, in the place of merging. */
  keepApart?(adapter: Adapter, step: number): void;
  /** Told what was merged. */
  merged?(adapter: Adapter): Promise<void>;
  /** Answers the questions in the model's place. */
  readonly answerer?: Answerer;
  dispose?(): void;
}

export interface RemedyStep {
  readonly step: number;
  /** Of the step's own edit. */
  readonly pieces: readonly Piece[];
  readonly plan: TrainingPlan;
  /** What each earlier step's own edit taught. */
  readonly earlier: readonly (readonly TrainingSequence[])[];
  /** What teaches to write the step's own edit: the prompts, each followed by what was written. */
  written(): readonly TrainingSequence[];
  readonly random: Random;
}

export interface Prepared extends TrainingPlan {
  /** How many different sequences are not of the step's own edit. */
  readonly replayed: number;
  anchor?: Anchor;
  /** What was merged so far is taken back before training: this adapter holds all of it. */
  readonly alone?: boolean;
  /** The adapter's rank, in the place of the task's; its alpha grows alike, so that its scale stays. */
  readonly rank?: number;
  /** Only the adapter's B is trained. */
  fixedA?: boolean;
  /** Changes the adapter before it is trained. */
  start?(adapter: Adapter): Promise<void>;
}

export type Decision = Pick<Extract<StreamBody, { type: "editApplied" }>, "outcome" | "scale" | "tries">;

export interface Answerer {
  generate(request: GenerateRequest): Promise<Generation[]>;
  /** Of the last `generate`: the passage whose adapter answered each prompt; null: the base. */
  readonly routes: readonly (number | null)[];
}
