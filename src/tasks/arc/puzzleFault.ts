import { COLOURS, MAX_ROW, MAX_SIDE } from "./grid.ts";

/** Where something is wrong, by keys, and what. */
export interface Fault {
  path: (string | number)[];
  message: string;
}

/** Twice as many as any public task has would be plenty; each is drawn and read by the model. */
const MAX_DEMONSTRATIONS = 50;
const MAX_TESTS = 20;

/** The first fault of a value that should be a puzzle: a large file of wrong values should not take minutes. */
export function faultInPuzzle(json: unknown): Fault | null {
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    return { path: [], message: "is not an object with “train” and “test”" };
  }
  return (
    faultInList(json, "train", MAX_DEMONSTRATIONS, "demonstrations") ??
    faultInList(json, "test", MAX_TESTS, "test inputs")
  );
}

function faultInList(json: object, key: "train" | "test", most: number, nouns: string): Fault | null {
  const list = ownValue(json, key);
  if (list === undefined) return { path: [key], message: "is missing" };
  if (!Array.isArray(list)) return { path: [key], message: "is not a list of pairs" };
  if (list.length === 0) {
    return { path: [key], message: key === "train" ? "is empty, so nothing shows the rule" : "is empty" };
  }
  if (list.length > most) {
    return { path: [key], message: `has ${list.length} ${nouns}, and at most ${most} are read` };
  }
  for (const [i, pair] of list.entries()) {
    const fault = faultInPair(pair, key === "train");
    if (fault !== null) return { path: [key, i, ...fault.path], message: fault.message };
  }
  return null;
}

function faultInPair(pair: unknown, needsOutput: boolean): Fault | null {
  if (typeof pair !== "object" || pair === null || Array.isArray(pair)) {
    return { path: [], message: `is not an object with “input”${needsOutput ? " and “output”" : ""}` };
  }
  for (const key of ["input", "output"]) {
    const grid = ownValue(pair, key);
    if (key === "output" && !needsOutput && (grid === undefined || grid === null)) continue;
    if (grid === undefined) return { path: [key], message: "is missing" };
    const fault = faultInGrid(grid);
    if (fault !== null) return { path: [key, ...fault.path], message: fault.message };
  }
  return null;
}

export function faultInGrid(grid: unknown): Fault | null {
  if (!Array.isArray(grid)) return { path: [], message: "is not a list of rows" };
  if (grid.length === 0) return { path: [], message: "has no rows" };
  if (grid.length > MAX_SIDE) {
    return { path: [], message: `has ${grid.length} rows, and the format allows ${MAX_SIDE} at most` };
  }
  const longest = grid.length === 1 ? MAX_ROW : MAX_SIDE;
  for (const [y, row] of grid.entries()) {
    const message = rowFault(row, longest);
    if (message !== null) return { path: [y], message };
    const x = row.findIndex((colour: unknown) => !isColour(colour));
    if (x >= 0) {
      return { path: [y, x], message: `${shown(row[x])}is not a colour: whole numbers 0 to 9 are` };
    }
    const width = grid[0].length;
    if (row.length !== width) {
      const cells = `${row.length} cell${row.length === 1 ? "" : "s"}`;
      return { path: [y], message: `has ${cells}, but the first row has ${width}` };
    }
  }
  return null;
}

function rowFault(row: unknown, longest: number): string | null {
  if (!Array.isArray(row)) return "is not a list of colours";
  if (row.length === 0) return "has no cells";
  return row.length > longest ? `has ${row.length} cells, and the format allows ${longest} at most` : null;
}

function isColour(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) < COLOURS;
}

/** What stands there, where that is short and helps. */
function shown(value: unknown): string {
  if (typeof value !== "number" && typeof value !== "string") return "";
  const text = JSON.stringify(value);
  return `${text.length > 20 ? `${text.slice(0, 20)}…` : text} `;
}

/** What an object was not given itself does not count: a file may name a task "constructor". */
function ownValue(json: object, key: string): unknown {
  return Object.hasOwn(json, key) ? Reflect.get(json, key) : undefined;
}

/** ["train", 1, "input", 2, 3] → ", demonstration 2, input, row 3, cell 4: …"; people count from one. */
export function faultInWords({ path, message }: Fault): string {
  const [list, pair, grid, row, cell] = path;
  if (list === undefined) return ` ${message}`;
  if (pair === undefined) return `: “${list}” ${message}`;
  let place = `, ${list === "train" ? "demonstration" : "test pair"} ${Number(pair) + 1}`;
  if (grid !== undefined) place += `, ${grid}`;
  if (row !== undefined) place += `, row ${Number(row) + 1}`;
  if (cell !== undefined) place += `, cell ${Number(cell) + 1}`;
  return `${place}: ${message}`;
}
