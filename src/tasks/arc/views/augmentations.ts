import type { Random } from "../../../protocol/random.ts";
import type { SelfEdit } from "../selfEdit.ts";
import { chain, DIHEDRAL, type Invertible, mirrorBeside, repeat, shift, upscale } from "./transforms.ts";

/** A transform for a whole task, with what the page calls it. */
export interface Augmentation extends Invertible {
  readonly name: string;
}

type Generation = SelfEdit["data_generation"];

const TURNS = [
  "rotate 90°",
  "rotate 180°",
  "rotate 270°",
  "flip left–right",
  "flip up–down",
  "transpose",
] as const;

/**
 * The transforms of a task that an edit asks for (the paper's list, after Akyürek et al.): each is applied to
 * all grids of an example alike, so the result is another task with one rule.
 */
export function taskAugmentations(edit: Generation, random: Random): Augmentation[] {
  const turns = TURNS.map((name) => ({ name, ...DIHEDRAL[name] }));
  const double = upscale(2, 2);
  return [
    ...(edit.use_basic_augmentations ? [...turns, ...mirrored(), translation(random)] : []),
    ...(edit.use_size_augmentations
      ? [
          { name: "double size", ...double },
          { name: "double height", ...upscale(2, 1) },
          { name: "double width", ...upscale(1, 2) },
        ]
      : []),
    ...(edit.use_chain_augmentations
      ? turns.map((turn) => ({ name: `${turn.name}, then double size`, ...chain(turn, double) }))
      : []),
    ...(edit.use_repeat_augmentations
      ? [
          { name: "repeat down", ...repeat(2, 1) },
          { name: "repeat across", ...repeat(1, 2) },
          { name: "repeat both ways", ...repeat(2, 2) },
        ]
      : []),
  ];
}

/** Whether an edit asks for any example besides the plain ones. */
export function isAugmented(edit: Generation): boolean {
  return (
    edit.use_basic_augmentations ||
    edit.use_size_augmentations ||
    edit.use_chain_augmentations ||
    edit.use_repeat_augmentations ||
    edit.pair_symmetries.length > 0
  );
}

function mirrored(): Augmentation[] {
  return [
    { name: "mirror image to the right", ...mirrorBeside("across", false) },
    { name: "mirror image to the left", ...mirrorBeside("across", true) },
    { name: "mirror image below", ...mirrorBeside("down", false) },
    { name: "mirror image above", ...mirrorBeside("down", true) },
  ];
}

function translation(random: Random): Augmentation {
  return { name: "translate", ...shift(1 + random.below(3), 1 + random.below(3)) };
}
