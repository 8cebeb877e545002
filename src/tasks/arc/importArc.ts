import { PlaygroundError } from "../../protocol/playgroundError.ts";
import type { z } from "../../protocol/zod.ts";
import { type NamedPuzzle, type Puzzle, puzzleSchema } from "./puzzle.ts";

/** Largest file read, in characters: the whole public training set is a fifth of it. */
export const MAX_FILE_CHARACTERS = 5_000_000;

/** Most tasks in one file: five times the largest public set. */
export const MAX_TASKS = 5000;

export interface ArcImport {
  /** In the file's order, at least one. */
  puzzles: NamedPuzzle[];
  /** What is wrong with the tasks of the file that cannot be read, one error each. */
  rejected: PlaygroundError[];
}

/**
 * Reads puzzles from the public JSON: one task, or an object that maps names to tasks. In a file of several,
 * tasks with mistakes are left out and listed.
 *
 * @param name what to call a single task, e.g. the file's name without its ending
 * @throws PlaygroundError "bad-input" where nothing can be read, naming the task, pair, grid, row and cell
 */
export function importArc(text: string, name: string): ArcImport {
  if (text.length > MAX_FILE_CHARACTERS) {
    throw badInput(
      `“${name}” holds ${megabytes(text.length)} MB of text, and at most ${megabytes(MAX_FILE_CHARACTERS)} MB are read.`,
      "Split the file into smaller sets of tasks.",
    );
  }
  const json = parse(text, name);
  if (isTask(json)) return { puzzles: [{ name, puzzle: readPuzzle(json, name) }], rejected: [] };
  return readTasks(json, name);
}

/** @throws PlaygroundError "bad-input" naming the place of the first mistake */
export function readPuzzle(json: unknown, name: string): Puzzle {
  const result = puzzleSchema.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw badInput(
    `Task “${shortened(name)}”${issue ? `${placeOf(issue.path)} ${problemOf(issue, json)}` : " cannot be read"}.`,
    'Correct it there; the format is {"train": [{"input", "output"}], "test": [{"input", "output"}]} ' +
      "with grids as lists of rows of colours 0 to 9.",
  );
}

function parse(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : "unknown";
    throw badInput(
      `“${name}” is not JSON: ${shortened(reason, 120)}.`,
      "Choose an ARC task as a .json file.",
      cause,
    );
  }
}

function isObject(json: unknown): json is object {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

/** A file with the key "train" or "test" is one task, unless those are names of tasks themselves. */
function isTask(json: unknown): boolean {
  if (!isObject(json)) return false;
  return Object.entries(json).some(
    ([key, value]) =>
      (key === "train" || key === "test") && !(isObject(value) && ("train" in value || "test" in value)),
  );
}

function readTasks(json: unknown, name: string): ArcImport {
  const entries: [string, unknown][] = isObject(json) ? Object.entries(json) : [];
  if (entries.length === 0) {
    throw badInput(
      `“${name}” holds no tasks: it should be an object with “train” and “test”, or one that maps names to such objects.`,
      "Choose an ARC task, or a file that maps names to tasks.",
    );
  }
  if (entries.length > MAX_TASKS) {
    throw badInput(
      `“${name}” holds ${entries.length} tasks, and at most ${MAX_TASKS} are read.`,
      "Split the file into smaller sets of tasks.",
    );
  }
  const puzzles: NamedPuzzle[] = [];
  const rejected: PlaygroundError[] = [];
  for (const [task, value] of entries) {
    try {
      puzzles.push({ name: task, puzzle: readPuzzle(value, task) });
    } catch (error) {
      if (!(error instanceof PlaygroundError)) throw error;
      rejected.push(error);
    }
  }
  if (puzzles.length === 0 && rejected[0]) throw rejected[0];
  return { puzzles, rejected };
}

/** ["train", 1, "input", 2, 3] → ", demonstration 2, input, row 3, cell 4"; people count from one. */
function placeOf(path: readonly PropertyKey[]): string {
  const [list, pair, grid, row, cell] = path;
  if (list === undefined) return "";
  if (pair === undefined) return `: “${String(list)}”`;
  let place = `, ${list === "train" ? "demonstration" : "test pair"} ${Number(pair) + 1}`;
  if (grid !== undefined) place += `, ${String(grid)}`;
  if (row !== undefined) place += `, row ${Number(row) + 1}`;
  if (cell !== undefined) place += `, cell ${Number(cell) + 1}`;
  return `${place}:`;
}

/** What is wrong there, with what stands there where that helps. */
function problemOf(issue: z.core.$ZodIssue, json: unknown): string {
  const value = valueAt(json, issue.path);
  if (value === undefined) return "is missing";
  if (issue.path[0] === "train" && issue.path.length === 1 && issue.message === "is empty") {
    return "is empty, so nothing shows the rule";
  }
  const shown =
    typeof value === "number" || typeof value === "string" ? shortened(JSON.stringify(value), 20) : "";
  return issue.path.length === 5 && shown !== "" ? `${shown} ${issue.message}` : issue.message;
}

function valueAt(json: unknown, path: readonly PropertyKey[]): unknown {
  let value: unknown = json;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

function megabytes(characters: number): string {
  return (characters / 1e6).toFixed(1);
}

function shortened(text: string, length = 60): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}

function badInput(message: string, advice: string, cause?: unknown): PlaygroundError {
  return new PlaygroundError("bad-input", message, advice, cause === undefined ? {} : { cause });
}
