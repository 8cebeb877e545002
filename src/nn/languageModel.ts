import type { LinearName } from "../protocol/adapterSettings.ts";
import type { ModelInfo } from "../protocol/run.ts";
import type { ChatMessage, Prompt, TrainingSequence } from "../protocol/sequence.ts";

/**
 * What the SEAL loops need of a model, and nothing more. `src/nn/transformerModel.ts` implements it on
 * TensorFlow.js; tests of `src/seal` use a small fake. All methods reject with a `PlaygroundError`,
 * kind "cancelled" when `signal` is aborted.
 */
export interface LanguageModel {
  readonly info: ModelInfo;
  encode(text: string): number[];
  decode(tokens: readonly number[]): string;
  /**
   * The prompt for a conversation in the model's own chat form, ending where the assistant speaks;
   * null for a base model without a chat template.
   */
  renderChat(messages: readonly ChatMessage[]): string | null;
  /** The text that a document begins with, as the model was trained to read it ("<bos>"), or "". Chats bring theirs. */
  readonly startOfText: string;
  /** The text that ends an assistant's turn (or a document), as the model was trained to write it. */
  readonly endOfTurn: string;

  /** Decodes all prompts together. One result per prompt, in order. */
  generate(request: GenerateRequest): Promise<Generation[]>;
  /** Negative log-likelihood in nats of the marked tokens of each example. Nothing is trained. */
  score(examples: readonly TrainingSequence[], signal?: AbortSignal): Promise<Score[]>;
  /**
   * What the model expects at each marked token of each example: log p in nats of every token of the vocabulary,
   * `[marked tokens, vocabulary]` row by row. Large, 4 bytes an entry: mark few tokens where the vocabulary is large.
   */
  logProbs(examples: readonly TrainingSequence[], signal?: AbortSignal): Promise<Float32Array[]>;

  /** A fresh LoRA adapter: A random from the seed, B zero, so the model is unchanged until trained. */
  createAdapter(settings: LoraSettings): Adapter;
  /** Adapters on the base that apply to `generate` and `score`; the base is never changed. */
  useAdapter(adapter: Adapter | null): void;
  /** Trains the adapter in place on the examples. */
  fineTune(adapter: Adapter, request: FineTuneRequest): Promise<FineTuneResult>;
  /**
   * Adds the adapter to working copies of the weights, on top of what is merged already; later training and
   * generation start from them. An adapter in use is put away first. `unmerge` puts the untouched base back.
   */
  merge(adapter: Adapter): Promise<void>;
  unmerge(): void;
  dispose(): void;
}

export interface SamplingSettings {
  /** 0 = greedy. */
  temperature: number;
  topP: number;
  /** 0 = off. */
  topK: number;
  maxTokens: number;
  /** Generation ends before the first of these; the end-of-turn token always ends it. */
  stop: readonly string[];
  seed: number;
}

export interface GenerateRequest {
  prompts: readonly Prompt[];
  sampling: SamplingSettings;
  /**
   * The text each prompt's answer has just grown by: only complete characters, in order, and never a part
   * of a stop string. All pieces of a prompt joined are its `Generation.text`.
   */
  onText?: (prompt: number, text: string) => void;
  signal?: AbortSignal;
}

export interface Generation {
  /** Without the stop string or the end-of-turn token. */
  text: string;
  /** Every sampled token, the one that ended it included. */
  tokens: number[];
  /** log p of each sampled token under the untempered distribution. */
  logprobs: number[];
  finish: "end" | "stop" | "length";
}

export interface LoraSettings {
  rank: number;
  alpha: number;
  /**
   * Full fine-tuning of the target layers, in the place of a low rank: A is the identity and stays so, B is the change
   * of the whole matrix. `rank` and `alpha` are then without meaning.
   */
  full?: boolean;
  /** Only B is trained: A stays as it was drawn or restored. */
  fixedA?: boolean;
  targets: readonly LinearName[];
  seed: number;
}

export interface FineTuneRequest {
  examples: readonly TrainingSequence[];
  optimizer: OptimizerSettings;
  /** Order of the examples. */
  seed: number;
  /** Absent: only the examples count. */
  anchor?: Anchor;
  onStep?: (step: TrainStep) => void;
  signal?: AbortSignal;
}

/**
 * A penalty on moving away from another model, e.g. the untouched base: `weight` times the mean of KL(other ‖ this) in
 * nats over the marked tokens of `batchSize` further examples is added to each step's loss.
 */
export interface Anchor {
  examples: readonly TrainingSequence[];
  /** What the other model expects there: `LanguageModel.logProbs` of the examples. */
  logProbs: readonly Float32Array[];
  weight: number;
  batchSize: number;
}

export interface OptimizerSettings {
  learningRate: number;
  /** Optimiser steps in total; examples are reshuffled whenever all have been seen. */
  steps: number;
  /** Examples per optimiser step; the loss is the mean over the step's counted tokens. */
  batchSize: number;
  schedule: "constant" | "cosine" | "linear";
  warmupSteps: number;
  weightDecay: number;
  beta1: number;
  beta2: number;
  eps: number;
  /** Global-norm clipping; 0 = off. */
  maxGradNorm: number;
}

export interface TrainStep {
  step: number;
  steps: number;
  loss: number;
  learningRate: number;
  gradNorm: number;
  /** Tokens of this step, without padding. */
  tokens: number;
  seconds: number;
}

export interface FineTuneResult {
  steps: number;
  tokens: number;
  /** Of the examples alone. */
  finalLoss: number;
  /** With an anchor: the last step's mean divergence in nats a token, unweighted. */
  finalDivergence?: number;
  seconds: number;
}

export interface Score {
  nll: number;
  tokens: number;
}

/** A LoRA adapter with its optimiser state. */
export interface Adapter {
  readonly settings: LoraSettings;
  readonly parameterCount: number;
  /** Bit-exact copy in ordinary memory; survives a lost GPU. */
  snapshot(): Promise<AdapterSnapshot>;
  restore(snapshot: AdapterSnapshot): void;
  dispose(): void;
}

export interface AdapterSnapshot {
  settings: LoraSettings;
  /** Optimiser steps taken. */
  step: number;
  /** By name, e.g. "layers.0.q_proj.a"; m and v are AdamW's moments. */
  tensors: Record<string, { shape: [number, number]; value: Float32Array; m: Float32Array; v: Float32Array }>;
}
