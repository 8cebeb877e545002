import { z } from "../../protocol/zod.ts";
import { unsupported } from "../checkpointError.ts";
import { requireTamePattern } from "./tamePattern.ts";

/** GPT-2's division of text into words, as byte-level tokenizers apply it unless told otherwise. */
const GPT2_WORDS = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

const QWEN2_WORDS =
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

/** As Qwen2's, but digits stay together by threes. */
const LLAMA3_WORDS = QWEN2_WORDS.replace("|\\p{N}|", "|\\p{N}{1,3}|");

/** Words of one case, or with a capital first (Mistral's Tekken, and what followed GPT-4o). @param short "'s", "'t" … after a word */
function wordsByCase(short: string, numbers: string): string {
  const [upper, lower] = ["Lu}\\p{Lt", "Ll"].map((letters) => `[\\p{${letters}}\\p{Lm}\\p{Lo}\\p{M}]`);
  const before = "[^\\r\\n\\p{L}\\p{N}]?";
  const words = `${before}${upper}*${lower}+${short}|${before}${upper}+${lower}*${short}`;
  return `${words}|${numbers}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+`;
}

/** One step of a pre-tokenizer in the form of `tokenizer.json`. */
export type PreTokenizerStep =
  | { type: "Split"; pattern: { Regex: string } | { String: string }; behavior: string; invert: boolean }
  | { type: "ByteLevel"; add_prefix_space: false; use_regex: false };

/** GPT-2's way: text is divided by patterns, and its bytes are written in an alphabet of 256 characters. */
export interface ByteLevelForm {
  kind: "byte-level";
  /** Unicode NFC before anything else (Qwen). */
  nfc: boolean;
  preTokenizer: PreTokenizerStep[];
}

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
      if ("Regex" in pattern) requireTamePattern(pattern.Regex, file);
      return [{ type: "Split", pattern, behavior, invert }];
    }
    default:
      throw refuse(step.data.type);
  }
}

/**
 * llama.cpp's names for the ways of dividing text (`tokenizer.ggml.pre`): many are other names for one way, given to
 * the first model that llama.cpp's converter met it in.
 */
const NAMED: readonly {
  names: readonly string[];
  regexes: readonly string[];
  nfc?: true;
  ignoreMerges?: true;
}[] = [
  {
    names: ["llama-bpe", "llama3", "llama-v3", "falcon3", "falcon-h1", "pixtral", "midm-2.0", "lfm2"],
    regexes: [LLAMA3_WORDS],
    ignoreMerges: true,
  },
  { names: ["smaug-bpe", "dbrx"], regexes: [LLAMA3_WORDS] },
  { names: ["qwen2", "deepseek-r1-qwen", "kormo", "megrez", "f2llmv2"], regexes: [QWEN2_WORDS], nfc: true },
  { names: ["stablelm2", "hunyuan"], regexes: [QWEN2_WORDS] },
  { names: ["tekken"], regexes: [wordsByCase("", "\\p{N}")], ignoreMerges: true },
  {
    names: ["gpt-4o", "llama4"],
    regexes: [wordsByCase("(?i:'s|'t|'re|'ve|'m|'ll|'d)?", "\\p{N}{1,3}")],
    ignoreMerges: true,
  },
  // One after the other: a later one divides what an earlier one has left or made.
  {
    names: ["deepseek-coder"],
    regexes: ["[\\r\\n]", "\\s?\\p{L}+", "\\s?\\p{P}+", "[一-龥ࠀ-一가-퟿]+", "\\p{N}"],
  },
  {
    names: ["smollm", "starcoder", "refact", "command-r", "codeshell", "exaone", "minerva-7b"],
    regexes: ["\\p{N}", GPT2_WORDS],
  },
  {
    names: [
      "gpt-2",
      "default",
      "phi-2",
      "olmo",
      "mpt",
      "jais",
      "roberta-bpe",
      "jina-es",
      "jina-de",
      "jina-v2-es",
      "jina-v2-de",
      "jina-v2-code",
      "a.x-4.0",
      "mellum",
      "modern-bert",
      "exaone4",
      "gigachat",
      "trillion",
    ],
    regexes: [GPT2_WORDS],
  },
];

/** The steps that GGUF only names. Throws "unsupported" for a name not known here. */
export function namedPreTokenizer(
  name: string,
  file: string,
): { form: ByteLevelForm; ignoreMerges: boolean } {
  const known = NAMED.find(({ names }) => names.includes(name.toLowerCase()));
  if (!known) {
    throw unsupported(
      `${file}: the tokenizer divides text by the rule "${name}", which is not known here.`,
      "Choose the same model as safetensors: its tokenizer.json says how.",
    );
  }
  const preTokenizer = [...known.regexes.map(isolate), BYTES];
  // Not in the metadata: Qwen's own tokenizer.json normalises, the others do not.
  return {
    form: { kind: "byte-level", nfc: known.nfc ?? false, preTokenizer },
    ignoreMerges: known.ignoreMerges ?? false,
  };
}

const BYTES: PreTokenizerStep = { type: "ByteLevel", add_prefix_space: false, use_regex: false };

function isolate(regex: string): PreTokenizerStep {
  return { type: "Split", pattern: { Regex: regex }, behavior: "Isolated", invert: false };
}
