import { Pacer } from "../protocol/pacer.ts";
import { PlaygroundError } from "../protocol/playgroundError.ts";
import { createRandom, type Random } from "../protocol/random.ts";
import { tokensOf } from "../protocol/sequence.ts";
import { MAX_DECODING_BATCH } from "../protocol/work.ts";
import type { Decoder, DecoderLora } from "./decoder.ts";
import type { KvCache } from "./kernels/kernels.ts";
import type { GenerateRequest, Generation, SamplingSettings } from "./languageModel.ts";
import { sampleToken } from "./sampling.ts";
import { TextStream } from "./textStream.ts";
import type { Tokenizer } from "./tokenizer.ts";

/** Bytes of keys and values held at most; more prompts than fit are decoded one group after the other. */
const MAX_CACHE_BYTES = 256 * 1024 * 1024;
/** Cache capacities are multiples of this, so that few different shapes occur. */
const CAPACITY_STEP = 64;
/** Tokens, with padding, in one forward pass of a prefill. */
const PREFILL_TOKENS = 512;
/** Finished sequences are dropped from the cache when at most this share is still going. */
const COMPACTION_SHARE = 0.75;

/** One sequence being decoded. */
interface Sequence {
  prompt: readonly number[];
  random: Random;
  stream: TextStream;
  tokens: number[];
  logprobs: number[];
  text: string;
  finish: Generation["finish"] | null;
  onText: (text: string) => void;
}

/**
 * See `LanguageModel.generate`. Each prompt draws from its own generator, named by its index, so its samples do
 * not depend on what it is batched with. Throws "bad-input" for prompts that do not fit the context, and "diverged"
 * where the logits are not numbers.
 */
export async function generateTexts(
  decoder: Decoder,
  tokenizer: Tokenizer,
  lora: DecoderLora,
  request: GenerateRequest,
): Promise<Generation[]> {
  const { prompts, sampling, onText, signal } = request;
  checkSampling(sampling);
  const random = createRandom(sampling.seed);
  const sequences = prompts.map((given, index): Sequence => {
    const prompt = tokensOf(given, tokenizer);
    checkPrompt(prompt.length, index, sampling.maxTokens, decoder.config.maxPositions);
    return {
      prompt,
      random: random.fork(index),
      stream: new TextStream(tokenizer, sampling.stop),
      tokens: [],
      logprobs: [],
      text: "",
      finish: null,
      onText: (piece) => onText?.(index, piece),
    };
  });
  const pacer = new Pacer(signal);
  await pacer.pause();
  for (const group of decodingGroups(sequences, decoder, sampling.maxTokens)) {
    await decodeGroup(decoder, tokenizer, lora, group, sampling, pacer);
  }
  return sequences.map(({ text, tokens, logprobs, finish }) => ({
    text,
    tokens,
    logprobs,
    finish: finish ?? "length",
  }));
}

async function decodeGroup(
  decoder: Decoder,
  tokenizer: Tokenizer,
  lora: DecoderLora,
  group: readonly Sequence[],
  sampling: SamplingSettings,
  pacer: Pacer,
): Promise<void> {
  const prompts = distinctPrompts(group);
  let slots = [...group];
  let { cache, logits } = await prefill(decoder, lora, prompts.distinct, pacer);
  try {
    if (prompts.distinct.length < group.length) {
      cache = replaceCache(decoder, cache, prompts.slotOf, cache.shape.capacity);
      logits = prompts.slotOf.map((slot) => logits[slot]!);
    }
    for (;;) {
      slots.forEach((sequence, slot) => {
        if (!sequence.finish) sampleInto(sequence, logits[slot]!, tokenizer, sampling);
      });
      const going = slots.flatMap((sequence, slot) => (sequence.finish ? [] : [slot]));
      if (going.length === 0) return;
      const needed = Math.max(...going.map((slot) => lengthOf(slots[slot]!)));
      if (going.length <= COMPACTION_SHARE * slots.length || needed > cache.shape.capacity) {
        cache = replaceCache(decoder, cache, going, capacityFor(needed));
        slots = going.map((slot) => slots[slot]!);
      }
      logits = await decodeStep(decoder, lora, cache, slots, pacer);
    }
  } finally {
    cache.dispose();
  }
}

/** Runs each prompt through the decoder, some positions of all at a time; logits of each prompt's last token. */
async function prefill(
  decoder: Decoder,
  lora: DecoderLora,
  prompts: readonly (readonly number[])[],
  pacer: Pacer,
): Promise<{ cache: KvCache; logits: Float32Array[] }> {
  const batch = prompts.length;
  const lengths = Int32Array.from(prompts, (prompt) => prompt.length);
  const longest = Math.max(...lengths);
  const cache = decoder.createKvCache(batch, capacityFor(longest + 1));
  const logits: Float32Array[] = new Array(batch);
  const chunk = Math.max(1, Math.floor(PREFILL_TOKENS / batch));
  try {
    for (let start = 0; start < longest; start += chunk) {
      const newTokens = Math.min(chunk, longest - start);
      const tokens = new Int32Array(batch * newTokens);
      const lastRows: number[] = [];
      const ending: number[] = [];
      prompts.forEach((prompt, b) => {
        for (let t = 0; t < newTokens; t++) tokens[b * newTokens + t] = prompt[start + t] ?? 0;
        const last = prompt.length - 1 - start;
        if (last < 0 || last >= newTokens) return;
        lastRows.push(b * newTokens + last);
        ending.push(b);
      });
      const step = { newTokens, starts: new Int32Array(batch).fill(start), lengths };
      const rows = await readLogits(decoder, tokens, step, cache, lastRows, lora, pacer);
      ending.forEach((b, i) => {
        logits[b] = rows[i]!;
      });
    }
    return { cache, logits };
  } catch (error) {
    cache.dispose();
    throw error;
  }
}

/** Feeds each sequence its newest token. Finished ones idle at position 0 of their slot, which nobody reads. */
function decodeStep(
  decoder: Decoder,
  lora: DecoderLora,
  cache: KvCache,
  slots: readonly Sequence[],
  pacer: Pacer,
): Promise<Float32Array[]> {
  const tokens = Int32Array.from(slots, (sequence) => (sequence.finish ? 0 : sequence.tokens.at(-1)!));
  const lengths = Int32Array.from(slots, (sequence) => (sequence.finish ? 0 : lengthOf(sequence)));
  const starts = lengths.map((length) => Math.max(0, length - 1));
  const everyRow = slots.map((_, slot) => slot);
  return readLogits(decoder, tokens, { newTokens: 1, starts, lengths }, cache, everyRow, lora, pacer);
}

async function readLogits(
  decoder: Decoder,
  tokens: Int32Array,
  step: { newTokens: number; starts: Int32Array; lengths: Int32Array },
  cache: KvCache,
  rows: readonly number[],
  lora: DecoderLora,
  pacer: Pacer,
): Promise<Float32Array[]> {
  const tensor = await decoder.extend(tokens, step, cache, rows, lora, pacer);
  if (!tensor) return [];
  const values = await tensor.data<"float32">();
  tensor.dispose();
  const { vocabSize } = decoder.config;
  return rows.map((_, row) => values.subarray(row * vocabSize, (row + 1) * vocabSize));
}

function sampleInto(
  sequence: Sequence,
  logits: Float32Array,
  tokenizer: Tokenizer,
  sampling: SamplingSettings,
): void {
  const { token, logprob } = sampleToken(logits, sampling, sequence.random);
  if (Number.isNaN(logprob)) {
    throw new PlaygroundError(
      "diverged",
      "The model's predictions are no longer numbers.",
      "Put away or undo the adapter that was trained last, and train with a smaller learning rate.",
    );
  }
  sequence.tokens.push(token);
  sequence.logprobs.push(logprob);
  const ended = tokenizer.endTokens.includes(token);
  let piece = ended ? "" : sequence.stream.push(token);
  if (ended) sequence.finish = "end";
  else if (sequence.stream.stopped) sequence.finish = "stop";
  else if (sequence.tokens.length >= sampling.maxTokens) sequence.finish = "length";
  if (sequence.finish) piece += sequence.stream.end();
  sequence.text += piece;
  if (piece) sequence.onText(piece);
}

function replaceCache(decoder: Decoder, cache: KvCache, rows: readonly number[], capacity: number): KvCache {
  const next = decoder.kernels.selectKvCache(cache, Int32Array.from(rows), capacity);
  cache.dispose();
  return next;
}

function lengthOf(sequence: Sequence): number {
  return sequence.prompt.length + sequence.tokens.length;
}

function capacityFor(tokens: number): number {
  return Math.ceil(tokens / CAPACITY_STEP) * CAPACITY_STEP;
}

/** Equal prompts are prefilled once: `slotOf` says which of the distinct ones each sequence starts from. */
function distinctPrompts(group: readonly Sequence[]): { distinct: (readonly number[])[]; slotOf: number[] } {
  const distinct: (readonly number[])[] = [];
  const slots = new Map<string, number>();
  const slotOf = group.map(({ prompt }) => {
    const key = prompt.join();
    const slot = slots.get(key) ?? distinct.push(prompt) - 1;
    slots.set(key, slot);
    return slot;
  });
  return { distinct, slotOf };
}

/** Consecutive prompts, as many at a time as the cache's budget allows at full length. */
function decodingGroups(sequences: readonly Sequence[], decoder: Decoder, maxTokens: number): Sequence[][] {
  const { layerCount, kvHeadCount, headDim } = decoder.config;
  const bytesPerToken = 2 * 4 * layerCount * kvHeadCount * headDim;
  const groups: Sequence[][] = [];
  let longest = 0;
  for (const sequence of sequences) {
    longest = Math.max(longest, capacityFor(sequence.prompt.length + maxTokens));
    const group = groups.at(-1);
    const size = (group?.length ?? 0) + 1;
    if (group && size <= MAX_DECODING_BATCH && size * longest * bytesPerToken <= MAX_CACHE_BYTES)
      group.push(sequence);
    else {
      groups.push([sequence]);
      longest = capacityFor(sequence.prompt.length + maxTokens);
    }
  }
  return groups;
}

function checkPrompt(length: number, index: number, maxTokens: number, maxPositions: number): void {
  if (length === 0) {
    throw new PlaygroundError(
      "bad-input",
      `Prompt ${index + 1} is empty.`,
      "Give the model some text to go on from.",
    );
  }
  if (length + maxTokens <= maxPositions) return;
  throw new PlaygroundError(
    "bad-input",
    `Prompt ${index + 1} has ${length} tokens, which with ${maxTokens} new ones exceeds the model's context of ${maxPositions}.`,
    "Shorten the prompt, ask for fewer new tokens, or choose a model with a longer context.",
  );
}

function checkSampling({ temperature, topP, topK, maxTokens }: SamplingSettings): void {
  const problem = !(temperature >= 0 && Number.isFinite(temperature))
    ? `The temperature is ${temperature}; it must be 0 or more.`
    : !(topP > 0 && topP <= 1)
      ? `Top-p is ${topP}; it must be above 0 and at most 1.`
      : !(Number.isInteger(topK) && topK >= 0)
        ? `Top-k is ${topK}; it must be a whole number, 0 for off.`
        : !(Number.isInteger(maxTokens) && maxTokens >= 1)
          ? `The most new tokens is ${maxTokens}; it must be a whole number of at least 1.`
          : null;
  if (problem) throw new PlaygroundError("bad-input", problem, "Change the sampling settings.");
}
