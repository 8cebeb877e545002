import type {
  Adapter,
  AdapterSnapshot,
  FineTuneRequest,
  GenerateRequest,
  Generation,
  LanguageModel,
  LoraSettings,
  Score,
} from "../src/nn/languageModel.ts";
import type { MeasureRequest } from "../src/nn/measureModel.ts";
import type { Measurement } from "../src/protocol/measurement.ts";
import { throwIfCancelled } from "../src/protocol/playgroundError.ts";
import type { ChatMessage, TrainingSequence } from "../src/protocol/sequence.ts";

const END = "<|end|>";
/** More than its tests have words. */
const VOCABULARY = 2048;

export interface FakeOptions {
  /** false: a base model without a chat form. */
  chat?: boolean;
  id?: string;
  maxPositions?: number;
  backend?: string;
  /** What it writes to a prompt; null = go on to what the adapter has learned. */
  write?: (prompt: string, index: number, seed: number) => string | null;
  /** Whether a generation ran into its token limit. */
  cutOff?: boolean;
  /** How many of the texts that were merged last it still knows; 0: merging is only noted. */
  mergedMemory?: number;
  /** Loss of a training step. */
  loss?: (step: number) => number;
  /** Called before each token and each training step, e.g. to wait, cancel or throw. */
  onWork?: (work: "token" | "step") => void | Promise<void>;
}

/** What a fake measures. */
export const FAKE_MEASUREMENT: Measurement = {
  model: { name: "Fake", parameters: 10, hash: "" },
  backend: "wasm",
  device: null,
  threads: 2,
  step: { rank: 16, sequences: 4, length: 64 },
  speeds: { training: 100, alone: 60, together: 110 },
  plain: null,
  dispatches: null,
  heldBytes: 1e8,
};

/** What an adapter of the fake holds: the texts it was trained on. */
export class FakeAdapter implements Adapter {
  readonly settings: LoraSettings;
  readonly parameterCount = 1000;
  readonly learned: string[] = [];
  disposed = false;
  steps = 0;

  constructor(settings: LoraSettings) {
    this.settings = settings;
  }

  /** The learned texts as one matrix of character codes. */
  async snapshot(): Promise<AdapterSnapshot> {
    const text = JSON.stringify(this.learned);
    const value = Float32Array.from(text, (character) => character.charCodeAt(0));
    const moments = { m: value.slice(), v: value.slice() };
    const learned = { shape: [1, value.length] as [number, number], value, ...moments };
    return { settings: this.settings, step: this.steps, tensors: { learned } };
  }

  restore({ step, tensors }: AdapterSnapshot): void {
    const texts: unknown = JSON.parse(String.fromCharCode(...tensors.learned!.value));
    if (!Array.isArray(texts)) throw new Error("not a snapshot of the fake");
    this.learned.splice(0, this.learned.length, ...texts.map(String));
    this.steps = step;
  }

  dispose(): void {
    this.disposed = true;
  }
}

/**
 * A model that learns by heart: with an adapter it continues a prompt as the training text that begins with it,
 * without one it says "I do not know". Words and single spaces are its tokens.
 */
export class FakeModel implements LanguageModel {
  readonly info;
  readonly startOfText = "";
  readonly endOfTurn = END;
  readonly adapters: FakeAdapter[] = [];
  /** As texts. */
  readonly requests: (GenerateRequest & { prompts: readonly string[] })[] = [];
  readonly trainings: FineTuneRequest[] = [];
  active: FakeAdapter | null = null;
  /** The texts of all adapters merged so far. */
  readonly merged: string[] = [];
  disposed = false;
  /** Calls under way; two at once would be a mistake of the caller. */
  busy = 0;
  private readonly words: string[] = [];
  private readonly options: FakeOptions;

  constructor(options: FakeOptions = {}) {
    this.options = options;
    this.info = {
      id: options.id ?? "fake",
      name: "Fake",
      parameters: 10,
      maxPositions: options.maxPositions ?? 4096,
      hash: "0".repeat(64),
      backend: options.backend ?? "none",
    };
  }

  encode(text: string): number[] {
    const parts = text.match(/<\|[a-z]+\|>|\s|(?:(?!<\|[a-z]+\|>)\S)+/g) ?? [];
    return parts.map((word) => {
      const known = this.words.indexOf(word);
      return known >= 0 ? known : this.words.push(word) - 1;
    });
  }

  decode(tokens: readonly number[]): string {
    return tokens.map((token) => this.words[token] ?? "").join("");
  }

  renderChat(messages: readonly ChatMessage[]): string | null {
    if (this.options.chat === false) return null;
    return `${messages.map(({ role, content }) => `<|${role}|>${content}${END}`).join("")}<|assistant|>`;
  }

  async generate(request: GenerateRequest): Promise<Generation[]> {
    const prompts = request.prompts.map((prompt) =>
      typeof prompt === "string" ? prompt : this.decode(prompt),
    );
    if (prompts.includes("")) throw new Error("A prompt is empty.");
    this.requests.push({ ...request, prompts });
    return this.working(async () => {
      const results: Generation[] = [];
      for (const [index, prompt] of prompts.entries()) {
        const text = this.options.write?.(prompt, index, request.sampling.seed) ?? this.recall(prompt);
        for (const part of text.match(/\s*\S+\s*$|\s*\S+/g) ?? []) {
          throwIfCancelled(request.signal);
          await this.options.onWork?.("token");
          await Promise.resolve();
          throwIfCancelled(request.signal);
          request.onText?.(index, part);
        }
        const tokens = this.encode(text);
        const finish = this.options.cutOff ? "length" : "end";
        results.push({ text, tokens, logprobs: tokens.map(() => -1), finish });
      }
      return results;
    });
  }

  /** What begins a text that it knows costs nothing, anything else 1 nat a token. */
  async score(examples: readonly TrainingSequence[]): Promise<Score[]> {
    return examples.map(({ tokens, lossMask }) => {
      const text = this.decode(tokens);
      const counted = lossMask.filter(Boolean).length;
      const isKnown = this.known().some((known) => known.startsWith(text));
      return { nll: isKnown ? 0 : counted, tokens: counted };
    });
  }

  /** Every word is as probable as any other. */
  async logProbs(examples: readonly TrainingSequence[]): Promise<Float32Array[]> {
    return examples.map(({ lossMask }) =>
      new Float32Array(lossMask.filter(Boolean).length * VOCABULARY).fill(-Math.log(VOCABULARY)),
    );
  }

  createAdapter(settings: LoraSettings): FakeAdapter {
    const adapter = new FakeAdapter(settings);
    this.adapters.push(adapter);
    return adapter;
  }

  useAdapter(adapter: Adapter | null): void {
    this.active = adapter instanceof FakeAdapter ? adapter : null;
  }

  async fineTune(adapter: Adapter, request: FineTuneRequest) {
    this.trainings.push(request);
    const { steps } = request.optimizer;
    return this.working(async () => {
      let loss = 0;
      for (let step = 1; step <= steps; step++) {
        throwIfCancelled(request.signal);
        await this.options.onWork?.("step");
        await Promise.resolve();
        throwIfCancelled(request.signal);
        loss = this.options.loss?.(step) ?? 1 / step;
        const progress = { learningRate: 0.001, gradNorm: 1, tokens: 10, seconds: 0.01 };
        request.onStep?.({ step, steps, loss, ...progress });
      }
      if (adapter instanceof FakeAdapter) {
        adapter.steps += steps;
        adapter.learned.push(...request.examples.map(({ tokens }) => this.decode(tokens)));
      }
      return { steps, tokens: steps * 10, finalLoss: loss, seconds: steps * 0.01 };
    });
  }

  /** A step's worth of work for each figure. */
  async measure({ onStage, signal }: MeasureRequest): Promise<Measurement> {
    return this.working(async () => {
      for (const stage of ["training", "decoding"] as const) {
        onStage(stage);
        throwIfCancelled(signal);
        await this.options.onWork?.("step");
        throwIfCancelled(signal);
      }
      return { ...FAKE_MEASUREMENT, model: { name: "Fake", parameters: 10, hash: this.info.hash } };
    });
  }

  async merge(adapter: Adapter): Promise<void> {
    if (adapter instanceof FakeAdapter) this.merged.push(...adapter.learned);
    this.active = null;
  }

  unmerge(): void {
    this.merged.length = 0;
  }

  dispose(): void {
    this.disposed = true;
  }

  private known(): string[] {
    const learned = this.active?.learned ?? [];
    const kept = Math.max(0, (this.options.mergedMemory ?? 0) - learned.length);
    return [...(kept > 0 ? this.merged.slice(-kept) : []), ...learned];
  }

  private recall(prompt: string): string {
    const known = this.known().find((text) => text.startsWith(prompt));
    return known === undefined ? "I do not know" : known.slice(prompt.length).split(END)[0]!.trim();
  }

  private async working<T>(work: () => Promise<T>): Promise<T> {
    this.busy++;
    try {
      if (this.busy > 1) throw new Error("The fake was called twice at once.");
      return await work();
    } finally {
      this.busy--;
    }
  }
}
