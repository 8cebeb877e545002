import { Tokenizer as BpeTokenizer } from "@huggingface/tokenizers";
import type { Tokenizer } from "../../nn/tokenizer.ts";
import { compileChatTemplate, turnEnd } from "../chat/chatTemplate.ts";
import { badCheckpoint } from "../checkpointError.ts";
import { decodePieces, SPACE } from "./sentencePiece.ts";
import type { TokenizerParts } from "./tokenizerParts.ts";

/** Names under which these model families know the end of a turn or of a text. */
const KNOWN_ENDS = [
  "<|im_end|>",
  "<|eot_id|>",
  "<|eom_id|>",
  "<|endoftext|>",
  "<|end_of_text|>",
  "<end_of_turn>",
  "<eos>",
  "</s>",
];

/**
 * The tokenizer of a checkpoint whose embedding has `rows` rows (some models have a few spare ones), and what is to be
 * said of its chat template. Throws "bad-checkpoint" where the parts do not fit each other or the embedding.
 */
export function createTokenizer(
  parts: TokenizerParts,
  rows: number,
): { tokenizer: Tokenizer; notes: string[] } {
  const { file, form, addedTokens } = parts;
  checkVocabulary(parts, rows);
  const tokenizer = build(parts);
  const special = new Map(
    addedTokens.filter((token) => token.special).map(({ id, content }) => [content, id]),
  );
  const ends = new Set(parts.endTokens);
  const eos = parts.eosToken === null ? undefined : tokenizer.token_to_id(parts.eosToken);
  if (eos !== undefined) ends.add(eos);
  const eosText = eos === undefined ? undefined : tokenizer.id_to_token(eos);
  for (const name of KNOWN_ENDS) {
    const id = special.get(name);
    if (id !== undefined) ends.add(id);
  }
  const endTexts = [...ends].map((id) => tokenizer.id_to_token(id)).filter((text) => text !== undefined);
  const template = parts.chatTemplate === null ? null : compileChatTemplate(parts.chatTemplate, parts, file);
  const endOfTurn = (template && turnEnd(template, endTexts)) ?? eosText ?? endTexts[0];
  if (endOfTurn === undefined) throw badCheckpoint(`${file}: the tokenizer names no token that ends a text.`);

  const unknown = unknownId(parts);
  return {
    tokenizer: {
      encode: (text) => {
        if (text === "") return [];
        const { ids } = tokenizer.encode(text, { add_special_tokens: false });
        // SentencePiece writes a run of what it does not know as one.
        return unknown === null ? ids : ids.filter((id, i) => id !== unknown || ids[i - 1] !== unknown);
      },
      decode: (tokens) => {
        if (form.kind === "byte-level") {
          return tokens.length === 0 ? "" : tokenizer.decode([...tokens], { skip_special_tokens: true });
        }
        const pieces = tokens.map((id) => tokenizer.id_to_token(id)).filter((piece) => piece !== undefined);
        return decodePieces(
          pieces.filter((piece) => !special.has(piece)),
          form,
        );
      },
      renderChat: (messages) => template?.render(messages, true) ?? null,
      startOfText: parts.startsWithBos ? (parts.bosToken ?? "") : "",
      endOfTurn,
      endTokens: [...ends],
    },
    notes: [...parts.notes, ...notesOf(parts), ...(template?.notes ?? [])],
  };
}

/** Transformers looks for some added tokens in text that has its "▁" already, and so puts none behind them. */
function notesOf({ form, addedTokens }: TokenizerParts): string[] {
  const found = addedTokens.filter(({ normalized }) => normalized);
  if (form.kind !== "sentencepiece" || form.prefix === null || found.length === 0) return [];
  return [
    `What stands directly behind “${found[0]!.content}”${found.length > 1 ? " and its like" : ""} may be cut into other tokens than in Transformers (added_tokens, normalized).`,
  ];
}

function unknownId({ form, vocabulary }: TokenizerParts): number | null {
  const token = form.kind === "sentencepiece" ? form.unknownToken : null;
  return token !== null && Object.hasOwn(vocabulary, token) ? vocabulary[token]! : null;
}

function build(parts: TokenizerParts): BpeTokenizer {
  const { file, form } = parts;
  const description = {
    added_tokens: parts.addedTokens,
    post_processor: null,
    ...stepsOf(form),
    model: {
      type: "BPE",
      vocab: parts.vocabulary,
      merges: parts.merges,
      ignore_merges: parts.ignoreMerges,
      ...(form.kind === "sentencepiece" ? { byte_fallback: true, unk_token: form.unknownToken } : {}),
    },
  };
  try {
    return new BpeTokenizer(description, { clean_up_tokenization_spaces: false });
  } catch (cause) {
    // What has passed the checks before can only be wrong in a pattern.
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw badCheckpoint(`${file}: a pattern of the pre_tokenizer fails: ${reason}.`, undefined, cause);
  }
}

/** How text becomes pieces and pieces become text, as the library wants it. */
function stepsOf(form: TokenizerParts["form"]) {
  if (form.kind === "byte-level") {
    return {
      normalizer: form.nfc ? { type: "NFC" } : null,
      pre_tokenizer: { type: "Sequence", pretokenizers: form.preTokenizer },
      decoder: { type: "ByteLevel" },
    };
  }
  const { normalizers, prefix } = form;
  const metaspace = { type: "Metaspace", replacement: SPACE, prepend_scheme: prefix, split: false };
  return {
    normalizer: normalizers.length > 0 ? { type: "Sequence", normalizers } : null,
    pre_tokenizer: prefix === null ? null : metaspace,
    // See `decodePieces`.
    decoder: null,
  };
}

function checkVocabulary(
  { file, vocabulary, merges, addedTokens, endTokens }: TokenizerParts,
  rows: number,
): void {
  const ids = [...Object.values(vocabulary), ...addedTokens.map(({ id }) => id)];
  const largest = ids.reduce((max, id) => Math.max(max, id), -1);
  if (largest < 0) throw badCheckpoint(`${file}: the tokenizer has no tokens.`);
  if (largest >= rows) {
    throw badCheckpoint(
      `${file}: the tokenizer has ${largest + 1} tokens, the model's embedding only ${rows} rows.`,
      "Use the tokenizer that belongs to these weights.",
    );
  }
  for (const [rank, [left, right]] of merges.entries()) {
    if (!Object.hasOwn(vocabulary, left + right)) {
      throw badCheckpoint(
        `${file}: merge ${rank} ("${left}" + "${right}") gives no token of the vocabulary.`,
      );
    }
  }
  const wrong = endTokens.find((id) => id >= rows);
  if (wrong !== undefined) throw badCheckpoint(`${file}: the end token ${wrong} is no token of the model.`);
}
