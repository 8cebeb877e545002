import { z } from "../protocol/zod.ts";
import { unsupported } from "./checkpointError.ts";
import { parseJson } from "./parseJson.ts";
import { normalisePreTokenizer } from "./preTokenizer.ts";
import type { TokenizerParts } from "./tokenizerParts.ts";

/** The texts of the files beside the weights; only tokenizer.json must be there. */
export interface TokenizerFiles {
  tokenizer: { name: string; json: string };
  tokenizerConfig: { name: string; json: string } | null;
  /** chat_template.jinja; newer models keep the template there. */
  chatTemplate: string | null;
  endTokens: number[];
}

const id = z.int().check(z.nonnegative(), z.maximum(1 << 24));

const tokenizerSchema = z.object({
  added_tokens: z._default(
    z.array(
      z.object({
        id,
        content: z.string().check(z.minLength(1)),
        special: z._default(z.boolean(), false),
        lstrip: z._default(z.boolean(), false),
        rstrip: z._default(z.boolean(), false),
        normalized: z._default(z.boolean(), false),
      }),
    ),
    [],
  ),
  normalizer: z.optional(z.unknown()),
  pre_tokenizer: z.optional(z.unknown()),
  decoder: z.nullish(z.object({ type: z.string() })),
  model: z.object({
    type: z._default(z.string(), "BPE"),
    vocab: z.record(z.string(), id),
    merges: z.array(z.union([z.string(), z.tuple([z.string(), z.string()])])),
    ignore_merges: z._default(z.boolean(), false),
    byte_fallback: z._default(z.boolean(), false),
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
  chat_template: z.nullish(
    z.union([z.string(), z.array(z.object({ name: z.string(), template: z.string() }))]),
  ),
});

const normalizerSchema = z.union([
  z.null(),
  z.undefined(),
  z.object({ type: z.literal("NFC") }),
  z.object({ type: z.literal("Sequence"), normalizers: z.array(z.object({ type: z.literal("NFC") })) }),
]);

/**
 * A tokenizer as the Hugging Face hub has it. Throws "bad-checkpoint" for a damaged file, "unsupported" for
 * a tokenizer that is not byte-level BPE.
 */
export function parseTokenizerFiles(files: TokenizerFiles): TokenizerParts {
  const { name: file, json } = files.tokenizer;
  const document = parseJson(json, z.unknown(), file);
  const { type } = parseJson(document, modelTypeSchema, file).model;
  if (type !== "BPE") throw unsupported(`${file}: the tokenizer is of the kind ${type}, not byte-level BPE.`);
  const raw = parseJson(document, tokenizerSchema, file);
  const { model } = raw;
  if (model.byte_fallback || model.continuing_subword_prefix || model.end_of_word_suffix) {
    throw unsupported(`${file}: the tokenizer is a BPE of another kind than byte-level.`);
  }
  if (raw.decoder && raw.decoder.type !== "ByteLevel") {
    throw unsupported(`${file}: the tokenizer's decoder is ${raw.decoder.type}, not ByteLevel.`);
  }
  const normalizer = normalizerSchema.safeParse(raw.normalizer);
  if (!normalizer.success) throw unsupported(`${file}: the tokenizer changes the text before it reads it.`);

  const config = files.tokenizerConfig
    ? parseJson(files.tokenizerConfig.json, tokenizerConfigSchema, files.tokenizerConfig.name)
    : {};
  return {
    file,
    vocabulary: model.vocab,
    merges: model.merges.map((merge) => (typeof merge === "string" ? splitMerge(merge) : merge)),
    ignoreMerges: model.ignore_merges,
    addedTokens: raw.added_tokens,
    nfc: normalizer.data != null,
    preTokenizer: normalisePreTokenizer(raw.pre_tokenizer, file),
    chatTemplate: files.chatTemplate ?? pickTemplate(config.chat_template),
    bosToken: tokenText(config.bos_token),
    eosToken: tokenText(config.eos_token),
    endTokens: files.endTokens,
  };
}

/** "Ġ t" → ["Ġ", "t"]; the byte alphabet has no space, so the first one divides. */
export function splitMerge(merge: string): [string, string] {
  const space = merge.indexOf(" ");
  return [merge.slice(0, Math.max(space, 0)), merge.slice(space + 1)];
}

function tokenText(token: z.infer<typeof specialToken>): string | null {
  return (typeof token === "object" ? token?.content : token) ?? null;
}

function pickTemplate(template: z.infer<typeof tokenizerConfigSchema>["chat_template"]): string | null {
  if (!Array.isArray(template)) return template ?? null;
  return template.find(({ name }) => name === "default")?.template ?? null;
}
