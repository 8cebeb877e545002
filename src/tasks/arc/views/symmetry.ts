import type { Random } from "../../../protocol/random.ts";
import { type Grid, gridKey } from "../grid.ts";
import type { PairSymmetry } from "./pairSymmetries.ts";
import {
  DIHEDRAL,
  drawPermutation,
  flipLeftRight,
  flipUpDown,
  type Invertible,
  identity,
  permuteColours,
  rotate90,
  shift,
  type Transform,
  transpose,
} from "./transforms.ts";

const GEOMETRY: Partial<Record<PairSymmetry, Transform>> = {
  flip_left_right: flipLeftRight,
  flip_up_down: flipUpDown,
  transpose,
  rotate: rotate90,
};

/** One member of a symmetry's transforms that is not the identity (on most grids). */
export function drawTransform(symmetry: PairSymmetry, random: Random): Transform {
  switch (symmetry) {
    case "permute_colours":
      return permuteColours(drawPermutation(random)).apply;
    case "shift":
      return shift(1 + random.below(9), random.below(10)).apply;
    default:
      return GEOMETRY[symmetry] ?? identity;
  }
}

/**
 * One member of the group that the symmetries generate together: a geometric transform that follows from the
 * named ones, colours and shift drawn where they are named.
 */
export function drawCombined(symmetries: readonly PairSymmetry[], random: Random): Transform {
  const parts: Transform[] = [random.pick(geometryOf(symmetries)).apply];
  for (const symmetry of ["permute_colours", "shift"] as const) {
    if (symmetries.includes(symmetry)) parts.push(drawTransform(symmetry, random));
  }
  return (grid: Grid) => parts.reduce((changed, part) => part(changed), grid);
}

/** The members of D4 that follow from the named symmetries, the identity among them. */
export function geometryOf(symmetries: readonly PairSymmetry[]): Invertible[] {
  const generators = symmetries.flatMap((symmetry) => GEOMETRY[symmetry] ?? []);
  const probe: Grid = [
    [1, 2],
    [3, 4],
  ];
  const reached = new Set([gridKey(probe)]);
  const open: Grid[] = [probe];
  for (let grid = open.pop(); grid !== undefined; grid = open.pop()) {
    for (const generator of generators) {
      const next = generator(grid);
      if (reached.has(gridKey(next))) continue;
      reached.add(gridKey(next));
      open.push(next);
    }
  }
  return Object.values(DIHEDRAL).filter(({ apply }) => reached.has(gridKey(apply(probe))));
}
