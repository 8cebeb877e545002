import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { slotsText } from "../../../../test/gridFake.ts";
import { createTokenizer } from "../../../checkpoints/tokenizers/bpeTokenizer.ts";
import { parseTokenizerFiles } from "../../../checkpoints/tokenizers/tokenizerJson.ts";
import { createRandom } from "../../../protocol/random.ts";
import { drawSelfEdit, fromSlots, SLOTS, toSlots } from "../selfEdit.ts";
import { gridText, pairText, readOutput, readSlots } from "./gridText.ts";
import { BEGIN, END, gridVocabulary } from "./gridVocabulary.ts";

const colour = fc.integer({ min: 0, max: 9 });
const grid = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }))
  .chain(([height, width]) =>
    fc.array(fc.array(colour, { minLength: width, maxLength: width }), {
      minLength: height,
      maxLength: height,
    }),
  );

/** The tokenizer as it is shipped, through the loader that the page uses. */
function embeddedTokenizer() {
  const read = (name: string) => readFileSync(`public/models/embedded-grid/${name}`, "utf8");
  const parts = parseTokenizerFiles({
    tokenizer: { name: "tokenizer.json", json: read("tokenizer.json") },
    tokenizerConfig: { name: "tokenizer_config.json", json: read("tokenizer_config.json") },
    chatTemplate: null,
    processorTemplate: null,
    endTokens: [],
  });
  return createTokenizer(parts, 1 << 16).tokenizer;
}

describe("grids as text", () => {
  it("come back as they were", () => {
    fc.assert(
      fc.property(grid, (cells) => {
        expect(readOutput(gridText("output", cells))).toEqual({ grid: cells });
      }),
    );
  });

  it("say what is wrong with a text that is no grid", () => {
    const text = gridText("output", [
      [1, 2],
      [3, 4],
    ]);
    expect(readOutput("")).toEqual({ fault: "it does not begin with the size of an output" });
    expect(readOutput(gridText("input", [[1]]))).toHaveProperty("fault");
    expect(readOutput(text.slice(0, text.lastIndexOf("<")))).toEqual({
      fault: "it has 3 cells where its size 2×2 needs 4",
    });
    expect(readOutput(text.replace("<o2@0,1/>", "<o2@1,1/>"))).toEqual({
      fault: "its cell 2 is not the one of row 1, column 2",
    });
    expect(readOutput(text.replace("<o2@0,1/>", "<i2@0,1/>"))).toHaveProperty("fault");
  });
});

describe("self-edits as text", () => {
  it("come back as they were", () => {
    for (let seed = 0; seed < 50; seed++) {
      const edit = drawSelfEdit(createRandom(seed));
      const read = readSlots(slotsText(toSlots(edit) ?? []).replace(END, ""));
      expect("choices" in read && fromSlots(read.choices)).toEqual(edit);
    }
  });

  it("name the choice that is wrong", () => {
    const text = slotsText(SLOTS.map(() => 0)).replace(END, "");
    expect(readSlots(text.slice(0, text.lastIndexOf("<")))).toEqual({
      fault: "ends before the choice of num_train_epochs",
    });
    expect(readSlots(text.replace("<rotate=no>", "<shift=no>"))).toEqual({
      fault: "has “<shift=no>” where the choice of rotate belongs",
    });
    expect(readSlots(`${text}<rotate=no>`)).toEqual({
      fault: "goes on after its last choice with “<rotate=no>”",
    });
  });
});

describe("the embedded grid model's tokenizer", () => {
  const tokenizer = embeddedTokenizer();

  it("has one token for each cell, size and choice, and gives the text back", () => {
    const tokens = gridVocabulary({ side: 5, row: 20 });
    for (const [id, { text }] of tokens.entries()) expect(tokenizer.encode(text)).toEqual([id]);
    const puzzle = pairText({ input: [[1, 2, 3]], output: [[4], [5]] });
    expect(tokenizer.encode(BEGIN + puzzle)).toHaveLength(1 + 4 + 3 + 1);
    expect(tokenizer.decode(tokenizer.encode(puzzle))).toBe(puzzle.replace(END, ""));
    expect(tokenizer.endOfTurn).toBe(END);
  });

  it("takes any other text byte by byte", () => {
    const text = "Ärger <b> 123 \n 日本";
    expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
  });
});
