import type { Family } from "../families/family.ts";
import type { Size } from "../grid.ts";

/** How large the puzzles are that a generator may make. */
export interface PuzzleSize extends Size {
  /** Most cells of all demonstrations, one query and its answer together. */
  readonly maxCells: number;
}

export const SIZE_NAMES = ["tiny", "small", "row", "longRow", "medium", "large"] as const;
export type SizeName = (typeof SIZE_NAMES)[number];

/** No grid is larger than the size it is named after; many are smaller. */
export const PUZZLE_SIZES: Readonly<Record<SizeName, PuzzleSize>> = {
  tiny: { height: 4, width: 4, maxCells: 160 },
  small: { height: 5, width: 5, maxCells: 250 },
  row: { height: 1, width: 20, maxCells: 200 },
  longRow: { height: 1, width: 30, maxCells: 270 },
  medium: { height: 7, width: 7, maxCells: 420 },
  large: { height: 10, width: 10, maxCells: 800 },
};

/** Whether a family's rules can be shown in puzzles of a size. */
export function fits(family: Family, size: Size): boolean {
  return size.height === 1
    ? family.oneRow && size.width >= family.minSide
    : Math.min(size.height, size.width) >= family.minSide;
}
