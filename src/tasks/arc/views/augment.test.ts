import { describe, expect, it } from "vitest";
import { PlaygroundError } from "../../../protocol/playgroundError.ts";
import { createRandom } from "../../../protocol/random.ts";
import { generatePuzzle } from "../drawn/puzzleGenerator.ts";
import { fits, PUZZLE_SIZES } from "../drawn/puzzleSize.ts";
import { FAMILIES } from "../families/catalogue.ts";
import { coloursOf, type Grid, sameGrid } from "../grid.ts";
import { cellsOf, type Pair } from "../puzzle.ts";
import { drawSelfEdit, type SelfEdit } from "../selfEdit.ts";
import { MAX_EXAMPLES, MAX_TRAINING_CELLS } from "../trainingLimits.ts";
import { buildTrainingSet, type TrainingExample } from "./augment.ts";
import { PAIR_SYMMETRIES } from "./pairSymmetries.ts";
import { flipLeftRight } from "./transforms.ts";

type Generation = SelfEdit["data_generation"];
const NOTHING: Generation = {
  use_basic_augmentations: false,
  use_size_augmentations: false,
  use_chain_augmentations: false,
  use_repeat_augmentations: false,
  pair_symmetries: [],
};
const EVERYTHING: Generation = {
  use_basic_augmentations: true,
  use_size_augmentations: true,
  use_chain_augmentations: true,
  use_repeat_augmentations: true,
  pair_symmetries: [...PAIR_SYMMETRIES],
};
const LIMITS = {
  maxSide: 10,
  maxCells: 800,
  maxExamples: MAX_EXAMPLES,
  maxTrainingCells: MAX_TRAINING_CELLS,
};

/** Demonstration i is drawn in colour i + 1 alone, so that it can be told where a grid comes from. */
const marked: Pair[] = [1, 2, 3, 4].map((colour) => ({
  input: [
    [colour, 0, 0],
    [0, 0, colour],
  ],
  output: [
    [0, 0, colour],
    [colour, colour, 0],
  ],
}));

const build = (edit: Generation, pairs: readonly Pair[] = marked, limits = LIMITS) =>
  buildTrainingSet(pairs, edit, createRandom(1), limits);

/** Whether an example gives its own answer away. */
function leaks({ demonstrations, query, source }: TrainingExample): boolean {
  return (
    source.demonstrations.includes(source.query) ||
    demonstrations.some(({ input }) => sameGrid(input, query.input))
  );
}

function gridsOf({ demonstrations, query }: TrainingExample): Grid[] {
  return [...demonstrations, query].flatMap(({ input, output }) => [input, output]);
}

describe("training sets", () => {
  it("ask for each demonstration with all others, and with all but one of them", () => {
    const { examples } = build(NOTHING);
    expect(examples).toHaveLength(4 * (1 + 3));
    for (const { demonstrations, query, source } of examples) {
      expect(query).toBe(marked[source.query]);
      expect(demonstrations).toEqual(source.demonstrations.map((i) => marked[i]));
    }
    expect(new Set(examples.map(({ source }) => source.query))).toEqual(new Set([0, 1, 2, 3]));
    expect(
      build(NOTHING, marked.slice(0, 2)).examples.map(({ demonstrations }) => demonstrations.length),
    ).toEqual([1, 1]);
  });

  it("never show a query its answer, whatever the edit", () => {
    const { pair_symmetries, ...taskLevel } = EVERYTHING;
    for (const edit of [
      NOTHING,
      { ...taskLevel, pair_symmetries: PAIR_SYMMETRIES.filter((s) => s !== "permute_colours") },
    ]) {
      for (const example of build(edit).examples) {
        expect(leaks(example)).toBe(false);
        if (example.origin.includes("colours permuted")) continue;
        // The query's own colour stands in no demonstration: none was made from it.
        expect(coloursOf(example.query.output)).toEqual([example.source.query + 1]);
        const shown = example.demonstrations.flatMap(({ input, output }) => [
          ...coloursOf(input),
          ...coloursOf(output),
        ]);
        expect(shown).not.toContain(example.source.query + 1);
      }
    }
    expect(pair_symmetries).toHaveLength(6);
  });

  it("would be seen to leak if they did", () => {
    const [example] = build(NOTHING).examples;
    expect(leaks({ ...example!, demonstrations: [...example!.demonstrations, example!.query] })).toBe(true);
    expect(leaks({ ...example!, source: { query: 1, demonstrations: [0, 1] } })).toBe(true);
  });

  it("never leak on own puzzles with random edits, mirror images of one another among the demonstrations", () => {
    const random = createRandom(3);
    for (const family of FAMILIES.filter((candidate) => fits(candidate, PUZZLE_SIZES.small)).slice(0, 20)) {
      const { train, test } = generatePuzzle(family, 1, "small");
      const mirrored = train.map(({ input, output }) => ({
        input: flipLeftRight(input),
        output: flipLeftRight(output),
      }));
      const edit = drawSelfEdit(random).data_generation;
      const { examples } = build(edit, [...train.slice(0, 2), ...mirrored.slice(0, 2), train[0]!]);
      expect(examples.filter(leaks)).toEqual([]);
      // The pair that is asked for afterwards is nowhere in it: it was never given.
      const asked = test[0]!.input;
      const plain = examples.filter(({ origin }) => origin === "as it is").flatMap(gridsOf);
      expect(plain.some((grid) => sameGrid(grid, asked))).toBe(
        train.some(({ output }) => sameGrid(output, asked)),
      );
    }
  });

  it("hold what the edit asks for, and say where each example comes from", () => {
    const origins = (edit: Partial<Generation>) =>
      new Set(build({ ...NOTHING, ...edit }).examples.map(({ origin }) => origin));
    expect(origins({})).toEqual(new Set(["as it is"]));
    const twice = (names: string[]) => new Set(names.flatMap((name) => [name, `${name}, colours permuted`]));
    expect(origins({ use_repeat_augmentations: true })).toEqual(
      twice(["as it is", "repeat down", "repeat across", "repeat both ways"]),
    );
    expect(origins({ use_size_augmentations: true })).toEqual(
      twice(["as it is", "double size", "double height", "double width"]),
    );
    expect(origins({ pair_symmetries: ["flip_up_down", "shift"] })).toEqual(
      twice(["as it is", "each pair on its own: flip up down, shift"]),
    );
    expect(origins({ use_basic_augmentations: true }).size).toBe(2 * 12);
    expect(origins({ use_chain_augmentations: true }).size).toBe(2 * 7);
  });

  it("transform an example alike throughout, or each pair on its own", () => {
    const mirrored = ({ output }: Pair) => output[0]![0] !== 0;
    const alike = build({ ...NOTHING, use_basic_augmentations: true }).examples.filter(
      ({ origin }) => origin === "flip left–right",
    );
    expect(alike.length).toBeGreaterThan(0);
    for (const { demonstrations, query } of alike)
      expect([...demonstrations, query].every(mirrored)).toBe(true);
    const own = build({ ...NOTHING, pair_symmetries: ["flip_left_right"] }).examples.filter(({ origin }) =>
      origin.startsWith("each pair"),
    );
    const mixed = own.filter(
      ({ demonstrations, query }) => new Set([...demonstrations, query].map(mirrored)).size === 2,
    );
    expect(mixed.length).toBeGreaterThan(own.length / 4);
  });

  it("stay within the caps, plain examples first, and count what was left out", () => {
    const { examples, dropped } = build(EVERYTHING, marked, { ...LIMITS, maxExamples: 60 });
    expect(examples).toHaveLength(60);
    expect(examples.filter(({ origin }) => origin === "as it is")).toHaveLength(16);
    expect(dropped.overCap).toBeGreaterThan(0);
    expect(build(EVERYTHING).examples.length).toBeLessThanOrEqual(MAX_EXAMPLES);
    const short = build(EVERYTHING, marked, { ...LIMITS, maxTrainingCells: 3000 });
    const cells = short.examples.map(({ demonstrations, query }) =>
      cellsOf({ train: demonstrations, test: [query] }),
    );
    expect(cells.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(3000);
    expect(short.examples.filter(({ origin }) => origin === "as it is")).toHaveLength(16);
    expect(short.examples.length).toBeGreaterThan(16);
    expect(short.dropped.overCap).toBeGreaterThan(0);
    const small = build(EVERYTHING, marked, { ...LIMITS, maxSide: 4, maxCells: 48 });
    expect(small.dropped.tooLarge).toBeGreaterThan(0);
    for (const { demonstrations, query } of small.examples) {
      const puzzle = { train: demonstrations, test: [query] };
      for (const grid of [...demonstrations, query].flatMap(({ input, output }) => [input, output])) {
        expect(Math.max(grid.length, ...grid.map((row) => row.length))).toBeLessThanOrEqual(4);
      }
      expect(cellsOf(puzzle)).toBeLessThanOrEqual(48);
    }
  });

  it("are the same for a seed, and differ between seeds", () => {
    expect(build(EVERYTHING)).toEqual(build(EVERYTHING));
    expect(buildTrainingSet(marked, EVERYTHING, createRandom(2), LIMITS)).not.toEqual(build(EVERYTHING));
  });

  it("say so where nothing is left", () => {
    const problem = (pairs: readonly Pair[], limits = LIMITS) => {
      try {
        build(EVERYTHING, pairs, limits);
      } catch (error) {
        if (error instanceof PlaygroundError) return error.message;
      }
      throw new Error("something was left");
    };
    expect(problem(marked.slice(0, 1))).toMatch(
      /^The puzzle has only one demonstration, and making training examples takes two different ones/,
    );
    expect(problem([marked[0]!, marked[0]!])).toMatch(
      /^The puzzle has 2 demonstrations, all with the same input, and making training examples takes two/,
    );
    expect(problem(marked, { ...LIMITS, maxSide: 2 })).toMatch(
      /^None of the \d+ training examples .* 2 cells on a side or 800 cells in all\.$/,
    );
  });
});
