import type { LinearName } from "../protocol/adapterSettings.ts";
import type { Condition, Json, Piece } from "../protocol/run.ts";
import type { ChatMessage, TrainingSequence } from "../protocol/sequence.ts";
import type { FileReader } from "./files/fileReader.ts";
import type { ProbeSet } from "./probeSet.ts";

/**
 * A task says what a context is: how to ask the model for a self-edit, how to cut the edit into pieces,
 * what to train on, what to ask afterwards and how to score it. The method itself is in `src/seal`.
 */
export interface Task {
  readonly id: string;
  /**
   * Validates context and settings and makes them ready for one model.
   * @throws PlaygroundError "bad-input" that names what is wrong, where, and what to do
   */
  open(context: Json, settings: Json, model: TextModel): Exercise;
  /** What the drift of a model is measured on; null where the model was made for another task. Absent: for none. */
  probes?(model: TextModel): ProbeSet | null;
  /** Facts of which a false one can be planted; null where this model knows none. Absent: nothing is known to be false. */
  wrongFacts?(model: TextModel): WrongFacts | null;
  /** The reader of its files, fetched by who has some. Absent: of this task there are none. */
  files?(): Promise<FileReader>;
}

/** Facts of fresh contexts, of each of which it is known exactly what would be false. */
export interface WrongFacts {
  offered(seed: number): OfferedFact[];
  /** @throws PlaygroundError "bad-input" where the context has no such fact */
  plant(seed: number, index: number, value: string): PlantedFact;
}

/** A fact of a context, and what could be planted in its place. */
export interface OfferedFact {
  sentence: string;
  value: string;
  /** Other values that the model has words for. */
  alternatives: string[];
}

/** An edit in which one fact of its context is told wrongly. */
export interface PlantedFact {
  context: Json;
  /** As people read it. */
  text: string;
  settings: Json;
  seed: number;
  /** The fact as the context tells it, and as the edit does. */
  truth: string;
  planted: string;
  /** Judged against the context. */
  pieces: Piece[];
  /** The context with questions about the planted fact in place of its own. */
  asked: Json;
  /** What they ask, in order, and what an answer repeats. */
  questions: readonly { question: string; says(answer: string): "planted" | "truth" | "other" }[];
}

/** What a task may know of a model: how it splits and frames text. Every `LanguageModel` is one. */
export interface TextModel {
  readonly info: { readonly id: string; readonly name: string; readonly maxPositions: number };
  /** The text that a document begins with, or "". Chat forms bring theirs. */
  readonly startOfText: string;
  /** The text that ends an assistant's turn (or a document). */
  readonly endOfTurn: string;
  encode(text: string): number[];
  /** The prompt for a conversation; null for a base model without a chat form. */
  renderChat(messages: readonly ChatMessage[]): string | null;
}

/** One context with its settings, ready for one model. Nothing in it changes during a run. */
export interface Exercise {
  /** Every random choice of the run is drawn from generators forked from this seed by name. */
  readonly seed: number;
  /** What people should know before the run goes on, one sentence each. */
  readonly warnings: readonly string[];
  /** Conditions tested before any training, in the order in which they are shown. */
  readonly untrained: readonly Condition[];
  /** Conditions that train an adapter each, all with the same number of optimiser steps. */
  readonly trained: readonly Condition[];
  /** What is scored; `kind` groups items in the tables, e.g. "direct". */
  readonly items: readonly { readonly kind?: string | undefined }[];
  readonly lora: LoraPlan;
  /** Self-edits to write and compare; the first is the one that the run is about. */
  readonly edits: number;
  readonly writing: WritingPlan;
  /** An edit as it may well be written: by it the work of a run is told before anything is. */
  expectedEdit(): ExpectedEdit;
  /** Cuts what the model wrote into pieces; dropped ones are included, with the reason in `note`. */
  parse(samples: readonly WrittenSample[]): Piece[];
  /** The pieces as the user left them, made fit for training: what they emptied is dropped. */
  review(pieces: readonly Piece[]): Piece[];
  /** @throws PlaygroundError "bad-input" if an edit holds nothing to train on */
  checkEdit(pieces: readonly Piece[]): void;
  /**
   * What an adapter is trained on under a condition. The steps follow from `pieces`, the self-edit,
   * under every condition.
   * @param otherPieces what the condition trains on in the place of the self-edit: the edit of another context
   *   ("other-edit"), or the best of several ("best-of-5")
   * @throws PlaygroundError where the condition cannot be trained, or a sequence exceeds the context
   */
  training(condition: Condition, pieces: readonly Piece[], otherPieces?: readonly Piece[]): TrainingPlan;
  /**
   * How an edit is tried out on the context alone, the answers that will be asked for out of sight; null where the
   * edit cannot be run, or the context is too small for it. Tasks of which nothing can be held back have none.
   */
  rehearsal?(pieces: readonly Piece[]): Rehearsal | null;
  /**
   * What teaches the writer to write these texts (the samples of one edit): each prompt followed by its sample, with
   * the loss on the sample alone ([paper] §3.1, the outer loop).
   */
  writerSequences(samples: readonly WrittenSample[]): TrainingSequence[];
  /**
   * The accepted answers to everything that is asked closed book, each after its prompt, with the loss on the answer
   * alone: how likely they are tells what an edit taught more finely than whether they are given.
   */
  rightAnswers(): readonly (readonly TrainingSequence[])[];
  /** What is asked under a condition: all prompts of all items, decoded together and greedily. */
  testing(condition: Condition): TestingPlan;
  /**
   * Scores one item by the model's outputs to its prompts, in order.
   *
   * @param confidences the mean log-probability of each output's tokens, for votes that end in a tie
   */
  judge(item: number, outputs: readonly string[], confidences?: readonly number[]): Judgement;
}

export interface LoraPlan {
  rank: number;
  alpha: number;
  targets: readonly LinearName[];
}

export interface WritingPlan {
  /** Usually one; a small writer may be asked about parts of the context one by one. */
  prompts: readonly WritingPrompt[];
  /** Texts to sample for each prompt; together they are one edit. */
  samples: number;
  temperature: number;
  topP: number;
  maxTokens: number;
  stop: readonly string[];
}

export interface WritingPrompt {
  prompt: string;
  /** The end of the prompt that is the beginning of the edit, e.g. "Question 1:"; shown as part of it. */
  lead: string;
}

export interface ExpectedEdit {
  pieces: readonly Piece[];
  /** Of one text that the writer samples. */
  sampleTokens: number;
}

export interface WrittenSample {
  /** Index of the prompt that it answers. */
  prompt: number;
  /** With the lead. */
  text: string;
  /** The model was stopped by the token limit, so the last line is probably not whole. */
  cutOff: boolean;
}

export interface TrainingPlan {
  sequences: readonly TrainingSequence[];
  /** 0: nothing is trained, and the condition is tested with the model as it stands. */
  steps: number;
  batchSize: number;
  learningRate: number;
  schedule: "constant" | "cosine" | "linear";
  warmupSteps: number;
  weightDecay: number;
  maxGradNorm: number;
  /** All weights of the target layers are trained, in the place of a low rank. */
  full?: boolean;
  /**
   * The learning rate is a part of the edit: training that diverges is what the edit is worth, no mistake of the run, and
   * the condition is tested with the model as it stands.
   */
  rateIsEdits?: boolean;
  warnings: readonly string[];
  /** What is trained on as the page can show it, where `sequences` would tell people nothing. */
  material?: Json;
  /** Places in `sequences` of examples whose loss is told before and after training. Absent: none. */
  examined?: readonly number[];
}

/** Training with a part of the context held back, and that part, whose loss afterwards tells what the edit is worth. */
export interface Rehearsal {
  plan: TrainingPlan;
  heldBack: readonly TrainingSequence[];
}

export interface TestingPlan {
  prompts: readonly { item: number; prompt: string }[];
  maxTokens: number;
  stop: readonly string[];
}

export interface Judgement {
  /** The answer as people should read it. */
  output: string;
  correct: boolean;
  /** Each 0…1, by name. */
  scores: Record<string, number>;
}
