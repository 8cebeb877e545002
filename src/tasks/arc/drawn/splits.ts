import { PlaygroundError } from "../../../protocol/playgroundError.ts";
import { FAMILIES } from "../families/catalogue.ts";
import type { Family } from "../families/family.ts";
import { twoStep } from "./twoStep.ts";

/**
 * What each family is for, fixed by name before any training:
 * - `core`: pre-training, in the order in which the curriculum brings them in;
 * - `wide`: pre-training as well, once the core is learnt (more kinds help more than more parameters);
 * - `outer`: seen by the outer loop only, which learns to choose self-edits on them;
 * - `unseen`: never trained on by anything but a puzzle's own adapter.
 */
export const SPLITS = {
  core: [
    "invert",
    "swap the colours",
    "flip",
    "remove a colour",
    "colour code",
    "frame",
    "gravity",
    "fill lines",
    "rotate",
    "flip over a diagonal",
    "shift around",
    "shift away",
    "rays",
    "outline",
    "clear the border",
    "majority takes all",
    "keep the most common colour",
    "clear one half",
    "grow by one",
    "repeat the first line",
    "complete the mirror image",
    "kaleidoscope",
    "falling objects",
    "one colour moves",
    "diagonal rays",
    "crosses",
    "connect",
    "fill holes",
    "hollow out",
    "flood rooms",
    "nearest colour",
    "checkerboard",
    "crowded cells",
    "lonely cells",
    "one side of the line",
    "largest or smallest",
    "odd and even",
    "remove single cells",
    "keep the largest",
    "keep what is unique",
    "restore the pattern",
    "stamp",
    "tile",
    "both",
  ],
  wide: [
    "repair a symmetric picture",
    "bounce",
    "magnet",
    "meet in the middle",
    "to the nearest wall",
    "lines from the border",
    "connect diagonally",
    "spiral",
    "continue the lines",
    "rectangle from its corners",
    "arrows",
    "inside and outside",
    "legend",
    "rare colour of each line",
    "at the border",
    "lying and standing",
    "with a hole",
    "one cell decides",
    "first on one side",
    "keep full lines",
    "heal",
    "copy to the markers",
    "reflect in the line",
    "echo",
    "extend the pattern",
    "keep a quarter",
    "peel",
    "cut out",
    "cut out a colour",
    "grid of grids",
    "stretch",
    "magnify a corner",
    "shrink",
    "as large as it is colourful",
    "add a border",
    "without repeats",
    "close the gaps",
    "count as a strip",
    "count as a bar",
    "count along the diagonal",
    "count as a square",
    "most common colour",
    "fuller half",
    "sort the bars",
    "bars by height",
    "sort the colours",
    "either",
    "neither",
    "alike",
    "first without second",
    "overlay",
    "same in both",
    "spot the difference",
    "odd shape out",
    "are the halves the same",
    "is it symmetric",
    "lines of one colour",
    "like the first line",
    "odd colour out",
    "fullest room",
    "colours of the rooms",
    "rooms together",
    "odd room out",
    "into every room",
    "rooms by their number",
    "cut out the largest",
    "cut out the odd colour",
    "cut out the repeated",
    "what the frame holds",
    "count the objects",
    "ends of the bars",
    "shadow on the wall",
    "onto the line",
    "one side of each object",
    "trail to the wall",
  ],
  outer: [
    "two ways",
    "elbow",
    "make solid",
    "lines with a number",
    "turn each object",
    "headed lines",
    "crossings",
    "mirror and join",
  ],
  unseen: [
    "diagonal gravity",
    "dashed rays",
    "swap the halves",
    "every second line",
    "colours for sizes",
    "keep pairs",
    "exactly one",
    "shear",
    "bounding box",
    "fullest line",
    "diagonal crosses",
    "space out",
  ],
} as const;
export type Split = keyof typeof SPLITS;

/** Two-step puzzles that are never trained on; each step alone is known from the core. */
export const UNSEEN_COMPOSITIONS: readonly (readonly [first: string, second: string])[] = [
  ["gravity", "outline"],
  ["invert", "flip"],
  ["rays", "flip over a diagonal"],
  ["swap the colours", "rotate"],
  ["fill lines", "clear the border"],
  ["keep the largest", "kaleidoscope"],
  ["connect", "grow by one"],
  ["remove a colour", "gravity"],
  ["complete the mirror image", "frame"],
  ["remove single cells", "shift around"],
  ["majority takes all", "flip"],
  ["falling objects", "crowded cells"],
  ["diagonal rays", "clear one half"],
  ["keep what is unique", "rays"],
  ["fill holes", "shift away"],
  ["colour code", "gravity"],
];

/** @throws PlaygroundError "bad-input" for a name that no family has */
export function findFamily(name: string): Family {
  const found = FAMILIES.find((family) => family.name === name);
  if (found !== undefined) return found;
  throw new PlaygroundError(
    "bad-input",
    `There is no family of puzzles called “${name}”.`,
    "Check its spelling.",
  );
}

/** The families of a split, in its order. */
export function familiesOf(split: Split): Family[] {
  return SPLITS[split].map(findFamily);
}

/** The two-step families that are never trained on. */
export function unseenCompositions(): Family[] {
  return UNSEEN_COMPOSITIONS.map(([first, second]) => twoStep(findFamily(first), findFamily(second)));
}

/** Whether a composition may be trained on: it is not held out, and its second step acts on any grid. */
export function mayCompose(first: Family, second: Family): boolean {
  return second.anyInput && !UNSEEN_COMPOSITIONS.some(([a, b]) => a === first.name && b === second.name);
}
