import { type GeneratedPuzzle, generatePuzzle } from "./drawn/puzzleGenerator.ts";
import type { SizeName } from "./drawn/puzzleSize.ts";
import { findFamily } from "./drawn/splits.ts";

/** What happens in a puzzle, as far as it may be told before it is solved. */
export const IDEAS = {
  moving: "Things move",
  turning: "Turned and mirrored",
  lines: "Lines are drawn",
  filling: "Areas are filled",
  colours: "Colours change",
  counting: "Something is counted",
  choosing: "Something is chosen",
  copying: "Something is copied",
  comparing: "Parts are compared",
  sizes: "The size changes",
} as const;
export type Idea = keyof typeof IDEAS;

/** In the order in which they are shown. */
export const IDEA_ORDER: readonly Idea[] = [
  "moving",
  "turning",
  "lines",
  "filling",
  "colours",
  "counting",
  "choosing",
  "copying",
  "comparing",
  "sizes",
];

/** How much has to be noticed. */
export const LEVELS = { 1: "One step", 2: "Two things to see", 3: "Several things to see" } as const;
export type Level = keyof typeof LEVELS;

/** A puzzle of the gallery: what it is generated from. Its family tells the rule, so it is shown on demand only. */
export interface PuzzleExample {
  /** Stable in links. */
  readonly id: string;
  /** People call it by it; the seed follows from it. */
  readonly number: number;
  readonly idea: Idea;
  readonly level: Level;
  readonly family: string;
  readonly seed: number;
  readonly size: SizeName;
}

type Row = readonly [number: number, level: Level, family: string, size: SizeName];

const GALLERY: Readonly<Record<Idea, readonly Row[]>> = {
  moving: [
    [1, 1, "gravity", "small"],
    [6, 1, "swap the halves", "small"],
    [51, 1, "shift around", "medium"],
    [54, 1, "gravity", "large"],
    [8, 2, "diagonal gravity", "small"],
    [17, 2, "meet in the middle", "row"],
    [22, 2, "shear", "small"],
    [31, 2, "magnet", "row"],
    [32, 2, "two ways", "small"],
    [42, 2, "falling objects", "small"],
    [52, 2, "to the nearest wall", "large"],
    [53, 2, "trail to the wall", "large"],
    [55, 2, "onto the line", "large"],
    [27, 3, "bounce", "small"],
  ],
  turning: [
    [3, 1, "complete the mirror image", "small"],
    [36, 1, "mirror and join", "small"],
    [49, 1, "rotate", "medium"],
    [13, 2, "kaleidoscope", "small"],
    [21, 2, "turn each object", "small"],
    [33, 2, "reflect in the line", "small"],
    [50, 3, "repair a symmetric picture", "large"],
  ],
  lines: [
    [2, 1, "dashed rays", "small"],
    [11, 1, "connect", "small"],
    [14, 1, "diagonal crosses", "small"],
    [56, 1, "diagonal rays", "medium"],
    [60, 1, "lines from the border", "medium"],
    [24, 2, "crossings", "small"],
    [28, 2, "elbow", "small"],
    [45, 2, "arrows", "small"],
    [57, 2, "rectangle from its corners", "large"],
    [58, 2, "continue the lines", "large"],
    [59, 2, "connect diagonally", "large"],
    [19, 3, "spiral", "small"],
  ],
  filling: [
    [5, 1, "hollow out", "small"],
    [7, 1, "fill holes", "small"],
    [41, 1, "hollow out", "row"],
    [62, 1, "outline", "large"],
    [20, 2, "bounding box", "small"],
    [30, 2, "make solid", "small"],
    [46, 2, "flood rooms", "small"],
    [61, 2, "inside and outside", "large"],
    [63, 2, "flood rooms", "large"],
    [64, 2, "checkerboard", "medium"],
  ],
  colours: [
    [9, 1, "colour code", "small"],
    [12, 1, "every second line", "small"],
    [69, 1, "one side of the line", "medium"],
    [34, 2, "headed lines", "small"],
    [66, 2, "at the border", "large"],
    [67, 2, "with a hole", "large"],
    [68, 2, "lying and standing", "medium"],
    [25, 3, "nearest colour", "small"],
    [65, 3, "legend", "large"],
  ],
  counting: [
    [40, 1, "largest or smallest", "small"],
    [47, 1, "keep the most common colour", "small"],
    [16, 2, "fullest line", "small"],
    [18, 2, "colours for sizes", "small"],
    [23, 2, "count as a square", "small"],
    [37, 2, "sort the bars", "small"],
    [38, 2, "lines with a number", "small"],
    [70, 2, "count the objects", "large"],
    [71, 2, "bars by height", "large"],
    [43, 3, "rare colour of each line", "small"],
  ],
  choosing: [
    [4, 1, "keep pairs", "small"],
    [48, 1, "cut out a colour", "small"],
    [72, 1, "keep the largest", "large"],
    [73, 2, "cut out the largest", "large"],
    [75, 2, "what the frame holds", "large"],
    [35, 3, "odd shape out", "large"],
    [74, 3, "cut out the odd colour", "large"],
  ],
  copying: [
    [76, 1, "stamp", "large"],
    [15, 2, "restore the pattern", "small"],
    [39, 2, "copy to the markers", "large"],
    [77, 2, "extend the pattern", "large"],
  ],
  comparing: [
    [10, 1, "exactly one", "small"],
    [44, 1, "overlay", "small"],
    [79, 2, "same in both", "large"],
    [83, 2, "spot the difference", "large"],
    [78, 3, "fullest room", "large"],
    [80, 3, "rooms by their number", "large"],
  ],
  sizes: [
    [26, 1, "space out", "small"],
    [84, 1, "close the gaps", "medium"],
    [29, 2, "grid of grids", "small"],
    [81, 2, "magnify a corner", "large"],
    [82, 2, "shrink", "large"],
  ],
};

/** Puzzles of our own making that come with the page, by idea, the easier ones first. */
export const EXAMPLE_PUZZLES: readonly PuzzleExample[] = IDEA_ORDER.flatMap((idea) =>
  GALLERY[idea].map(([number, level, family, size]) => ({
    id: `puzzle-${number}`,
    number,
    idea,
    level,
    family,
    seed: number + 10,
    size,
  })),
);

/** The grids of a gallery puzzle; always the same. */
export function puzzleOfExample({ family, seed, size }: PuzzleExample): GeneratedPuzzle {
  return generatePuzzle(findFamily(family), seed, size);
}
