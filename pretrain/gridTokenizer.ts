/**
 * Writes the tokenizer of the embedded grid model, and for its trainer what each token's embedding is the sum of, in .cache/arc/vocabulary.json.
 *
 *   tsx pretrain/gridTokenizer.ts [side] [longest row] [folder]
 *
 * A byte-level BPE without merges whose added tokens are cells, sizes and the choices of a self-edit.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { BEGIN, END, gridVocabulary } from "../src/tasks/arc/notation/gridVocabulary.ts";

const [side = "5", row = "20", folder = "public/models/embedded-grid"] = process.argv.slice(2);
const tokens = gridVocabulary({ side: Number(side), row: Number(row) });
const bytes = byteAlphabet();

mkdirSync(folder, { recursive: true });
mkdirSync(".cache/arc", { recursive: true });
const tokenizer = {
  version: "1.0",
  truncation: null,
  padding: null,
  added_tokens: tokens.map(({ text }, id) => ({
    id,
    content: text,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: text.startsWith("<|"),
  })),
  normalizer: null,
  pre_tokenizer: { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: false },
  post_processor: null,
  decoder: { type: "ByteLevel", add_prefix_space: true, trim_offsets: true, use_regex: true },
  model: {
    type: "BPE",
    // The added tokens are named here too: the Python library numbers those anew that it does not find here.
    vocab: Object.fromEntries([
      ...tokens.map(({ text }, id) => [text, id]),
      ...bytes.map((byte, i) => [byte, tokens.length + i]),
    ]),
    merges: [],
  },
};
writeFileSync(`${folder}/tokenizer.json`, `${JSON.stringify(tokenizer)}\n`);
const config = {
  tokenizer_class: "PreTrainedTokenizerFast",
  bos_token: BEGIN,
  eos_token: END,
  pad_token: "<|pad|>",
  add_bos_token: false,
  clean_up_tokenization_spaces: false,
};
writeFileSync(`${folder}/tokenizer_config.json`, `${JSON.stringify(config, null, 2)}\n`);
const all = [...tokens, ...bytes.map((text) => ({ text, factors: ["byte"] }))];
writeFileSync(".cache/arc/vocabulary.json", JSON.stringify(all));
console.log("vocabulary", all.length);

/** The 256 characters that stand for bytes in a byte-level BPE (after GPT-2). */
function byteAlphabet(): string[] {
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => {
    const printable = (byte > 32 && byte < 127) || (byte > 160 && byte !== 173);
    return String.fromCodePoint(printable ? byte : next++);
  });
}
