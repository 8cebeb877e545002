import type { Random } from "../../../protocol/random.ts";
import type { Size } from "../grid.ts";
import type { PairSymmetry } from "../views/pairSymmetries.ts";
import {
  flipLeftRight,
  flipUpDown,
  type Invertible,
  identity,
  rotate90,
  rotate180,
  rotate270,
  type Transform,
  transpose,
} from "../views/transforms.ts";
import { isOneRow } from "./canvas.ts";

/** The way in which a rule works. */
export type Direction = "right" | "down" | "left" | "up";
export type Corner = "bottom right" | "top left" | "bottom left" | "top right";
/** Whether a rule works along rows or along columns. */
export type Axis = "rows" | "columns";

/** Turns a grid so that the direction points right. */
const TO_RIGHT: Record<Direction, Invertible> = {
  right: { apply: identity, invert: identity },
  left: { apply: rotate180, invert: rotate180 },
  down: { apply: rotate270, invert: rotate90 },
  up: { apply: rotate90, invert: rotate270 },
};

const TO_BOTTOM_RIGHT: Record<Corner, Transform> = {
  "bottom right": identity,
  "top left": rotate180,
  "bottom left": flipLeftRight,
  "top right": flipUpDown,
};

export function drawDirection(random: Random, limit: Size): Direction {
  return random.pick<Direction>(isOneRow(limit) ? ["right", "left"] : ["right", "left", "down", "up"]);
}

export function drawCorner(random: Random): Corner {
  return random.pick<Corner>(["bottom right", "top left", "bottom left", "top right"]);
}

export function drawAxis(random: Random, limit: Size): Axis {
  return random.pick<Axis>(isOneRow(limit) ? ["rows"] : ["rows", "columns"]);
}

/** A rule written for "to the right", working in another direction. */
export function facing(direction: Direction, toRight: Transform): Transform {
  const { apply, invert } = TO_RIGHT[direction];
  return (grid) => invert(toRight(apply(grid)));
}

/** A rule written for "to the bottom right", working towards another corner. */
export function facingCorner(corner: Corner, toBottomRight: Transform): Transform {
  const turn = TO_BOTTOM_RIGHT[corner];
  return (grid) => turn(toBottomRight(turn(grid)));
}

/** A rule written for rows, working along columns. */
export function along(axis: Axis, alongRows: Transform): Transform {
  return axis === "rows" ? alongRows : (grid) => transpose(alongRows(transpose(grid)));
}

/** The flip that leaves the direction as it is. */
export function flipAcross(direction: Direction): PairSymmetry {
  return direction === "left" || direction === "right" ? "flip_up_down" : "flip_left_right";
}

/** What leaves the corner where it is: over the main diagonal there is a symmetry in the menu. */
export function symmetriesOf(corner: Corner): readonly PairSymmetry[] {
  return corner === "bottom right" || corner === "top left" ? ["transpose"] : [];
}
