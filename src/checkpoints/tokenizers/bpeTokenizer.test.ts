import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { z } from "../../protocol/zod.ts";
import { createTokenizer as createWithNotes } from "./bpeTokenizer.ts";
import { namedPreTokenizer } from "./preTokenizer.ts";
import { parseTokenizerFiles } from "./tokenizerJson.ts";
import type { TokenizerParts } from "./tokenizerParts.ts";

const FOLDER = fileURLToPath(new URL("../../../test/fixtures/checkpoints/", import.meta.url));
const NAMES = ["smollm", "gpt-2", "qwen2", "llama-bpe"] as const;

const expectedSchema = z.object({
  cases: z.array(z.object({ text: z.string(), ids: z.array(z.int()), decoded: z.string() })),
  torn: z.array(z.object({ ids: z.array(z.int()), decoded: z.string() })),
  messages: z.array(z.object({ role: z.enum(["system", "user", "assistant"]), content: z.string() })),
  chat: z.string(),
});

const createTokenizer = (...args: Parameters<typeof createWithNotes>) => createWithNotes(...args).tokenizer;
const read = (name: string, file: string) => readFileSync(`${FOLDER}tokenizer-${name}/${file}`, "utf8");

function parts(name: string, change: (json: Record<string, never>) => void = () => {}): TokenizerParts {
  const json = JSON.parse(read(name, "tokenizer.json"));
  change(json);
  return parseTokenizerFiles({
    tokenizer: { name: "tokenizer.json", json: JSON.stringify(json) },
    tokenizerConfig: { name: "tokenizer_config.json", json: read(name, "tokenizer_config.json") },
    chatTemplate: read(name, "chat_template.jinja"),
    processorTemplate: null,
    endTokens: [],
  });
}

test.each(NAMES)("%s: ids, text and chat form are those of Transformers", (name) => {
  const expected = expectedSchema.parse(JSON.parse(read(name, "expected.json")));
  const tokenizer = createTokenizer(parts(name), 416);
  for (const { text, ids, decoded } of expected.cases) {
    expect({ text, ids: tokenizer.encode(text) }).toEqual({ text, ids });
    expect({ text, decoded: tokenizer.decode(ids) }).toEqual({ text, decoded });
  }
  for (const { ids, decoded } of expected.torn) expect(tokenizer.decode(ids)).toBe(decoded);
  expect(tokenizer.renderChat(expected.messages)).toBe(expected.chat);
});

test.each(NAMES)("%s by its GGUF name gives the same ids", (name) => {
  const expected = expectedSchema.parse(JSON.parse(read(name, "expected.json")));
  const tokenizer = createTokenizer({ ...parts(name), ...namedPreTokenizer(name, "m.gguf") }, 416);
  for (const { text, ids } of expected.cases) {
    expect({ text, ids: tokenizer.encode(text) }).toEqual({ text, ids });
  }
});

const byRuleSchema = z.record(z.string(), z.array(z.object({ text: z.string(), ids: z.array(z.int()) })));
const byRule = byRuleSchema.parse(JSON.parse(readFileSync(`${FOLDER}pre-tokenizers.json`, "utf8")));

test.each(Object.keys(byRule))(
  "text divided by the rule %s has the ids of the library tokenizers",
  (name) => {
    const tokenizer = createTokenizer({ ...parts("llama-bpe"), ...namedPreTokenizer(name, "m.gguf") }, 416);
    for (const { text, ids } of byRule[name]!) {
      expect({ text, ids: tokenizer.encode(text) }).toEqual({ text, ids });
    }
  },
);

test("knows how a turn and a text end", () => {
  const chat = createTokenizer(parts("smollm"), 416);
  expect(chat.endOfTurn).toBe("<|im_end|>");
  expect([...chat.endTokens].sort()).toEqual([0, 2]);
  const base = createTokenizer({ ...parts("smollm"), chatTemplate: null, eosToken: "<|endoftext|>" }, 416);
  expect(base.renderChat([{ role: "user", content: "Hi" }])).toBeNull();
  expect(base.endOfTurn).toBe("<|endoftext|>");
  // The template, not the configuration, says how a turn ends.
  const mixed = createTokenizer({ ...parts("smollm"), eosToken: "<|endoftext|>" }, 416);
  expect(mixed.endOfTurn).toBe("<|im_end|>");
});

test("empty text and ids without text", () => {
  const tokenizer = createTokenizer(parts("smollm"), 416);
  expect(tokenizer.encode("")).toEqual([]);
  expect(tokenizer.decode([])).toBe("");
  expect(tokenizer.decode([0, 1, 2])).toBe("");
  // Rows of the embedding beyond the tokenizer.
  expect(tokenizer.decode([410])).toBe("");
});

type Json = Record<string, never>;
test.each<[string, (json: Json) => void, string]>([
  [
    "another kind",
    (json) => Object.assign(json, { model: { type: "Unigram", vocab: [] } }),
    "the tokenizer is of the kind Unigram, not BPE.",
  ],
  [
    "another mark of words",
    (json) => Object.assign(json.model!, { end_of_word_suffix: "</w>" }),
    "the tokenizer marks where words begin or end, which is not read here.",
  ],
  [
    "a pattern that could run without end",
    (json) =>
      Object.assign(json, {
        pre_tokenizer: { type: "Split", pattern: { Regex: "(\\p{L}+)+x" }, behavior: "Isolated" },
      }),
    "repeats a group that repeats or chooses",
  ],
  [
    "a number that is none",
    (json) => Object.assign(json.model!, { vocab: { a: 0, b: "1" } }),
    "tokenizer.json: the number of the token “b” is 1.",
  ],
  [
    "a merge that is no pair",
    (json) => Object.assign(json.model!, { merges: ["a b", ["a"]] }),
    "tokenizer.json: model.merges.1 is no pair of texts.",
  ],
  [
    "no pre-tokenizer",
    (json) => Object.assign(json, { pre_tokenizer: null }),
    "the tokenizer has no pre_tokenizer that can be read.",
  ],
  [
    "words, not bytes",
    (json) => Object.assign(json, { pre_tokenizer: { type: "Whitespace" } }),
    "the pre_tokenizer step Whitespace is not supported.",
  ],
  [
    "a prefix space",
    (json) => Object.assign(json, { pre_tokenizer: { type: "ByteLevel", add_prefix_space: true } }),
    "the pre_tokenizer step ByteLevel with a prefix space is not supported.",
  ],
  [
    "another division",
    (json) =>
      Object.assign(json, {
        pre_tokenizer: { type: "Split", pattern: { String: " " }, behavior: "MergedWithNext" },
      }),
    "the pre_tokenizer step Split (MergedWithNext) is not supported.",
  ],
  [
    "no bytes at the end",
    (json) => Object.assign(json, { pre_tokenizer: { type: "Digits", individual_digits: true } }),
    "the tokenizer does not work on bytes (its pre_tokenizer ends in no ByteLevel).",
  ],
  [
    "a normalizer",
    (json) => Object.assign(json, { normalizer: { type: "Lowercase" } }),
    "the tokenizer changes the text before it reads it (Lowercase).",
  ],
  [
    "another decoder",
    (json) => Object.assign(json, { decoder: { type: "Metaspace" } }),
    "the tokenizer's decoder is Metaspace, not ByteLevel.",
  ],
  [
    "a token for whole words only",
    (json) => Object.assign(json, { added_tokens: [{ id: 401, content: "TAG", single_word: true }] }),
    "the added token “TAG” stands for whole words only (single_word)",
  ],
  ["no model", (json) => Object.assign(json, { model: 3 }), "tokenizer.json: model: "],
])("%s is refused", (_, change, message) => {
  expect(() => parts("smollm", change)).toThrow(message);
});

test("only a normalizer that is there changes the text", () => {
  const cafe = "cafe\u0301";
  const ids = (normalizer: unknown) =>
    createTokenizer(
      parts("smollm", (json) => Object.assign(json, { normalizer })),
      416,
    ).encode(cafe);
  const nfc = { type: "NFC" };
  const none = ids(null);
  expect(ids({ type: "Sequence", normalizers: [] })).toEqual(none);
  expect(ids(nfc)).not.toEqual(none);
  const nested = { type: "Sequence", normalizers: [{ type: "Sequence", normalizers: [nfc] }] };
  expect(ids(nested)).toEqual(ids(nfc));
});

test("byte_fallback says nothing where the alphabet has all bytes", () => {
  const plain = createTokenizer(parts("smollm"), 416);
  const said = createTokenizer(
    parts("smollm", (json) => Object.assign(json.model!, { byte_fallback: true })),
    416,
  );
  for (const text of ["Hello  world", "日本 🙂"]) expect(said.encode(text)).toEqual(plain.encode(text));
});

test("parts that do not fit each other are refused", () => {
  const good = parts("smollm");
  expect(() => createTokenizer(good, 400)).toThrow(
    "tokenizer.json: the tokenizer has 401 tokens, the model's embedding only 400 rows.",
  );
  expect(() => createTokenizer({ ...good, merges: [["zz", "zz"]] }, 416)).toThrow(
    'tokenizer.json: merge 0 ("zz" + "zz") gives no token of the vocabulary.',
  );
  expect(() => createTokenizer({ ...good, endTokens: [500] }, 416)).toThrow(
    "tokenizer.json: the end token 500 is no token of the model.",
  );
  expect(() => createTokenizer({ ...good, vocabulary: {}, addedTokens: [], merges: [] }, 416)).toThrow(
    "tokenizer.json: the tokenizer has no tokens.",
  );
  const endless = { ...good, addedTokens: [], eosToken: null, chatTemplate: null };
  expect(() => createTokenizer(endless, 416)).toThrow(
    "tokenizer.json: the tokenizer names no token that ends a text.",
  );
});

test("a pattern that does not compile is refused", () => {
  const broken = parts("smollm", (json) =>
    Object.assign(json, {
      pre_tokenizer: {
        type: "Sequence",
        pretokenizers: [
          { type: "Split", pattern: { Regex: "(a" }, behavior: "Isolated" },
          { type: "ByteLevel", add_prefix_space: false },
        ],
      },
    }),
  );
  expect(() => createTokenizer(broken, 416)).toThrow(
    "tokenizer.json: a pattern of the pre_tokenizer fails: ",
  );
});

test("a chat template that does not compile or run is refused", () => {
  const good = parts("smollm");
  expect(() => createTokenizer({ ...good, chatTemplate: "{% for %}" }, 416)).toThrow(
    "tokenizer.json: the chat template fails: ",
  );
  const failing = "{{ raise_exception('Not today') }}";
  expect(() => createTokenizer({ ...good, chatTemplate: failing }, 416)).toThrow(
    "tokenizer.json: the chat template fails: Not today.",
  );
});

test("an unknown GGUF pre-tokenizer is named", () => {
  expect(() => namedPreTokenizer("viking", "m.gguf")).toThrow(
    'm.gguf: the tokenizer divides text by the rule "viking", which is not known here.',
  );
});

test.each([
  ["llama3", "llama-bpe"],
  ["LLaMA3", "llama-bpe"],
  ["a.x-4.0", "gpt-2"],
  ["llama-v3", "llama-bpe"],
  ["falcon3", "llama-bpe"],
  ["deepseek-r1-qwen", "qwen2"],
  ["megrez", "qwen2"],
  ["phi-2", "gpt-2"],
  ["refact", "smollm"],
])("the pre-tokenizer name %s means %s", (alias, name) => {
  expect(namedPreTokenizer(alias, "m.gguf")).toEqual(namedPreTokenizer(name, "m.gguf"));
});

test("smaug-bpe divides as Llama 3 does, but builds whole words by merges too", () => {
  const llama3 = namedPreTokenizer("llama-bpe", "m.gguf");
  expect(llama3.ignoreMerges).toBe(true);
  expect(namedPreTokenizer("smaug-bpe", "m.gguf")).toEqual({ ...llama3, ignoreMerges: false });
});
