import { COLOURS } from "../grid.ts";
import { SLOTS } from "../selfEdit.ts";

/** One token of a grid model: its text, and the factors that its embedding is the sum of. */
export interface GridToken {
  readonly text: string;
  readonly factors: readonly string[];
}

/** Grids that a vocabulary can write: squares of that side and all within, and single rows of that length. */
export interface VocabularySize {
  readonly side: number;
  readonly row: number;
}

/** Ends what the model writes: an output grid, or a self-edit. */
export const END = "<|end|>";
export const BEGIN = "<|bos|>";
/** After the demonstrations: a self-edit follows. */
export const EDIT_CUE = "<edit>";

export type GridRole = "input" | "output";

/**
 * One cell. The last cell of a row differs from the others, so that every cell says where the next one is:
 * what follows can then be looked up at once, in any grid before, without counting.
 */
export function cellToken(
  role: GridRole,
  colour: number,
  row: number,
  column: number,
  last: boolean,
): string {
  return `<${role[0]}${colour}@${row},${column}${last ? "/" : ""}>`;
}

/** Stands before the cells of a grid: what it is, its height and its width. */
export function headerToken(role: GridRole, height: number, width: number): string {
  return `<${role} ${height}x${width}>`;
}

/** A choice of a self-edit. */
export function slotToken(slot: string, value: string): string {
  return `<${slot}=${value}>`;
}

/**
 * All tokens of a grid model except the bytes; the first three are padding, beginning and end. One token per cell,
 * its place in two dimensions in the vocabulary: no part of the runtime knows of grids.
 */
export function gridVocabulary(size: VocabularySize): GridToken[] {
  const special = ["<|pad|>", BEGIN, END, EDIT_CUE].map((text) => ({ text, factors: [text] }));
  const slots = SLOTS.flatMap(({ name, values }) =>
    values.map((value) => slotToken(name, value)).map((text) => ({ text, factors: [text] })),
  );
  const roles = ["input", "output"] as const;
  const sizes = placesOf(size).map(([row, column]) => [row + 1, column + 1] as const);
  const headers = roles.flatMap((role) =>
    sizes.map(([height, width]) => ({
      text: headerToken(role, height, width),
      factors: [`${role} header`, `height ${height}`, `width ${width}`, "then row 0", "then column 0"],
    })),
  );
  const cells = roles.flatMap((role) =>
    Array.from({ length: COLOURS }, (_, colour) => colour).flatMap((colour) =>
      placesOf(size).flatMap(([row, column]) =>
        [false, true].map((last) => ({
          text: cellToken(role, colour, row, column, last),
          factors: [
            `${role} cell`,
            `row ${row}`,
            `column ${column}`,
            `then row ${last ? row + 1 : row}`,
            `then column ${last ? 0 : column + 1}`,
            // Last: what many tokens share stands first, see the runtime's TokenFactors.
            `colour ${colour}`,
          ],
        })),
      ),
    ),
  );
  return [...special, ...slots, ...headers, ...cells];
}

/** Row and column of every cell that may occur. */
function placesOf({ side, row }: VocabularySize): [row: number, column: number][] {
  return Array.from({ length: side }, (_, y) => y).flatMap((y) =>
    Array.from({ length: y === 0 ? Math.max(side, row) : side }, (_, x): [number, number] => [y, x]),
  );
}
