import { z } from "../../protocol/zod.ts";
import { unsupported } from "../checkpointError.ts";
import { stepsIn, typeOfStep } from "./tokenizerSteps.ts";

/** Stands for a space, and for the beginning of a text. */
export const SPACE = "▁";

type NormalizerStep =
  | { type: "Prepend"; prepend: string }
  | { type: "Replace"; pattern: { String: string }; content: string }
  | { type: "NFC" | "NFKC" };

type DecoderStep =
  | { type: "Replace"; pattern: { String: string }; content: string }
  | { type: "ByteFallback" }
  | { type: "Fuse" }
  | { type: "Strip"; content: string; start: number; stop: number };

/**
 * SentencePiece's way (Llama 2, Mistral, Gemma): spaces become "▁", the whole text is merged at once, and what the
 * vocabulary lacks is written in tokens for bytes ("<0xE2>").
 */
export interface SentencePieceForm {
  kind: "sentencepiece";
  normalizers: NormalizerStep[];
  /** Which stretches between special tokens get a "▁" in front, where the normalizers do not say; null: none. */
  prefix: "first" | "always" | null;
  decoders: DecoderStep[];
  /** For what not even bytes can write. */
  unknownToken: string | null;
}

/** As Llama 2 and Mistral decode: the "▁" of the beginning goes. */
const LLAMA_DECODERS: DecoderStep[] = [
  { type: "Replace", pattern: { String: SPACE }, content: " " },
  { type: "ByteFallback" },
  { type: "Fuse" },
  { type: "Strip", content: " ", start: 1, stop: 0 },
];

/** What GGUF's `tokenizer.ggml.model = llama` stands for. */
export function sentencePieceForm(addsPrefix: boolean, unknownToken: string | null): SentencePieceForm {
  const spaces: NormalizerStep = { type: "Replace", pattern: { String: " " }, content: SPACE };
  return {
    kind: "sentencepiece",
    normalizers: [spaces],
    prefix: addsPrefix ? "first" : null,
    decoders: addsPrefix ? LLAMA_DECODERS : LLAMA_DECODERS.slice(0, -1),
    unknownToken,
  };
}

/**
 * Tokens as text, by the form's steps. Done here because the library's decoder drops a byte-order mark. Bytes that are
 * no whole characters become a U+FFFD each, as in Transformers.
 */
export function decodePieces(pieces: readonly string[], { decoders }: SentencePieceForm): string {
  return decoders.reduce<readonly string[]>(decodeStep, pieces).join("");
}

function decodeStep(pieces: readonly string[], step: DecoderStep): readonly string[] {
  switch (step.type) {
    case "Replace":
      return pieces.map((piece) => piece.replaceAll(step.pattern.String, step.content));
    case "Fuse":
      return [pieces.join("")];
    case "Strip":
      return pieces.map((piece) => stripped(piece, step));
    case "ByteFallback":
      return joinBytes(pieces);
  }
}

function stripped(piece: string, { content, start, stop }: Extract<DecoderStep, { type: "Strip" }>): string {
  let from = 0;
  let to = piece.length;
  while (from < start && piece[from] === content) from++;
  while (piece.length - to < stop && to > from && piece[to - 1] === content) to--;
  return piece.slice(from, to);
}

function joinBytes(pieces: readonly string[]): string[] {
  const joined: string[] = [];
  let bytes: number[] = [];
  const flush = () => {
    if (bytes.length > 0) joined.push(textOf(bytes));
    bytes = [];
  };
  for (const piece of pieces) {
    const byte = /^<0x([0-9A-Fa-f]{2})>$/.exec(piece);
    if (byte) bytes.push(Number.parseInt(byte[1]!, 16));
    else {
      flush();
      joined.push(piece);
    }
  }
  flush();
  return joined;
}

function textOf(bytes: readonly number[]): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes));
  } catch {
    return "\uFFFD".repeat(bytes.length);
  }
}

const literal = z.object({ String: z.string() });
const normalizerSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("Prepend"), prepend: z.string() }),
  z.object({ type: z.literal("Replace"), pattern: literal, content: z.string() }),
  z.object({ type: z.literal("NFC") }),
  z.object({ type: z.literal("NFKC") }),
]);
const decoderSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("Replace"), pattern: literal, content: z.string() }),
  z.object({ type: z.literal("ByteFallback") }),
  z.object({ type: z.literal("Fuse") }),
  z.object({ type: z.literal("Strip"), content: z.string(), start: z.int(), stop: z.int() }),
]);
const metaspaceSchema = z.object({
  type: z.literal("Metaspace"),
  replacement: z.optional(z.literal(SPACE)),
  prepend_scheme: z._default(z.enum(["first", "always", "never"]), "always"),
  split: z._default(z.boolean(), true),
});
/** After spaces have become "▁" there are none to divide at: Gemma's step does nothing. */
const idleSplitSchema = z.object({
  type: z.literal("Split"),
  pattern: z.object({ String: z.literal(" ") }),
  behavior: z.string(),
});

/** The parts of a tokenizer.json with `byte_fallback`. Throws "unsupported" naming a step that is not known here. */
export function parseSentencePiece(
  raw: { normalizer?: unknown; pre_tokenizer?: unknown; decoder?: unknown; unknownToken: string | null },
  file: string,
): SentencePieceForm {
  const steps = <T>(json: unknown, list: "normalizers" | "decoders", schema: z.ZodMiniType<T>): T[] =>
    stepsIn(json, list).map((step) => {
      const result = schema.safeParse(step);
      if (!result.success)
        throw unsupported(`${file}: the tokenizer's step ${typeOfStep(step)} is not known here.`);
      return result.data;
    });
  const normalizers = steps(raw.normalizer, "normalizers", normalizerSchema);
  const decoders = steps(raw.decoder, "decoders", decoderSchema);
  const isIdle = raw.pre_tokenizer == null || idleSplitSchema.safeParse(raw.pre_tokenizer).success;
  const { unknownToken } = raw;
  if (isIdle) return { kind: "sentencepiece", normalizers, prefix: null, decoders, unknownToken };
  const metaspace = metaspaceSchema.safeParse(raw.pre_tokenizer);
  if (!metaspace.success || metaspace.data.split) {
    throw unsupported(`${file}: the pre_tokenizer step ${typeOfStep(raw.pre_tokenizer)} is not supported.`);
  }
  const scheme = metaspace.data.prepend_scheme;
  return {
    kind: "sentencepiece",
    normalizers: [...normalizers, { type: "Replace", pattern: { String: " " }, content: SPACE }],
    prefix: scheme === "never" ? null : scheme,
    decoders,
    unknownToken,
  };
}

/**
 * SentencePiece joins the neighbours whose whole has the highest score; BPE wants a ranked list of pairs. Every token
 * gives the pairs it can be made of, ranked by its score, of equal ones the longer left part first, as in Transformers.
 */
export function mergesByScore(
  tokens: readonly string[],
  scoreOf: (id: number) => number,
): [string, string][] {
  const ids = new Map(tokens.map((token, id) => [token, id]));
  const pairs: { left: string; right: string; score: number; cut: number }[] = [];
  for (const [token, id] of ids) {
    if (token.length > MAX_TOKEN_LENGTH) continue;
    let at = 0;
    let cut = 0;
    for (const character of token) {
      at += character.length;
      cut += 1;
      const left = token.slice(0, at);
      if (!ids.has(left)) continue;
      const right = token.slice(at);
      if (right !== "" && ids.has(right)) pairs.push({ left, right, score: scoreOf(id), cut });
    }
  }
  // Stable: pairs that are equal in both stay in the order of their tokens.
  pairs.sort((a, b) => b.score - a.score || b.cut - a.cut);
  return pairs.map(({ left, right }) => [left, right]);
}

/** Longer ones only slow the reader down: the longest of real vocabularies have a few dozen characters. */
const MAX_TOKEN_LENGTH = 256;
