import { recordOf } from "../../files/record.ts";

/**
 * A task with its grids as lists of rows of numbers, where they are written otherwise: colours or whole rows in quotes,
 * a grid as one text. A test output that is empty is none. Whatever else is wrong stays for the check to tell.
 */
export function plainTask(json: unknown): unknown {
  const fields = recordOf(json);
  if (fields === null) return json;
  return {
    ...Object.fromEntries(fields),
    train: plainPairs(fields.get("train")),
    test: plainPairs(fields.get("test")),
  };
}

function plainPairs(pairs: unknown): unknown {
  if (!Array.isArray(pairs)) return pairs;
  return pairs.map((pair: unknown) => {
    const fields = recordOf(pair);
    if (fields === null) return pair;
    const output = fields.get("output");
    return {
      ...(fields.has("input") && { input: plainGrid(fields.get("input")) }),
      ...(fields.has("output") && { output: isEmpty(output) ? null : plainGrid(output) }),
    };
  });
}

function isEmpty(grid: unknown): boolean {
  return grid === "" || (Array.isArray(grid) && grid.flat().length === 0);
}

/** Digits, and what may stand between cells and rows of a grid that is written as a text. */
const WRITTEN = /^[\d\s,|]+$/;

export function plainGrid(grid: unknown): unknown {
  const rows = isWritten(grid) ? grid.trim().split(/\s*[\n|]\s*/) : grid;
  if (!Array.isArray(rows)) return rows;
  return rows.map((row: unknown) => {
    const cells = isWritten(row) ? row.match(/\d/g) : row;
    return Array.isArray(cells) ? cells.map(plainColour) : cells;
  });
}

function isWritten(text: unknown): text is string {
  return typeof text === "string" && WRITTEN.test(text);
}

function plainColour(colour: unknown): unknown {
  return typeof colour === "string" && /^\s*\d\s*$/.test(colour) ? Number(colour) : colour;
}
