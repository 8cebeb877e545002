import { type GeneratedPuzzle, generatePuzzle } from "./puzzleGenerator.ts";
import type { SizeName } from "./puzzleSize.ts";
import { findFamily } from "./splits.ts";

/** A puzzle of the gallery: what it is generated from. Its family tells the rule, so it is shown on demand only. */
export interface PuzzleExample {
  /** Stable in links. */
  readonly id: string;
  readonly family: string;
  readonly seed: number;
  readonly size: SizeName;
}

const GALLERY: readonly (readonly [family: string, size: SizeName, seed: number])[] = [
  ["gravity", "small", 11],
  ["dashed rays", "small", 12],
  ["complete the mirror image", "small", 13],
  ["keep pairs", "small", 14],
  ["hollow out", "small", 15],
  ["swap the halves", "small", 16],
  ["fill holes", "small", 17],
  ["diagonal gravity", "small", 18],
  ["colour code", "small", 19],
  ["exactly one", "small", 20],
  ["connect", "small", 21],
  ["every second line", "small", 22],
  ["kaleidoscope", "small", 23],
  ["diagonal crosses", "small", 24],
  ["restore the pattern", "small", 25],
  ["fullest line", "small", 26],
  ["meet in the middle", "row", 27],
  ["colours for sizes", "small", 28],
  ["spiral", "small", 29],
  ["bounding box", "small", 30],
  ["turn each object", "small", 31],
  ["shear", "small", 32],
  ["count as a square", "small", 33],
  ["crossings", "small", 34],
  ["nearest colour", "small", 35],
  ["space out", "small", 36],
  ["bounce", "small", 37],
  ["elbow", "small", 38],
  ["grid of grids", "small", 39],
  ["make solid", "small", 40],
  ["magnet", "row", 41],
  ["two ways", "small", 42],
  ["reflect in the line", "small", 43],
  ["headed lines", "small", 44],
  ["odd shape out", "large", 45],
  ["mirror and join", "small", 46],
  ["sort the bars", "small", 47],
  ["lines with a number", "small", 48],
  ["copy to the markers", "large", 49],
  ["largest or smallest", "small", 50],
  ["hollow out", "row", 51],
  ["falling objects", "small", 52],
  ["rare colour of each line", "small", 53],
  ["overlay", "small", 54],
  ["arrows", "small", 55],
  ["flood rooms", "small", 56],
  ["keep the most common colour", "small", 57],
  ["cut out a colour", "small", 58],
];

/** Puzzles of our own making that come with the page, easier and harder ones in turn. */
export const EXAMPLE_PUZZLES: readonly PuzzleExample[] = GALLERY.map(([family, size, seed]) => ({
  id: `puzzle-${seed - 10}`,
  family,
  seed,
  size,
}));

/** The grids of a gallery puzzle; always the same. */
export function puzzleOfExample({ family, seed, size }: PuzzleExample): GeneratedPuzzle {
  return generatePuzzle(findFamily(family), seed, size);
}
