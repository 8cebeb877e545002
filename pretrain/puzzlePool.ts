import { renameSync, writeFileSync } from "node:fs";
import type { GeneratedPuzzle } from "../src/tasks/arc/drawn/puzzleGenerator.ts";
import type { Grid } from "../src/tasks/arc/grid.ts";
import { PAIR_SYMMETRIES } from "../src/tasks/arc/views/pairSymmetries.ts";

/** A pool of puzzles as flat arrays; see `createPuzzlePool` for what they hold. */
export interface PoolArrays {
  cells: Uint8Array;
  grids: Uint8Array;
  puzzles: Uint32Array;
  families: Uint16Array;
  symmetries: Uint8Array;
}

/**
 * Collects puzzles. Each is its grids in order: input and output of every demonstration, then input and output
 * of the query, so the last two grids are what is asked.
 *
 * - `cells` (uint8): the colours 0–9 of all grids, row by row;
 * - `grids` (uint8): height and width of each grid;
 * - `puzzles` (uint32): for each puzzle the number of its first grid and of its first cell, and one pair more
 *   for where the last one ends;
 * - `families` (uint16): for each puzzle the number of its family in the list given;
 * - `symmetries` (uint8): for each puzzle, bit i is set if its rule has the i-th pair symmetry of the menu.
 */
export function createPuzzlePool(families: readonly string[]) {
  /** One array for each puzzle: a plain list of all cells would take eight times the memory. */
  const cells: Uint8Array[] = [];
  let cellCount = 0;
  const grids: number[] = [];
  const puzzles = [0, 0];
  const labels: number[] = [];
  const symmetries: number[] = [];
  return {
    add(family: string, puzzle: GeneratedPuzzle): void {
      const shown: Grid[] = [...puzzle.train, ...puzzle.test].flatMap(({ input, output }) => [input, output]);
      for (const grid of shown) grids.push(grid.length, grid[0]?.length ?? 0);
      const colours = Uint8Array.from(shown.flat(2));
      cells.push(colours);
      cellCount += colours.length;
      puzzles.push(grids.length / 2, cellCount);
      labels.push(families.indexOf(family));
      symmetries.push(
        PAIR_SYMMETRIES.reduce((bits, name, i) => bits | (puzzle.symmetries.includes(name) ? 1 << i : 0), 0),
      );
    },
    arrays(): PoolArrays {
      return {
        cells: joined(cells, cellCount),
        grids: Uint8Array.from(grids),
        puzzles: Uint32Array.from(puzzles),
        families: Uint16Array.from(labels),
        symmetries: Uint8Array.from(symmetries),
      };
    },
  };
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const all = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}

/** Writes `<path>.cells`, `<path>.grids` and so on, in the machine's byte order (little-endian). */
export function writePool(path: string, arrays: PoolArrays): void {
  for (const [name, data] of Object.entries(arrays)) {
    // Renamed into place: a trainer that has mapped the old file keeps it.
    writeFileSync(`${path}.${name}.part`, data);
    renameSync(`${path}.${name}.part`, `${path}.${name}`);
  }
}
