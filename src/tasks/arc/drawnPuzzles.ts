import type { NamedPuzzle } from "./puzzle.ts";
import { generatePuzzle } from "./puzzleGenerator.ts";
import { fits, PUZZLE_SIZES, type SizeName } from "./puzzleSize.ts";
import { familiesOf, type Split } from "./splits.ts";
import type { PairSymmetry } from "./symmetry.ts";

/** A puzzle of our own making, with what is known of its rule. */
export interface DrawnPuzzle extends NamedPuzzle {
  readonly symmetries: readonly PairSymmetry[];
}

/**
 * Fresh puzzles of a split that fit a size: its families in turn, each puzzle with a seed of its own.
 *
 * @param seed two seeds have no puzzle in common, up to a million puzzles
 */
export function drawnPuzzles(split: Split, size: SizeName, seed: number, count: number): DrawnPuzzle[] {
  return Array.from({ length: count }, (_, i) => drawnPuzzle(split, size, seed, i));
}

/** One of them, from 0 on. */
export function drawnPuzzle(split: Split, size: SizeName, seed: number, index: number): DrawnPuzzle {
  const families = familiesOf(split).filter((family) => fits(family, PUZZLE_SIZES[size]));
  const family = families[index % families.length]!;
  const { train, test, symmetries } = generatePuzzle(family, seed * 1_000_003 + index, size);
  return { name: `${family.name} ${index}`, puzzle: { train, test }, symmetries };
}
