import type { ArcContext } from "../../arcContext.ts";
import { findFamily } from "../../drawn/splits.ts";
import {
  EXAMPLE_PUZZLES,
  type Idea,
  type Level,
  type PuzzleExample,
  puzzleOfExample,
} from "../../examples.ts";

/** A puzzle of the gallery. What kind it is tells its rule, so it is shown on demand only. */
export interface GalleryPuzzle extends ArcContext {
  readonly id: string;
  readonly idea: Idea;
  readonly level: Level;
  readonly family: string;
  /** What the rules of its family do, one sentence. */
  readonly about: string;
}

/** The puzzles that come with the page, in their order; made when they are first looked at. */
export const GALLERY: readonly GalleryPuzzle[] = EXAMPLE_PUZZLES.map(entryOf);

export function galleryPuzzle(id: string): GalleryPuzzle | undefined {
  return GALLERY.find((entry) => entry.id === id);
}

function entryOf(example: PuzzleExample): GalleryPuzzle {
  const { train, test, symmetries } = puzzleOfExample(example);
  const { id, number, idea, level, family } = example;
  const { about } = findFamily(family);
  return {
    id,
    name: `Puzzle ${number}`,
    puzzle: { train, test },
    symmetries,
    idea,
    level,
    family,
    about,
  };
}
