import type { TextModel } from "../task.ts";
import type { Grid } from "./grid.ts";
import type { ReadGrid } from "./notation.ts";
import { faultInGrid } from "./puzzleFault.ts";

/**
 * Grids as lines of digits. A tokenizer that joins digits gets spaces between them, so that every cell is a token of
 * its own.
 */
export function digitRows(model: TextModel): (grid: Grid) => string {
  const between = model.encode("123").length >= 3 ? "" : " ";
  return (grid) => grid.map((row) => row.join(between)).join("\n");
}

/** Digits with whatever models put between and around them: spaces, commas, bars, brackets, quotes. */
const ROW = /^[\s[(|"'`]*\d(?:[\s,|"']*\d)*[\s\])|,;"'`]*$/;

/**
 * The first grid in what a model wrote: its lines of digits, after a heading or a fence, up to the first other line.
 *
 * @returns the grid, or in one clause why there is none
 */
export function readDigits(text: string): ReadGrid {
  const rows: number[][] = [];
  // A list in one line, as Python prints it, is cut into rows.
  const lines = text.replace(/\]\s*,?\s*\[/g, "]\n[").split("\n");
  for (const line of lines) {
    if (ROW.test(line)) rows.push([...line.matchAll(/\d/g)].map(([digit]) => Number(digit)));
    else if (rows.length > 0) break;
  }
  if (rows.length === 0) return { fault: "it has no line of digits" };
  const fault = faultInGrid(rows);
  if (fault === null) return { grid: rows };
  const [row] = fault.path;
  return { fault: `its grid${row === undefined ? "" : `, row ${Number(row) + 1},`} ${fault.message}` };
}
