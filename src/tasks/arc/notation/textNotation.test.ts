import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CharacterFake } from "../../../../test/characterFake.ts";
import { mirrorPuzzle } from "../../../../test/gridFake.ts";
import { processorTime } from "../../../../test/processorTime.ts";
import { gridNotation } from "./gridNotation.ts";
import { notationOf } from "./notationOf.ts";
import { digitRows, readDigits, textNotation } from "./textNotation.ts";
import { EDIT_LEAD } from "./writtenEdit.ts";

/** Digits in a row are one token. */
class JoiningFake extends CharacterFake {
  override encode(text: string): number[] {
    return [...text.matchAll(/\d{1,3}|\D/g)].map(([token]) => token.codePointAt(0) ?? 0);
  }
}

const model = new CharacterFake();
const notation = textNotation(model);
const [asked] = mirrorPuzzle.test;
const question = { demonstrations: mirrorPuzzle.train, input: asked!.input };
const example = {
  demonstrations: mirrorPuzzle.train.slice(0, 2),
  query: mirrorPuzzle.train[2]!,
  origin: "as it is",
  source: { query: 2, demonstrations: [0, 1] },
};
const counted = ({ tokens, lossMask }: { tokens: readonly number[]; lossMask: readonly boolean[] }) =>
  model.decode(tokens.filter((_, i) => lossMask[i]));

describe("puzzles as text", () => {
  it("all demonstrations stand in one prompt, as lines of digits", () => {
    expect(notation.question(question)).toMatch(
      /\n\nInput:\n123\n001\nOutput:\n321\n100\n\nInput:\n405\n001\nOutput:\n504\n100\n\n[\s\S]*Input:\n802\n030\nOutput:\n$/,
    );
  });

  it("puts spaces where a tokenizer would join digits", () => {
    expect(textNotation(new JoiningFake()).question(question)).toContain("Input:\n8 0 2\n0 3 0\nOutput:\n");
  });

  it("counts the answer alone, or outputs from the second on, or everything", () => {
    expect(counted(notation.answerSequence(question, asked!.output))).toBe(`208\n030\n${model.endOfTurn}`);
    const outputs = notation.exampleSequence(example, "train_using_output_tokens");
    expect(counted(outputs)).toBe(`504\n100076\n100\n${model.endOfTurn}`);
    const all = notation.exampleSequence(example, "train_using_all_tokens");
    expect(all.lossMask.every(Boolean)).toBe(true);
    const { demonstrations, query } = example;
    const prompt = notation.question({ demonstrations, input: query.input });
    expect(model.decode(all.tokens)).toBe(`${prompt}076\n100\n${model.endOfTurn}`);
    expect(outputs.tokens).toEqual(all.tokens);
  });

  it("asks for the edit in the chat form, and begins it", () => {
    const { prompt, lead } = notation.editPrompt(mirrorPuzzle.train);
    expect(lead).toBe(EDIT_LEAD);
    expect(prompt.endsWith(EDIT_LEAD)).toBe(true);
    expect(prompt).toContain("Input:\n123\n001\nOutput:\n321\n100\n\n");
    const base = textNotation(new CharacterFake({ chat: false })).editPrompt(mirrorPuzzle.train);
    expect(base.prompt.endsWith(`\n\n${EDIT_LEAD}`)).toBe(true);
  });

  it("is for models without tokens of grids", async () => {
    const { GridFake } = await import("../../../../test/gridFake.ts");
    expect(notationOf(model).stop).toEqual(["\n\n"]);
    const grid = new GridFake({});
    expect(notationOf(grid).question(question)).toBe(gridNotation(grid).question(question));
  });
});

describe("grids in what a model wrote", () => {
  it.each([
    [
      "123\n456",
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
    ],
    [
      "Output:\n1 2\n3 4\n\nThe rule is 5.",
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      "```\n12\n34\n```",
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      "[[1, 2], [3, 4]]",
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      "[[1 2]\n [3 4]]",
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      "| 1 | 2 |\n| 3 | 4 |",
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      "1,2\r\n3,4\r\n",
      [
        [1, 2],
        [3, 4],
      ],
    ],
    ["7", [[7]]],
  ])("%j", (text, grid) => expect(readDigits(text)).toEqual({ grid }));

  it.each([
    ["", "it has no line of digits"],
    ["The last output grid is 3333.", "it has no line of digits"],
    ["12\n345", "its grid, row 2, has 3 cells, but the first row has 2"],
    ["1\n".repeat(31), "its grid has 31 rows, and the format allows 30 at most"],
  ])("%j: %s", (text, fault) => expect(readDigits(text)).toEqual({ fault }));

  it("every grid comes back, with and without spaces", () => {
    const anyGrid = fc
      .tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 }), fc.nat())
      .map(([height, width, seed]) =>
        Array.from({ length: height }, (_, y) =>
          Array.from({ length: width }, (_, x) => (seed + y * 3 + x * 7) % 10),
        ),
      );
    fc.assert(
      fc.property(anyGrid, (grid) => {
        for (const reader of [model, new JoiningFake()]) {
          expect(readDigits(`${digitRows(reader)(grid)}\n\nInput:\n1`)).toEqual({ grid });
        }
      }),
      { numRuns: 100, seed: 4 },
    );
  });

  it("meets any text with a grid or a fault, quickly", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."0123 \n[],|'x") }), (text) => {
        expect(Object.keys(readDigits(text))).toHaveLength(1);
      }),
      { numRuns: 500, seed: 4 },
    );
    const started = processorTime();
    readDigits(`${"1 ".repeat(200_000)}x`);
    readDigits("[".repeat(200_000));
    expect(processorTime() - started).toBeLessThan(10_000);
  });
});
