import { badCheckpoint, unsupported } from "../checkpointError.ts";
import { namedPreTokenizer } from "../tokenizers/preTokenizer.ts";
import { mergesByScore, SPACE, sentencePieceForm } from "../tokenizers/sentencePiece.ts";
import { splitMerge } from "../tokenizers/tokenizerJson.ts";
import type { AddedToken, TokenizerParts } from "../tokenizers/tokenizerParts.ts";
import type { GgufMetadata } from "./ggufMetadata.ts";

/** `tokenizer.ggml.token_type`: control tokens are special; user-defined ones are whole but ordinary. */
const CONTROL = 3;
const USER_DEFINED = 4;

const UNSAID_RULE =
  "The file does not say how its tokenizer divides text (tokenizer.ggml.pre); GPT-2's way is taken, which may not be the model's: a newer file of it says.";

/**
 * The tokenizer within a GGUF file. `scoresRank` is false for a family whose scores do not follow the order of its
 * merges: there the order of the tokens does. Throws as `parseTokenizerFiles` does.
 */
export function parseGgufTokenizer(
  metadata: GgufMetadata,
  file: string,
  scoresRank: boolean,
): TokenizerParts {
  const kind = metadata.string("tokenizer.ggml.model");
  if (kind !== "gpt2" && kind !== "llama") {
    throw unsupported(
      `${file}: the tokenizer is of the kind "${kind}", neither byte-level BPE ("gpt2") nor SentencePiece's BPE ("llama").`,
    );
  }
  const isByteLevel = kind === "gpt2";
  const stored = metadata.strings("tokenizer.ggml.tokens");
  // Some converters write runs of spaces as such; in the vocabulary a space is "▁".
  const tokens = isByteLevel
    ? stored
    : stored.map((token) => (/^ +$/.test(token) ? SPACE.repeat(token.length) : token));
  const types = metadata.optionalNumbers("tokenizer.ggml.token_type") ?? [];
  const addedTokens: AddedToken[] = [];
  for (const [id, type] of types.entries()) {
    const content = tokens[id];
    if ((type !== CONTROL && type !== USER_DEFINED) || !content || content !== stored[id]) continue;
    const special = type === CONTROL;
    addedTokens.push({ id, content, special, lstrip: false, rstrip: false, normalized: false });
  }
  const tokenAt = (key: string): number | null => {
    const id = metadata.optionalNumber(`tokenizer.ggml.${key}`);
    if (id !== null && tokens[id] === undefined) {
      throw badCheckpoint(`${file}: ${key} is ${id}, but there are ${tokens.length} tokens.`);
    }
    return id;
  };
  const textAt = (key: string): string | null => {
    const id = tokenAt(key);
    return id === null ? null : (tokens[id] ?? null);
  };
  const preTokenizer = metadata.optionalString("tokenizer.ggml.pre") ?? "";
  const form = isByteLevel
    ? namedPreTokenizer(preTokenizer || "default", file)
    : {
        form: sentencePieceForm(
          metadata.optionalBoolean("tokenizer.ggml.add_space_prefix") ?? true,
          textAt("unknown_token_id"),
        ),
        ignoreMerges: false,
      };
  const merges = metadata.optionalStrings("tokenizer.ggml.merges")?.map(splitMerge);
  const scores = metadata.optionalNumbers("tokenizer.ggml.scores");
  if (!merges && (isByteLevel || !scores)) {
    throw badCheckpoint(`${file} lacks the entry tokenizer.ggml.${isByteLevel ? "merges" : "scores"}.`);
  }
  const endTokens = ["eos_token_id", "eot_token_id", "eom_token_id"].map(tokenAt);
  return {
    file,
    ...form,
    vocabulary: Object.fromEntries(tokens.map((token, id) => [token, id])),
    merges: merges ?? mergesByScore(tokens, scoresRank ? (id) => scores?.[id] ?? 0 : (id) => -id),
    addedTokens,
    chatTemplate: metadata.optionalString("tokenizer.chat_template"),
    bosToken: textAt("bos_token_id"),
    eosToken: textAt("eos_token_id"),
    notes: isByteLevel && preTokenizer === "" ? [UNSAID_RULE] : [],
    endTokens: endTokens.filter((token) => token !== null),
    // As llama.cpp: a SentencePiece vocabulary that does not say otherwise begins every text so.
    startsWithBos: metadata.optionalBoolean("tokenizer.ggml.add_bos_token") ?? !isByteLevel,
  };
}
