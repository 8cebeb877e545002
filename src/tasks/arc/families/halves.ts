import type { Random } from "../../../protocol/random.ts";
import { filledGrid, type Grid, type Size } from "../grid.ts";
import { above, beside, crop, transpose } from "../views/transforms.ts";

import { type Canvas, drawCanvas, isOneRow } from "./canvas.ts";
import type { Axis } from "./direction.ts";

/** Left and right half (along rows), or upper and lower; the middle line of an odd number is left out. */
export function halvesOf(grid: Grid, axis: Axis): [Grid, Grid] {
  if (axis === "columns") {
    const [upper, lower] = halvesOf(transpose(grid), "rows");
    return [transpose(upper), transpose(lower)];
  }
  const width = grid[0]?.length ?? 0;
  const half = Math.floor(width / 2);
  return [crop(grid, 0, 0, grid.length, half), crop(grid, 0, width - half, grid.length, half)];
}

/** Two halves of the same size in one grid, with a line of one colour between them if one is given. */
export function joinHalves(first: Grid, second: Grid, axis: Axis, line: number | null): Grid {
  const { height, width } = { height: first.length, width: first[0]?.length ?? 0 };
  if (axis === "rows") {
    return beside(line === null ? first : beside(first, filledGrid({ height, width: 1 }, line)), second);
  }
  return above(line === null ? first : above(first, filledGrid({ height: 1, width }, line)), second);
}

/** Draws the size of a half, so that both halves and the line are within the limit. */
export function drawHalfCanvas(random: Random, limit: Size, axis: Axis, hasLine: boolean): Canvas {
  const half = (side: number) => Math.floor((side - (hasLine ? 1 : 0)) / 2);
  const max =
    axis === "rows"
      ? { height: limit.height, width: half(limit.width) }
      : { height: half(limit.height), width: limit.width };
  return drawCanvas(random, limit, { min: isOneRow(limit) ? 3 : 2, max });
}
