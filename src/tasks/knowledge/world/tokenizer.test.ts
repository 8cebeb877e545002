import { readFileSync } from "node:fs";
import { Tokenizer } from "@huggingface/tokenizers";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../../protocol/random.ts";
import { oracleEdit } from "./edit.ts";
import { createPassage } from "./passage.ts";

const read = (path: string) => JSON.parse(readFileSync(path, "utf8"));
const folder = "public/models/embedded-reader";
const tokenizer = new Tokenizer(read(`${folder}/tokenizer.json`), read(`${folder}/tokenizer_config.json`));
const roundTrip = (text: string) =>
  tokenizer.decode(tokenizer.encode(text).ids, { skip_special_tokens: true });

describe("the embedded reader's tokenizer", () => {
  it("gives back any text", () => {
    const text = fc.string({ unit: "grapheme", maxLength: 60 }).filter((s) => !s.includes("<|"));
    fc.assert(
      fc.property(text, (s) => {
        expect(roundTrip(s)).toBe(s);
      }),
      { numRuns: 500 },
    );
  });

  it("begins with <|bos|> and has at most 2,600 tokens", () => {
    expect(tokenizer.encode("Kalden plays.").ids[0]).toBe(tokenizer.token_to_id("<|bos|>"));
    expect(tokenizer.get_vocab().size).toBeLessThanOrEqual(2600);
  });

  it("keeps passages short: words whole, invented names in two or three tokens", () => {
    const random = createRandom(12);
    const lengths: number[] = [];
    for (let i = 0; i < 200; i++) {
      const passage = createPassage(random);
      lengths.push(tokenizer.encode(passage.text).ids.length);
      for (const name of passage.people)
        expect(tokenizer.encode(` ${name}`).ids.length - 1).toBeLessThanOrEqual(4);
      const [line] = oracleEdit(passage, ["implied"], random);
      expect(tokenizer.encode(line!).ids.length).toBeLessThanOrEqual(24);
    }
    expect(Math.max(...lengths)).toBeLessThanOrEqual(140);
  });

  it("encodes as the Python library does", () => {
    for (const { text, ids } of read("test/fixtures/embedded/tokenizer.json")) {
      expect([text, tokenizer.encode(text).ids]).toEqual([text, ids]);
    }
  });
});
