import type { Measurement } from "../protocol/measurement.ts";
import type { ModelInfo } from "../protocol/run.ts";
import type { ChatMessage, TrainingSequence } from "../protocol/sequence.ts";
import type { ModelConfig } from "./config.ts";
import { Decoder, type DecoderLora } from "./decoder.ts";
import { fineTuneAdapter } from "./fineTune.ts";
import { generateTexts } from "./generate.ts";
import type { Kernels } from "./kernels/kernels.ts";
import type {
  Adapter,
  FineTuneRequest,
  FineTuneResult,
  GenerateRequest,
  Generation,
  LanguageModel,
  LoraSettings,
  Score,
} from "./languageModel.ts";
import { logProbsOf } from "./logProbs.ts";
import { LoraAdapter } from "./lora.ts";
import { type MeasureRequest, measureModel } from "./measureModel.ts";
import { type MergedDelta, readDelta, writeMerged } from "./merge.ts";
import { scoreExamples } from "./score.ts";
import type { Tokenizer } from "./tokenizer.ts";
import type { ModelWeights } from "./weights.ts";

/** What a checkpoint and a backend provide for a model. */
export interface TransformerModelParts {
  info: ModelInfo;
  config: ModelConfig;
  /** Stay in ordinary memory where the kernels hold them out of reach: see `GivenWeights`. */
  weights: ModelWeights;
  tokenizer: Tokenizer;
  /** The backend they run on must be set (`tf.setBackend`) and stay so. */
  kernels: Kernels;
}

/** `LanguageModel` on TensorFlow.js. One call at a time; adapters belong to the model that made them. */
export class TransformerModel implements LanguageModel {
  readonly info: ModelInfo;
  private readonly config: ModelConfig;
  private readonly tokenizer: Tokenizer;
  private readonly decoder: Decoder;
  private active: LoraAdapter | null = null;
  /** Adapters merged so far, in order, copied to ordinary memory. */
  private deltas: MergedDelta[] = [];

  constructor({ info, config, weights, tokenizer, kernels }: TransformerModelParts) {
    this.info = info;
    this.config = config;
    this.tokenizer = tokenizer;
    this.decoder = new Decoder(config, weights, kernels);
  }

  get startOfText(): string {
    return this.tokenizer.startOfText;
  }

  get endOfTurn(): string {
    return this.tokenizer.endOfTurn;
  }

  encode(text: string): number[] {
    return this.tokenizer.encode(text);
  }

  decode(tokens: readonly number[]): string {
    return this.tokenizer.decode(tokens);
  }

  renderChat(messages: readonly ChatMessage[]): string | null {
    return this.tokenizer.renderChat(messages);
  }

  generate(request: GenerateRequest): Promise<Generation[]> {
    return generateTexts(this.decoder, this.tokenizer, this.activeLora(), request);
  }

  score(examples: readonly TrainingSequence[], signal?: AbortSignal): Promise<Score[]> {
    return scoreExamples(this.decoder, this.activeLora(), examples, signal);
  }

  logProbs(examples: readonly TrainingSequence[], signal?: AbortSignal): Promise<Float32Array[]> {
    return logProbsOf(this.decoder, this.activeLora(), examples, signal);
  }

  createAdapter(settings: LoraSettings): LoraAdapter {
    return new LoraAdapter(this.config, settings);
  }

  useAdapter(adapter: Adapter | null): void {
    this.active = adapter && own(adapter);
  }

  fineTune(adapter: Adapter, request: FineTuneRequest): Promise<FineTuneResult> {
    return fineTuneAdapter(this.decoder, own(adapter), request);
  }

  async merge(adapter: Adapter): Promise<void> {
    const lora = own(adapter);
    this.active = null;
    this.deltas = [...this.deltas, await readDelta(lora)];
    await writeMerged(this.decoder, this.deltas);
  }

  unmerge(): void {
    this.deltas = [];
    this.decoder.weights.restoreBase();
  }

  /** How fast it trains and decodes here. Nothing of it changes. Rejects with a `PlaygroundError`, also "cancelled". */
  measure(request: MeasureRequest): Promise<Measurement> {
    return measureModel(this.info, this.decoder, request);
  }

  dispose(): void {
    this.decoder.dispose();
  }

  private activeLora(): DecoderLora {
    return this.active?.layers() ?? Array.from({ length: this.config.layerCount }, () => ({}));
  }
}

function own(adapter: Adapter): LoraAdapter {
  if (adapter instanceof LoraAdapter) return adapter;
  throw new Error("The adapter was not made by a TransformerModel.");
}
