import { at, cloneGrid, filledGrid, type Grid, sizeOf } from "../grid.ts";

export interface Cell {
  readonly row: number;
  readonly column: number;
  readonly colour: number;
}

/** Connected cells, with the box around them. */
export interface GridObject {
  readonly cells: readonly Cell[];
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

const STRAIGHT = [
  [0, 1],
  [1, 0],
  [0, -1],
  [-1, 0],
] as const;
const AROUND = [...STRAIGHT, [1, 1], [1, -1], [-1, 1], [-1, -1]] as const;

export interface Connection {
  /** Whether cells that touch at a corner are connected. */
  diagonal?: boolean;
  /** Whether cells of different colours are connected. */
  mixed?: boolean;
}

/** The connected groups of coloured cells, in reading order of their first cells. */
export function objectsOf(grid: Grid, { diagonal = false, mixed = false }: Connection = {}): GridObject[] {
  return groupsOf(grid, diagonal, (colour, start) => colour > 0 && (mixed || colour === start));
}

/** The connected groups (over sides) of cells for which the test holds. */
export function regionsOf(grid: Grid, inside: (colour: number) => boolean): GridObject[] {
  return groupsOf(grid, false, inside);
}

/** Cells that touch one cell: at its sides, or at its corners as well. Those outside the grid are left out. */
export function neighbours(grid: Grid, row: number, column: number, diagonal = false): Cell[] {
  const cells: Cell[] = [];
  for (const [dy, dx] of diagonal ? AROUND : STRAIGHT) {
    const colour = at(grid, row + dy, column + dx);
    if (colour >= 0) cells.push({ row: row + dy, column: column + dx, colour });
  }
  return cells;
}

/** A copy with cells painted. */
export function paint(grid: Grid, cells: readonly Cell[], colour: (cell: Cell) => number): Grid {
  const painted = cloneGrid(grid);
  for (const cell of cells) painted[cell.row]![cell.column] = colour(cell);
  return painted;
}

/** A copy in which every object is painted in the colour given for it. */
export function paintObjects(
  grid: Grid,
  objects: readonly GridObject[],
  colour: (object: GridObject) => number,
): Grid {
  const painted = cloneGrid(grid);
  for (const object of objects) {
    const chosen = colour(object);
    for (const { row, column } of object.cells) painted[row]![column] = chosen;
  }
  return painted;
}

/** The colour of an object's first cell: of all its cells, unless it is mixed. */
export function colourOf(object: GridObject): number {
  return object.cells[0]?.colour ?? 0;
}

export function touchesBorder(grid: Grid, { top, left, bottom, right }: GridObject): boolean {
  const { height, width } = sizeOf(grid);
  return top === 0 || left === 0 || bottom === height - 1 || right === width - 1;
}

/** The largest (or smallest) number of cells of any object. */
export function extremeSize(objects: readonly GridObject[], which: "largest" | "smallest"): number {
  const sizes = objects.map(({ cells }) => cells.length);
  return which === "largest" ? Math.max(0, ...sizes) : Math.min(...sizes);
}

function groupsOf(
  grid: Grid,
  diagonal: boolean,
  joins: (colour: number, start: number) => boolean,
): GridObject[] {
  const seen = filledGrid(sizeOf(grid));
  const groups: GridObject[] = [];
  grid.forEach((colours, startRow) => {
    colours.forEach((start, startColumn) => {
      if (seen[startRow]![startColumn] === 1 || !joins(start, start)) return;
      seen[startRow]![startColumn] = 1;
      const cells: Cell[] = [{ row: startRow, column: startColumn, colour: start }];
      for (let i = 0; i < cells.length; i++) {
        const { row, column } = cells[i]!;
        for (const next of neighbours(grid, row, column, diagonal)) {
          if (seen[next.row]![next.column] === 1 || !joins(next.colour, start)) continue;
          seen[next.row]![next.column] = 1;
          cells.push(next);
        }
      }
      groups.push(boxed(cells));
    });
  });
  return groups;
}

function boxed(cells: readonly Cell[]): GridObject {
  let [top, left, bottom, right] = [Infinity, Infinity, -1, -1];
  for (const { row, column } of cells) {
    top = Math.min(top, row);
    left = Math.min(left, column);
    bottom = Math.max(bottom, row);
    right = Math.max(right, column);
  }
  return { cells, top, left, bottom, right };
}
