import type { Random } from "../../../protocol/random.ts";
import type { Grid, Size } from "../grid.ts";
import type { PairSymmetry } from "../views/pairSymmetries.ts";
import type { Transform } from "../views/transforms.ts";

/** A kind of puzzle: draws one rule and says how to draw the grids that show it. */
export interface Family {
  /** Names its puzzles and its split; never changed once a model was trained. */
  readonly name: string;
  /** What its rules do, one sentence for people. */
  readonly about: string;
  /** The smallest limit (of both sides) in which its rules can be shown. */
  readonly minSide: number;
  /** Whether it can be shown in a single row, as in 1D-ARC; `minSide` then counts for the width alone. */
  readonly oneRow: boolean;
  /** Whether its rules change almost any grid, and keep their symmetries there, so that they can follow others. */
  readonly anyInput: boolean;
  draw(random: Random, limit: Size): Draft;
}

/** One rule of a family with its parameters fixed: the same for all pairs of a puzzle. */
export interface Draft {
  /** Pure, and defined on every grid. */
  readonly rule: Transform;
  /** An input on which the rule shows; null where the draw did not fit, then it is drawn again. */
  readonly input: (random: Random) => Grid | null;
  /** Exactly those of the menu that commute with the rule on such inputs. */
  readonly symmetries: readonly PairSymmetry[];
}

type Described = Pick<Family, "name" | "about" | "draw"> & Partial<Family>;

/** A family with the usual values where nothing is said. */
export function family(described: Described): Family {
  return { minSide: 3, oneRow: false, anyInput: false, ...described };
}

/** Both flips. */
export const FLIPS: readonly PairSymmetry[] = ["flip_left_right", "flip_up_down"];
/** All geometric symmetries. */
export const D4: readonly PairSymmetry[] = [...FLIPS, "transpose", "rotate"];
export const D4_COLOURS: readonly PairSymmetry[] = [...D4, "permute_colours"];
/** The whole menu. */
export const EVERY: readonly PairSymmetry[] = [...D4_COLOURS, "shift"];
