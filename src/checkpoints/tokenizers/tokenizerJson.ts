import { z } from "../../protocol/zod.ts";
import { badCheckpoint, unsupported } from "../checkpointError.ts";
import { parseJson } from "../parseJson.ts";
import { normalisePreTokenizer } from "./preTokenizer.ts";
import { parseSentencePiece } from "./sentencePiece.ts";
import type { AddedToken, TokenizerParts } from "./tokenizerParts.ts";
import { stepsIn, typeOfStep } from "./tokenizerSteps.ts";

/** The texts of the files beside the weights; only tokenizer.json must be there. */
export interface TokenizerFiles {
  tokenizer: { name: string; json: string };
  tokenizerConfig: { name: string; json: string } | null;
  /** chat_template.jinja; newer models keep the template there. */
  chatTemplate: string | null;
  /** chat_template.json, in which some that read pictures too have it. */
  processorTemplate: { name: string; json: string } | null;
  endTokens: number[];
}

const MAX_ID = 1 << 24;
/** Far above any real tokenizer. */
const MAX_MERGES = 1 << 22;
const MAX_ADDED = 1 << 16;

const id = z.int().check(z.nonnegative(), z.maximum(MAX_ID));

const addedTokenSchema = z.object({
  id,
  content: z.string().check(z.minLength(1)),
  special: z._default(z.boolean(), false),
  lstrip: z._default(z.boolean(), false),
  rstrip: z._default(z.boolean(), false),
  single_word: z._default(z.boolean(), false),
  normalized: z._default(z.boolean(), false),
});

/** The large lists are checked one by one below, where the first fault ends it. */
const tokenizerSchema = z.object({
  added_tokens: z._default(z.array(z.unknown()).check(z.maxLength(MAX_ADDED)), []),
  normalizer: z.optional(z.unknown()),
  pre_tokenizer: z.optional(z.unknown()),
  post_processor: z.optional(z.unknown()),
  decoder: z.optional(z.unknown()),
  model: z.object({
    type: z._default(z.string(), "BPE"),
    vocab: z.unknown(),
    merges: z.unknown(),
    ignore_merges: z.nullish(z.boolean()),
    byte_fallback: z.nullish(z.boolean()),
    unk_token: z.nullish(z.string()),
    continuing_subword_prefix: z.nullish(z.string()),
    end_of_word_suffix: z.nullish(z.string()),
  }),
});

/** Only the type is looked at before the rest is checked: other models have other shapes. */
const modelTypeSchema = z.object({ model: z.object({ type: z._default(z.string(), "BPE") }) });

const specialToken = z.nullish(z.union([z.string(), z.object({ content: z.string() })]));
const tokenizerConfigSchema = z.object({
  bos_token: specialToken,
  eos_token: specialToken,
  add_bos_token: z.nullish(z.boolean()),
  chat_template: z.nullish(
    z.union([z.string(), z.array(z.object({ name: z.string(), template: z.string() }))]),
  ),
});

const decoderSchema = z.nullish(z.object({ type: z.string() }));

/**
 * A tokenizer as the Hugging Face hub has it. Throws "bad-checkpoint" for a damaged file, "unsupported" for
 * a tokenizer that is neither byte-level BPE nor SentencePiece's BPE.
 */
export function parseTokenizerFiles(files: TokenizerFiles): TokenizerParts {
  const { name: file, json } = files.tokenizer;
  const document = parseJson(json, z.unknown(), file);
  const { type } = parseJson(document, modelTypeSchema, file).model;
  if (type !== "BPE") throw unsupported(`${file}: the tokenizer is of the kind ${type}, not BPE.`);
  const raw = parseJson(document, tokenizerSchema, file);
  const { model } = raw;
  if (model.continuing_subword_prefix || model.end_of_word_suffix) {
    throw unsupported(`${file}: the tokenizer marks where words begin or end, which is not read here.`);
  }
  const config = files.tokenizerConfig
    ? parseJson(files.tokenizerConfig.json, tokenizerConfigSchema, files.tokenizerConfig.name)
    : {};
  const bosToken = tokenText(config.bos_token);
  return {
    file,
    form:
      model.byte_fallback &&
      !stepsIn(raw.pre_tokenizer, "pretokenizers").map(typeOfStep).includes("ByteLevel")
        ? parseSentencePiece({ ...raw, unknownToken: model.unk_token ?? null }, file)
        : byteLevel(raw, file),
    vocabulary: vocabularyOf(model.vocab, file),
    merges: mergesOf(model.merges, file),
    ignoreMerges: model.ignore_merges ?? false,
    addedTokens: raw.added_tokens.map((token, i) => addedToken(token, i, file)),
    chatTemplate: unlessEmpty(
      files.chatTemplate ?? pickTemplate(config.chat_template) ?? processorTemplate(files.processorTemplate),
    ),
    bosToken,
    eosToken: tokenText(config.eos_token),
    startsWithBos: config.add_bos_token ?? writesFirst(raw.post_processor, bosToken),
    notes: [],
    endTokens: files.endTokens,
  };
}

function addedToken(json: unknown, i: number, file: string): AddedToken {
  const { single_word: isWord, ...token } = parseJson(json, addedTokenSchema, `${file}: added_tokens.${i}`);
  if (isWord) {
    throw unsupported(
      `${file}: the added token “${token.content.slice(0, 40)}” stands for whole words only (single_word), which is not read here.`,
    );
  }
  return token;
}

function byteLevel(raw: z.infer<typeof tokenizerSchema>, file: string): TokenizerParts["form"] {
  const decoder = decoderSchema.safeParse(raw.decoder);
  if (!decoder.success || (decoder.data && decoder.data.type !== "ByteLevel")) {
    throw unsupported(
      `${file}: the tokenizer's decoder is ${decoder.data?.type ?? "unknown"}, not ByteLevel.`,
    );
  }
  const normalizers = stepsIn(raw.normalizer, "normalizers").map(typeOfStep);
  const other = normalizers.find((type) => type !== "NFC");
  if (other !== undefined) {
    throw unsupported(`${file}: the tokenizer changes the text before it reads it (${other}).`);
  }
  const preTokenizer = normalisePreTokenizer(raw.pre_tokenizer, file);
  return { kind: "byte-level", nfc: normalizers.length > 0, preTokenizer };
}

function vocabularyOf(json: unknown, file: string): Record<string, number> {
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw badCheckpoint(`${file}: model.vocab is no table of tokens and their numbers.`);
  }
  const entries: [string, number][] = [];
  for (const [token, value] of Object.entries(json)) {
    if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value > MAX_ID) {
      throw badCheckpoint(`${file}: the number of the token “${token.slice(0, 40)}” is ${String(value)}.`);
    }
    entries.push([token, value]);
  }
  return Object.fromEntries(entries);
}

function mergesOf(json: unknown, file: string): [string, string][] {
  if (!Array.isArray(json) || json.length > MAX_MERGES) {
    throw badCheckpoint(`${file}: model.merges is no list of at most ${MAX_MERGES} pairs.`);
  }
  return json.map((merge: unknown, i): [string, string] => {
    if (typeof merge === "string") return splitMerge(merge);
    if (Array.isArray(merge) && merge.length === 2) {
      const [left, right]: unknown[] = merge;
      if (typeof left === "string" && typeof right === "string") return [left, right];
    }
    throw badCheckpoint(`${file}: model.merges.${i} is no pair of texts.`);
  });
}

/** "Ġ t" → ["Ġ", "t"]; neither alphabet has a space, so the first one divides. */
export function splitMerge(merge: string): [string, string] {
  const space = merge.indexOf(" ");
  return [merge.slice(0, Math.max(space, 0)), merge.slice(space + 1)];
}

const templateProcessingSchema = z.object({
  type: z.literal("TemplateProcessing"),
  single: z.array(z.looseObject({ SpecialToken: z.optional(z.object({ id: z.string() })) })),
});
const sequenceSchema = z.object({ type: z.literal("Sequence"), processors: z.array(z.unknown()) });

/** Whether the post-processor puts the token before every text. */
function writesFirst(postProcessor: unknown, token: string | null): boolean {
  const sequence = sequenceSchema.safeParse(postProcessor);
  if (sequence.success) return sequence.data.processors.some((step) => writesFirst(step, token));
  const template = templateProcessingSchema.safeParse(postProcessor);
  return token !== null && template.success && template.data.single[0]?.SpecialToken?.id === token;
}

function tokenText(token: z.infer<typeof specialToken>): string | null {
  return (typeof token === "object" ? token?.content : token) ?? null;
}

function pickTemplate(template: z.infer<typeof tokenizerConfigSchema>["chat_template"]): string | null {
  if (!Array.isArray(template)) return template ?? null;
  const chosen =
    template.find(({ name }) => name === "default") ?? (template.length === 1 ? template[0] : null);
  return chosen?.template ?? null;
}

const processorSchema = z.object({ chat_template: z.nullish(z.string()) });

function processorTemplate(file: TokenizerFiles["processorTemplate"]): string | null {
  return file ? (parseJson(file.json, processorSchema, file.name).chat_template ?? null) : null;
}

function unlessEmpty(template: string | null): string | null {
  return template?.trim() === "" ? null : template;
}
