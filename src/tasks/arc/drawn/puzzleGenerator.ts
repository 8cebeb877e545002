import { PlaygroundError } from "../../../protocol/playgroundError.ts";
import { createRandom, type Random } from "../../../protocol/random.ts";
import type { Draft, Family } from "../families/family.ts";
import { coloursOf, type Grid, gridKey, sameGrid, sizeOf } from "../grid.ts";
import { cellsOf, type Pair, type Puzzle } from "../puzzle.ts";
import { PAIR_SYMMETRIES, type PairSymmetry } from "../views/pairSymmetries.ts";
import { fits, PUZZLE_SIZES, type PuzzleSize, type SizeName } from "./puzzleSize.ts";

/** A puzzle of our own making, with what is known about its rule. */
export interface GeneratedPuzzle extends Puzzle {
  readonly test: readonly Pair[];
  /** The pair-level transforms that the rule truly commutes with. */
  readonly symmetries: readonly PairSymmetry[];
}

/** What of a family or a composition the generator uses. */
export type PuzzleSource = Pick<Family, "name" | "draw">;

const MOST_DEMONSTRATIONS = 4;
const FEWEST_DEMONSTRATIONS = 3;
const MOST_DRAFTS = 60;
/** Draws of an input before its rule is given up. */
const MOST_INPUTS = 40;

/**
 * The puzzle of a family for a seed: always the same for the same arguments.
 *
 * @throws PlaygroundError "unsupported" where the family's rules cannot be shown in that size
 */
export function generatePuzzle(family: Family, seed: number, sizeName: SizeName): GeneratedPuzzle {
  const size = PUZZLE_SIZES[sizeName];
  if (!fits(family, size)) {
    throw new PlaygroundError(
      "unsupported",
      `Puzzles of the family “${family.name}” do not fit in the size “${sizeName}”.`,
      "Choose a larger size.",
    );
  }
  const puzzle = drawPuzzle(family, createRandom(seed).fork(`${family.name} ${sizeName}`), size);
  if (puzzle !== null) return puzzle;
  throw new Error(`The family “${family.name}” gave no puzzle for the seed ${seed}.`);
}

/** Draws rules and inputs until they make a puzzle that can be solved from its demonstrations; null if none do. */
export function drawPuzzle(source: PuzzleSource, random: Random, size: PuzzleSize): GeneratedPuzzle | null {
  for (let i = 0; i < MOST_DRAFTS; i++) {
    const puzzle = puzzleOf(source.draw(random, size), random, size);
    if (puzzle !== null && isWorthwhile(puzzle)) return puzzle;
  }
  return null;
}

function puzzleOf(draft: Draft, random: Random, size: PuzzleSize): GeneratedPuzzle | null {
  const wanted = FEWEST_DEMONSTRATIONS + random.below(MOST_DEMONSTRATIONS - FEWEST_DEMONSTRATIONS + 1);
  const pairs = drawPairs(draft, random, wanted + 1, size);
  const query = pairs[0];
  if (query === undefined) return null;
  const symmetries = PAIR_SYMMETRIES.filter((symmetry) => draft.symmetries.includes(symmetry));
  for (let count = pairs.length - 1; count >= FEWEST_DEMONSTRATIONS; count--) {
    const puzzle = { train: pairs.slice(1, count + 1), test: [query], symmetries };
    if (cellsOf(puzzle) <= size.maxCells) return puzzle;
  }
  return null;
}

function drawPairs(draft: Draft, random: Random, wanted: number, size: PuzzleSize): Pair[] {
  const pairs = new Map<string, Pair>();
  for (let i = 0; i < MOST_INPUTS && pairs.size < wanted; i++) {
    const input = draft.input(random);
    if (input === null) continue;
    const pair = { input, output: draft.rule(input) };
    if (isWithin(input, size) && isWithin(pair.output, size) && !isIdle(pair))
      pairs.set(gridKey(input), pair);
  }
  return pairs.size === wanted ? [...pairs.values()] : [];
}

function isWithin(grid: Grid, limit: PuzzleSize): boolean {
  const { height, width } = sizeOf(grid);
  return height >= 1 && width >= 1 && height <= limit.height && width <= limit.width;
}

/** Whether nothing happens, or nothing is left. */
function isIdle({ input, output }: Pair): boolean {
  return sameGrid(input, output) || coloursOf(output).length === 0;
}

/** Whether the demonstrations show the rule: answers that differ, and no colour in the asked one that they lack. */
function isWorthwhile({ train, test }: GeneratedPuzzle): boolean {
  if (new Set(train.map(({ output }) => gridKey(output))).size === 1) return false;
  const shown = train.flatMap(({ output }) => coloursOf(output));
  return test.every(({ input, output }) => {
    const known = [...shown, ...coloursOf(input)];
    return coloursOf(output).every((colour) => known.includes(colour));
  });
}
