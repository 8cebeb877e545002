import type { Grid } from "../grid.ts";
import type { Pair } from "../puzzle.ts";
import { SLOTS } from "../selfEdit.ts";
import { cellToken, EDIT_CUE, END, type GridRole, headerToken, slotToken } from "./gridVocabulary.ts";

/** A grid as a grid model reads and writes it: its size, then its cells row by row, one token each. */
export function gridText(role: GridRole, grid: Grid): string {
  const width = grid[0]?.length ?? 0;
  const cells = grid.flatMap((row, y) =>
    row.map((colour, x) => cellToken(role, colour, y, x, x === width - 1)),
  );
  return headerToken(role, grid.length, width) + cells.join("");
}

/** A demonstration, or a question with its answer. */
export function pairText({ input, output }: Pair): string {
  return `${gridText("input", input)}${gridText("output", output)}${END}`;
}

/**
 * Reads an output grid.
 *
 * @param text what the model wrote; the end may be missing
 * @returns the grid, or in one clause why it is none
 */
export function readOutput(text: string): { grid: Grid } | { fault: string } {
  const header = /^<output (\d+)x(\d+)>/.exec(text.trim());
  if (header === null) return { fault: "it does not begin with the size of an output" };
  const [height, width] = [Number(header[1]), Number(header[2])];
  const cells = [
    ...text
      .trim()
      .slice(header[0].length)
      .matchAll(/<o(\d)@(\d+),(\d+)\/?>|<[^>]*>?/g),
  ];
  if (cells.length !== height * width) {
    return {
      fault: `it has ${cells.length} cells where its size ${height}×${width} needs ${height * width}`,
    };
  }
  const astray = cells.findIndex(
    ([, colour, row, column], i) =>
      colour === undefined || Number(row) !== Math.floor(i / width) || Number(column) !== i % width,
  );
  if (astray >= 0) {
    return {
      fault: `its cell ${astray + 1} is not the one of row ${Math.floor(astray / width) + 1}, column ${(astray % width) + 1}`,
    };
  }
  const colours = cells.map(([, colour]) => Number(colour));
  return {
    grid: Array.from({ length: height }, (_, row) => colours.slice(row * width, (row + 1) * width)),
  };
}

/**
 * Reads a self-edit written by the model, with or without the cue.
 *
 * @returns the choices for `fromSlots`, or in one clause what is wrong
 */
export function readSlots(text: string): { choices: number[] } | { fault: string } {
  const written =
    text
      .trim()
      .replace(EDIT_CUE, "")
      .match(/<[^>]*>?/g) ?? [];
  const choices: number[] = [];
  for (const [i, { name, values }] of SLOTS.entries()) {
    const token = written[i];
    if (token === undefined) return { fault: `ends before the choice of ${name}` };
    const choice = values.findIndex((value) => slotToken(name, value) === token);
    if (choice < 0) return { fault: `has “${token}” where the choice of ${name} belongs` };
    choices.push(choice);
  }
  if (written.length > SLOTS.length)
    return { fault: `goes on after its last choice with “${written[SLOTS.length]}”` };
  return { choices };
}
