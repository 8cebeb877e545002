import type { NamedPuzzle } from "../puzzle.ts";
import type { PairSymmetry } from "../views/pairSymmetries.ts";
import { generatePuzzle } from "./puzzleGenerator.ts";
import { fits, PUZZLE_SIZES, type SizeName } from "./puzzleSize.ts";
import { familiesOf, unseenCompositions } from "./splits.ts";

/** What puzzles are drawn of: a split's families, or the two-step compositions that nothing is trained on. */
export const DRAWN_SPLITS = ["core", "wide", "outer", "unseen", "two-step"] as const;
export type DrawnSplit = (typeof DRAWN_SPLITS)[number];

/** A puzzle of our own making, with what is known of its rule. */
export interface DrawnPuzzle extends NamedPuzzle {
  readonly symmetries: readonly PairSymmetry[];
}

/**
 * Fresh puzzles of a split that fit a size: its families in turn, each puzzle with a seed of its own.
 *
 * @param seed two seeds have no puzzle in common, up to a million puzzles
 */
export function drawnPuzzles(split: DrawnSplit, size: SizeName, seed: number, count: number): DrawnPuzzle[] {
  return Array.from({ length: count }, (_, i) => drawnPuzzle(split, size, seed, i));
}

/** One of them, from 0 on. */
export function drawnPuzzle(split: DrawnSplit, size: SizeName, seed: number, index: number): DrawnPuzzle {
  const all = split === "two-step" ? unseenCompositions() : familiesOf(split);
  const families = all.filter((family) => fits(family, PUZZLE_SIZES[size]));
  const family = families[index % families.length]!;
  const { train, test, symmetries } = generatePuzzle(family, seed * 1_000_003 + index, size);
  return { name: `${family.name} ${index}`, puzzle: { train, test }, symmetries };
}

/** A seed that no run has: runs begin with small ones. */
const HELD_OUT_SEED = 4_000_000_000;

/**
 * Puzzles for rounds of the outer loop: for training of the outer families, by the seed of the run; held-out ones of
 * families that nothing is trained on, the same for every run.
 */
export function roundsPuzzles(
  size: SizeName,
  seed: number,
  training: number,
  heldOut: number,
): { training: DrawnPuzzle[]; heldOut: DrawnPuzzle[] } {
  return {
    training: drawnPuzzles("outer", size, seed, training),
    heldOut: drawnPuzzles("unseen", size, HELD_OUT_SEED, heldOut),
  };
}
