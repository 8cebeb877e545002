import type {
  Adapter,
  AdapterSnapshot,
  Anchor,
  FineTuneRequest,
  FineTuneResult,
  GenerateRequest,
  Generation,
  LanguageModel,
  LoraSettings,
  Score,
} from "../../nn/languageModel.ts";
import { Pacer } from "../../protocol/pacer.ts";
import type { ModelInfo } from "../../protocol/run.ts";
import { type ChatMessage, type TrainingSequence, tokensOf } from "../../protocol/sequence.ts";
import { MAX_DECODING_BATCH, NO_WORK, type Work } from "../../protocol/work.ts";

/**
 * A model that computes nothing and adds up what it is asked to do. It writes empty texts, each as long as it may be, finds
 * every token as likely as any other, and splits texts as the model does that it stands for.
 */
export class CountingModel implements LanguageModel {
  readonly work: Work = { ...NO_WORK };
  readonly info: ModelInfo;
  readonly startOfText: string;
  readonly endOfTurn: string;
  readonly #of: LanguageModel;
  readonly #tokens = new Map<string, number[]>();
  readonly #pacer: Pacer;

  constructor(of: LanguageModel, signal?: AbortSignal) {
    this.info = of.info;
    this.startOfText = of.startOfText;
    this.endOfTurn = of.endOfTurn;
    this.#of = of;
    this.#pacer = new Pacer(signal);
  }

  /** A loop asks for the same texts again and again. The tokens are the caller's, to do with what it likes. */
  encode(text: string): number[] {
    const tokens = this.#tokens.get(text) ?? this.#of.encode(text);
    this.#tokens.set(text, tokens);
    return [...tokens];
  }

  decode(tokens: readonly number[]): string {
    return this.#of.decode(tokens);
  }

  renderChat(messages: readonly ChatMessage[]): string | null {
    return this.#of.renderChat(messages);
  }

  async generate({ prompts, sampling: { maxTokens } }: GenerateRequest): Promise<Generation[]> {
    await this.#pacer.pause();
    for (const prompt of new Set(prompts)) this.work.read += tokensOf(prompt, this).length;
    // The first token of each follows from its prompt.
    const steps = maxTokens - 1;
    this.work.decodingSteps += steps * Math.ceil(prompts.length / MAX_DECODING_BATCH);
    this.work.decoded += steps * prompts.length;
    const tokens = new Array<number>(maxTokens).fill(0);
    return prompts.map(() => ({ text: "", tokens, logprobs: [], finish: "length" }));
  }

  async score(examples: readonly TrainingSequence[]): Promise<Score[]> {
    await this.#read(examples);
    return examples.map(({ lossMask }) => {
      const tokens = lossMask.filter(Boolean).length;
      return { nll: tokens, tokens };
    });
  }

  async logProbs(examples: readonly TrainingSequence[]): Promise<Float32Array[]> {
    await this.#read(examples);
    const vocabulary = 1 + examples.reduce((most, { tokens }) => Math.max(most, ...tokens), 0);
    return examples.map(({ lossMask }) =>
      new Float32Array(lossMask.filter(Boolean).length * vocabulary).fill(-Math.log(vocabulary)),
    );
  }

  createAdapter(settings: LoraSettings): Adapter {
    return new EmptyAdapter(settings);
  }

  useAdapter(): void {}

  async fineTune(
    _adapter: Adapter,
    { examples, optimizer, anchor }: FineTuneRequest,
  ): Promise<FineTuneResult> {
    await this.#pacer.pause();
    const { steps, batchSize } = optimizer;
    const perStep = Math.min(batchSize, examples.length) * meanLength(examples) + anchored(anchor);
    const tokens = Math.round(steps * perStep);
    this.work.trainingSteps += steps;
    this.work.trained += tokens;
    return { steps, tokens, finalLoss: 0, ...(anchor ? { finalDivergence: 0 } : {}), seconds: 0 };
  }

  async merge(): Promise<void> {}

  unmerge(): void {}

  dispose(): void {}

  async #read(examples: readonly TrainingSequence[]): Promise<void> {
    await this.#pacer.pause();
    for (const { tokens } of examples) this.work.read += tokens.length;
  }
}

class EmptyAdapter implements Adapter {
  readonly settings: LoraSettings;
  readonly parameterCount = 0;

  constructor(settings: LoraSettings) {
    this.settings = settings;
  }

  async snapshot(): Promise<AdapterSnapshot> {
    return { settings: this.settings, step: 0, tensors: {} };
  }

  restore(): void {}

  dispose(): void {}
}

function anchored(anchor: Anchor | undefined): number {
  return anchor === undefined
    ? 0
    : Math.min(anchor.batchSize, anchor.examples.length) * meanLength(anchor.examples);
}

function meanLength(examples: readonly TrainingSequence[]): number {
  return examples.reduce((sum, { tokens }) => sum + tokens.length, 0) / Math.max(1, examples.length);
}
