import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { nodeFileSource } from "../../../scripts/nodeFileSource.ts";
import { z } from "../../protocol/zod.ts";
import { readGguf } from "../gguf/gguf.ts";
import { parseGgufTokenizer } from "../gguf/ggufTokenizer.ts";
import { createTokenizer } from "./bpeTokenizer.ts";
import { mergesByScore } from "./sentencePiece.ts";
import { parseTokenizerFiles } from "./tokenizerJson.ts";

/** What Transformers makes of these vocabularies: `test/fixtures/make_sentencepiece_fixtures.py`. */
const FOLDER = fileURLToPath(new URL("../../../test/fixtures/checkpoints/sentencepiece/", import.meta.url));
const read = (path: string) => readFileSync(FOLDER + path, "utf8");
const casesSchema = z.array(z.object({ text: z.string(), ids: z.array(z.int()), decoded: z.string() }));
const casesIn = (path: string) => casesSchema.parse(JSON.parse(read(path)));

const fromJson = (form: string, change: (json: Record<string, never>) => void = () => {}) => {
  const json = JSON.parse(read(`${form}/tokenizer.json`));
  change(json);
  return parseTokenizerFiles({
    tokenizer: { name: "tokenizer.json", json: JSON.stringify(json) },
    tokenizerConfig: { name: "tokenizer_config.json", json: read(`${form}/tokenizer_config.json`) },
    chatTemplate: read(`${form}/chat_template.jinja`),
    processorTemplate: null,
    endTokens: [],
  });
};

test.each(["llama2", "mistral", "gemma"])(
  "tokenizer.json in the form of %s: ids and texts of Transformers",
  (form) => {
    const { tokenizer } = createTokenizer(fromJson(form), 640);
    for (const { text, ids, decoded } of casesIn(`${form}/expected.json`)) {
      expect({ text, ids: tokenizer.encode(text) }).toEqual({ text, ids });
      expect({ text, decoded: tokenizer.decode(ids) }).toEqual({ text, decoded });
    }
  },
);

test.each([
  ["llama", true],
  ["gemma3", false],
] as const)("the vocabulary of a GGUF of %s: ids and texts of Transformers", async (name, scoresRank) => {
  const { metadata } = await readGguf(await nodeFileSource(`${FOLDER}${name}.gguf`));
  const { tokenizer } = createTokenizer(parseGgufTokenizer(metadata, `${name}.gguf`, scoresRank), 640);
  expect(tokenizer.startOfText).toBe("<s>");
  expect(tokenizer.endOfTurn).toBe("</s>");
  for (const { text, ids, decoded } of casesIn(`${name}.expected.json`)) {
    expect({ text, ids: tokenizer.encode(text) }).toEqual({ text, ids });
    expect({ text, decoded: tokenizer.decode(ids) }).toEqual({ text, decoded });
  }
});

test("a system turn that the template refuses is joined to the user's", () => {
  const { tokenizer, notes } = createTokenizer(fromJson("llama2"), 640);
  const chat = tokenizer.renderChat([
    { role: "system", content: "Be brief." },
    { role: "user", content: "Hi" },
  ]);
  expect(chat).toBe("<s>[INST] Be brief.\n\nHi [/INST]");
  expect(notes).toHaveLength(1);
});

test("added tokens that are looked for in normalized text are said", () => {
  const add = (json: Record<string, never>) =>
    Object.assign(json, { added_tokens: [{ id: 1, content: "<s>", special: true, normalized: true }] });
  expect(createTokenizer(fromJson("mistral", add), 640).notes[0]).toContain("directly behind “<s>”");
  expect(createTokenizer(fromJson("gemma", add), 640).notes).toHaveLength(1);
});

test.each<[string, (json: Record<string, never>) => void, string]>([
  [
    "a step that is not known",
    (json) => Object.assign(json, { normalizer: { type: "Lowercase" } }),
    "tokenizer.json: the tokenizer's step Lowercase is not known here.",
  ],
  [
    "a decoder that is not known",
    (json) => Object.assign(json, { decoder: { type: "Sequence", decoders: [{ type: "CTC" }] } }),
    "tokenizer.json: the tokenizer's step CTC is not known here.",
  ],
  [
    "words divided at spaces",
    (json) => Object.assign(json, { pre_tokenizer: { type: "Metaspace", replacement: "▁", split: true } }),
    "tokenizer.json: the pre_tokenizer step Metaspace is not supported.",
  ],
])("%s is refused by name", (_, change, message) => {
  expect(() => fromJson("mistral", change)).toThrow(message);
});

test("pairs rank by the score of their whole; of one whole the longer left part first", () => {
  const tokens = ["a", "b", "ab", "abb", "bb"];
  expect(mergesByScore(tokens, (id) => [0, 0, -2, -1, -3][id]!)).toEqual([
    ["ab", "b"],
    ["a", "bb"],
    ["a", "b"],
    ["b", "b"],
  ]);
});
