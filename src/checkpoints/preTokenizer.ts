import { z } from "../protocol/zod.ts";
import { unsupported } from "./checkpointError.ts";

/** GPT-2's division of text into words, as byte-level tokenizers apply it unless told otherwise. */
const GPT2_WORDS = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

const QWEN2_WORDS =
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

/** As Qwen2's, but digits stay together by threes. */
const LLAMA3_WORDS = QWEN2_WORDS.replace("|\\p{N}|", "|\\p{N}{1,3}|");

/** One step of a pre-tokenizer in the form of `tokenizer.json`. */
export type PreTokenizerStep =
  | { type: "Split"; pattern: { Regex: string } | { String: string }; behavior: string; invert: boolean }
  | { type: "ByteLevel"; add_prefix_space: false; use_regex: false };

const stepSchema = z.looseObject({ type: z.string() });
const splitSchema = z.object({
  pattern: z.union([z.object({ Regex: z.string() }), z.object({ String: z.string() })]),
  behavior: z.string(),
  invert: z._default(z.boolean(), false),
});
const byteLevelSchema = z.object({
  add_prefix_space: z._default(z.boolean(), true),
  use_regex: z._default(z.boolean(), true),
});
const digitsSchema = z.object({ individual_digits: z._default(z.boolean(), false) });
const sequenceSchema = z.object({ pretokenizers: z.array(z.unknown()) });

/**
 * The `pre_tokenizer` of a tokenizer.json as a flat list of splits that ends in the byte encoding.
 * Digits and GPT-2's word pattern become explicit Unicode splits, because JavaScript's own `\d` and `\s`
 * differ from those of the Rust library the model was trained with.
 * Throws "unsupported" for anything but byte-level tokenizers.
 */
export function normalisePreTokenizer(json: unknown, file: string): PreTokenizerStep[] {
  const steps = flatten(json, file);
  if (steps.at(-1)?.type !== "ByteLevel" || steps.slice(0, -1).some(({ type }) => type === "ByteLevel")) {
    throw unsupported(
      `${file}: the tokenizer does not work on bytes (its pre_tokenizer ends in no ByteLevel).`,
    );
  }
  return steps;
}

function flatten(json: unknown, file: string): PreTokenizerStep[] {
  const step = stepSchema.safeParse(json);
  if (!step.success) throw unsupported(`${file}: the tokenizer has no pre_tokenizer that can be read.`);
  const refuse = (what: string) => unsupported(`${file}: the pre_tokenizer step ${what} is not supported.`);
  const read = <T>(schema: z.ZodMiniType<T>): T => {
    const result = schema.safeParse(json);
    if (!result.success) throw refuse(step.data.type);
    return result.data;
  };
  switch (step.data.type) {
    case "Sequence":
      return read(sequenceSchema).pretokenizers.flatMap((inner) => flatten(inner, file));
    case "Digits":
      return [isolate(read(digitsSchema).individual_digits ? "\\p{N}" : "\\p{N}+")];
    case "ByteLevel": {
      const { add_prefix_space, use_regex } = read(byteLevelSchema);
      if (add_prefix_space) throw refuse("ByteLevel with a prefix space");
      return use_regex ? [isolate(GPT2_WORDS), BYTES] : [BYTES];
    }
    case "Split": {
      const { pattern, behavior, invert } = read(splitSchema);
      const known = (behavior === "Isolated" && !invert) || (behavior === "Removed" && invert);
      if (!known) throw refuse(`Split (${behavior}${invert ? ", inverted" : ""})`);
      return [{ type: "Split", pattern, behavior, invert }];
    }
    default:
      throw refuse(step.data.type);
  }
}

/** The steps that GGUF only names (`tokenizer.ggml.pre`). Throws "unsupported" for a name not known here. */
export function namedPreTokenizer(name: string, file: string): PreTokenizerStep[] {
  switch (name) {
    case "smollm":
      return [isolate("\\p{N}"), isolate(GPT2_WORDS), BYTES];
    case "qwen2":
      return [isolate(QWEN2_WORDS), BYTES];
    case "llama-bpe":
      return [isolate(LLAMA3_WORDS), BYTES];
    case "gpt-2":
    case "default":
      return [isolate(GPT2_WORDS), BYTES];
    default:
      throw unsupported(
        `${file}: the tokenizer divides text by the rule "${name}", which is not known here.`,
      );
  }
}

const BYTES: PreTokenizerStep = { type: "ByteLevel", add_prefix_space: false, use_regex: false };

function isolate(regex: string): PreTokenizerStep {
  return { type: "Split", pattern: { Regex: regex }, behavior: "Isolated", invert: false };
}
