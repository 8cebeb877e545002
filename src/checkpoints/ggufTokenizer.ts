import { badCheckpoint, unsupported } from "./checkpointError.ts";
import type { GgufMetadata } from "./ggufMetadata.ts";
import { namedPreTokenizer } from "./preTokenizer.ts";
import { splitMerge } from "./tokenizerJson.ts";
import type { AddedToken, TokenizerParts } from "./tokenizerParts.ts";

/** `tokenizer.ggml.token_type`: control tokens are special; user-defined ones are whole but ordinary. */
const CONTROL = 3;
const USER_DEFINED = 4;

/** The tokenizer within a GGUF file. Throws as `parseTokenizerFiles` does. */
export function parseGgufTokenizer(metadata: GgufMetadata, file: string): TokenizerParts {
  const kind = metadata.string("tokenizer.ggml.model");
  if (kind !== "gpt2") {
    throw unsupported(`${file}: the tokenizer is of the kind "${kind}", not byte-level BPE ("gpt2").`);
  }
  const pre = metadata.optionalString("tokenizer.ggml.pre") ?? "default";
  const tokens = metadata.strings("tokenizer.ggml.tokens");
  const types = metadata.has("tokenizer.ggml.token_type")
    ? metadata.numbers("tokenizer.ggml.token_type")
    : [];
  const addedTokens: AddedToken[] = [];
  for (const [id, type] of types.entries()) {
    const content = tokens[id];
    if ((type !== CONTROL && type !== USER_DEFINED) || !content) continue;
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
  const bos = tokenAt("bos_token_id");
  const eos = tokenAt("eos_token_id");
  return {
    file,
    vocabulary: Object.fromEntries(tokens.map((token, id) => [token, id])),
    merges: metadata.strings("tokenizer.ggml.merges").map(splitMerge),
    ignoreMerges: pre === "llama-bpe",
    addedTokens,
    // Not in the metadata: Qwen's own tokenizer.json normalises, the others do not.
    nfc: pre === "qwen2",
    preTokenizer: namedPreTokenizer(pre, file),
    chatTemplate: metadata.optionalString("tokenizer.chat_template"),
    bosToken: bos === null ? null : (tokens[bos] ?? null),
    eosToken: eos === null ? null : (tokens[eos] ?? null),
    endTokens: [eos, tokenAt("eot_token_id"), tokenAt("eom_token_id")].filter((token) => token !== null),
  };
}
