import type { Random } from "../../../protocol/random.ts";
import { at, cellCount, cloneGrid, filledGrid, type Grid, makeGrid, type Size, sizeOf } from "../grid.ts";
import { crop } from "../views/transforms.ts";
import { between, type CanvasWish, drawCanvas } from "./canvas.ts";
import { neighbours } from "./objects.ts";
import { drawPalette, type Palette } from "./palette.ts";

export interface ContentWish extends CanvasWish {
  /** Fewest and most colours. */
  colours?: readonly [number, number];
  /** Colours left out. */
  except?: readonly number[];
}

/** Inputs for rules that say something about any grid: scattered cells, or a few shapes. */
export function drawContent(random: Random, limit: Size, wish: ContentWish = {}): (random: Random) => Grid {
  const canvas = drawCanvas(random, limit, wish);
  const palette = drawPalette(random, wish.colours?.[0] ?? 1, wish.colours?.[1] ?? 4, wish.except);
  const density = 0.2 + 0.6 * random.next();
  const shapes = random.next() < 0.4;
  return (each) => {
    const size = canvas.next(each);
    return shapes ? drawShapes(each, size, palette) : drawNoise(each, size, density, palette(each));
  };
}

/** Every cell coloured with the given probability; every colour occurs where there is room. */
export function drawNoise(random: Random, size: Size, density: number, colours: readonly number[]): Grid {
  const grid = makeGridOf(size, () => (random.next() < density ? random.pick(colours) : 0));
  const cells = random.shuffle(placesOf(size));
  colours.slice(0, cells.length - 1).forEach((colour, i) => {
    const [row, column] = cells[i]!;
    grid[row]![column] = colour;
  });
  return grid;
}

/** `count` cells in random places, coloured in the order given, round and round. */
export function scatter(random: Random, size: Size, count: number, colours: readonly number[]): Grid {
  const grid = filledGrid(size);
  random
    .shuffle(placesOf(size))
    .slice(0, count)
    .forEach(([row, column], i) => {
      grid[row]![column] = colours[i % colours.length]!;
    });
  return grid;
}

/** Places shapes where they touch neither each other nor, if asked, the border; null if they do not fit. */
export function place(
  random: Random,
  size: Size,
  shapes: readonly Grid[],
  margin = 0,
  gap = 1,
): number[][] | null {
  const grid = filledGrid(size);
  for (const shape of shapes) {
    const { height, width } = sizeOf(shape);
    const spots = placesOf({
      height: size.height - height + 1 - 2 * margin,
      width: size.width - width + 1 - 2 * margin,
    }).map(([row, column]) => [row + margin, column + margin] as const);
    const spot = random.shuffle(spots).find(([row, column]) => isFree(grid, row, column, shape, gap));
    if (spot === undefined) return null;
    stampInto(grid, shape, spot[0], spot[1]);
  }
  return grid;
}

/** A random connected shape of about `cells` cells within the box, cut to its own box. */
export function drawBlob(random: Random, box: Size, cells: number, colour: number): Grid {
  const grid = filledGrid(box);
  const start = [random.below(box.height), random.below(box.width)] as const;
  grid[start[0]]![start[1]] = colour;
  const chosen = [start];
  while (chosen.length < Math.min(cells, cellCount(box))) {
    const [row, column] = random.pick(chosen);
    const free = neighbours(grid, row, column).filter((cell) => cell.colour === 0);
    if (free.length === 0) continue;
    const next = random.pick(free);
    grid[next.row]![next.column] = colour;
    chosen.push([next.row, next.column]);
  }
  return trimmed(grid);
}

/** The box around the coloured cells; the grid itself where there are none. */
export function trimmed(grid: Grid): Grid {
  const rows = grid.flatMap((row, y) => (row.some((colour) => colour > 0) ? [y] : []));
  const columns = (grid[0] ?? []).flatMap((_, x) => (grid.some((row) => (row[x] ?? 0) > 0) ? [x] : []));
  if (rows.length === 0) return grid;
  return crop(grid, rows[0]!, columns[0]!, rows.at(-1)! - rows[0]! + 1, columns.at(-1)! - columns[0]! + 1);
}

export function rectangle(height: number, width: number, colour: number): number[][] {
  return filledGrid({ height, width }, colour);
}

/** The outline of a rectangle. */
export function frame(height: number, width: number, colour: number): number[][] {
  const isEdge = (row: number, column: number) =>
    row === 0 || column === 0 || row === height - 1 || column === width - 1;
  return cloneGrid(makeGrid({ height, width }, (row, column) => (isEdge(row, column) ? colour : 0)));
}

/** Copies the coloured cells of a shape into a grid; what lies outside is lost. */
export function stampInto(grid: number[][], shape: Grid, top: number, left: number): void {
  shape.forEach((cells, y) => {
    cells.forEach((colour, x) => {
      if (colour > 0 && at(grid, top + y, left + x) >= 0) grid[top + y]![left + x] = colour;
    });
  });
}

/** All places of a grid, in reading order. */
export function placesOf({ height, width }: Size): (readonly [row: number, column: number])[] {
  return Array.from(
    { length: Math.max(0, height) * Math.max(0, width) },
    (_, i) => [Math.floor(i / width), i % width] as const,
  );
}

/** One to three connected shapes; fewer where they do not fit. */
function drawShapes(random: Random, size: Size, palette: Palette): Grid {
  const colours = palette(random);
  const box = { height: Math.ceil(size.height / 2), width: Math.ceil(size.width / 2) };
  const most = Math.max(2, Math.floor(cellCount(box) * 0.7));
  const grid = filledGrid(size);
  for (const colour of [...colours, random.pick(colours)]) {
    const shape = drawBlob(random, box, between(random, 2, most), colour);
    const { height, width } = sizeOf(shape);
    stampInto(grid, shape, random.below(size.height - height + 1), random.below(size.width - width + 1));
  }
  return grid;
}

function makeGridOf(size: Size, colour: () => number): number[][] {
  return Array.from({ length: size.height }, () => Array.from({ length: size.width }, colour));
}

/** Whether the shape's box, widened by the gap, holds nothing yet. */
function isFree(grid: Grid, top: number, left: number, shape: Grid, gap: number): boolean {
  const { height, width } = sizeOf(shape);
  return placesOf({ height: height + 2 * gap, width: width + 2 * gap }).every(
    ([row, column]) => at(grid, top + row - gap, left + column - gap) <= 0,
  );
}
