import { JsonFault } from "../../../protocol/boundedJson.ts";
import { PlaygroundError } from "../../../protocol/playgroundError.ts";
import { foreignFile, withoutMark } from "../../files/fileText.ts";
import { jsonValues } from "../../files/jsonValues.ts";
import { recordOf } from "../../files/record.ts";
import type { Grid } from "../grid.ts";
import { gridSchema, isScored, type NamedPuzzle, type Puzzle, puzzleSchema } from "../puzzle.ts";
import { faultInPuzzle, faultInWords } from "../puzzleFault.ts";
import { arcContents } from "./arcShapes.ts";
import { isGrid, plainGrid, plainTask } from "./plainTask.ts";

/** Largest file read, in characters: the whole public training set is a fifth of it. */
export const MAX_FILE_CHARACTERS = 5_000_000;

/** Ten times as many lists and objects as the largest public sets have. */
const MOST_LISTS = 400_000;

/** Most tasks at once: five times the largest public set. */
const MAX_TASKS = 5000;

/** Mistakes that are kept to be shown. */
const MAX_REJECTED = 100;

/** A file, or what was pasted; `name` is what to call a task without a name of its own. */
export interface ArcFile {
  readonly name: string;
  readonly text: string;
}

/** Answers by task, one grid for each test input, as files of solutions hold them. */
export type ArcAnswers = ReadonlyMap<string, readonly Grid[]>;

export interface ArcImport {
  /** In the order of the files. */
  puzzles: NamedPuzzle[];
  /** Answers for which no puzzle is there yet. */
  answers: Map<string, Grid[]>;
  /** What is wrong with what cannot be read, one error each; the first hundred. */
  rejected: PlaygroundError[];
  rejectedCount: number;
  /** Sentences that are no errors: what was joined, chosen or is still missing. */
  notes: string[];
}

/** What was read before, to be joined with what is read now: challenges first and solutions later, or the other way. */
export interface ArcBefore {
  readonly puzzles: readonly NamedPuzzle[];
  readonly answers: ArcAnswers;
}

const NOTHING: ArcBefore = { puzzles: [], answers: new Map() };

/**
 * Reads puzzles from files in any of the public forms (`arcContents`). Files of answers are joined to the puzzles by
 * name, in whatever order both come. Tasks with mistakes are left out and listed.
 *
 * @param before taken up only where files bring answers to it, or puzzles to its answers
 * @throws PlaygroundError "bad-input" where nothing at all can be read, naming the task, pair, grid, row and cell
 */
export function importArc(files: readonly ArcFile[], before: ArcBefore = NOTHING): ArcImport {
  const found: NamedPuzzle[] = [];
  const answers = new Map<string, readonly Grid[]>();
  const notes: string[] = [];
  const rejected: PlaygroundError[] = [];
  let rejectedCount = 0;
  const attempt = (work: () => void) => {
    try {
      work();
    } catch (error) {
      if (!(error instanceof PlaygroundError)) throw error;
      rejectedCount++;
      if (rejected.length < MAX_REJECTED) rejected.push(error);
    }
  };
  for (const file of files) {
    attempt(() => {
      const contents = contentsOf(file);
      notes.push(...contents.notes);
      checkCount(file.name, found.length + contents.tasks.length);
      for (const [name, task] of contents.tasks)
        attempt(() => {
          found.push({ name, puzzle: readPuzzle(task, name) });
        });
      for (const [name, grids] of contents.answers)
        attempt(() => {
          answers.set(name, readAnswers(grids, name));
        });
    });
  }
  const isSupplement = found.length === 0 && answers.size > 0;
  const all = isSupplement ? before.puzzles : apart(found);
  const known = new Map(isSupplement ? answers : [...before.answers, ...answers]);
  const puzzles = all.map((one) =>
    joined(one, known, (error) =>
      attempt(() => {
        throw error;
      }),
    ),
  );
  const names = new Set(all.map(({ name }) => name));
  const left = new Map<string, Grid[]>();
  for (const [name, grids] of known) if (!names.has(name)) left.set(name, [...grids]);
  if (puzzles.length === 0 && answers.size === 0) {
    throw rejected[0] ?? badInput(notes[0] ?? "There are no tasks here.", "Choose ARC tasks as .json files.");
  }
  return {
    puzzles,
    answers: left,
    rejected,
    rejectedCount,
    notes: [...notes, ...joinNotes(puzzles, answers, left)],
  };
}

/** Whether a name is one of a file that may hold ARC's JSON. */
export function isArcFileName(name: string): boolean {
  return /\.(?:json|jsonl|ndjson)$/i.test(name);
}

/** A file's name without its folders and its ending. */
export function taskNameOf(path: string): string {
  return path.replace(/^.*[\\/]/, "").replace(/\.(?:json|jsonl|ndjson|txt)$/i, "");
}

/** @throws PlaygroundError "bad-input" naming the place of the first mistake */
export function readPuzzle(json: unknown, name: string): Puzzle {
  const plain = plainTask(json);
  const fault = faultInPuzzle(plain);
  if (fault === null) return puzzleSchema.parse(plain);
  throw badInput(
    `Task “${shortened(name)}”${faultInWords(fault)}.`,
    'Correct it there; the format is {"train": [{"input", "output"}], "test": [{"input", "output"}]} ' +
      "with grids as lists of rows of colours 0 to 9.",
  );
}

function contentsOf({ name, text }: ArcFile) {
  const body = withoutMark(text);
  if (body.length > MAX_FILE_CHARACTERS) {
    throw badInput(
      `“${name}” holds ${megabytes(body.length)} MB of text, and at most ${megabytes(MAX_FILE_CHARACTERS)} MB are read.`,
      "Split the file into smaller sets of tasks.",
    );
  }
  if (body.trim() === "") throw badInput(`“${name}” is empty.`, "Give ARC JSON.");
  const foreign = foreignFile(body);
  if (foreign !== null) throw badInput(`“${name}” is ${foreign.what}, and no JSON.`, foreign.advice);
  const faults: string[] = [];
  const contents = arcContents(valueIn(body, name, faults), name);
  if (contents !== null && contents.tasks.length + contents.answers.length + contents.notes.length > 0) {
    return { ...contents, notes: [...faults, ...contents.notes] };
  }
  throw badInput(
    `“${name}” holds no tasks: it should be an object with “train” and “test”, or hold such objects by name or in a list.`,
    "Choose an ARC task, or a file of tasks.",
  );
}

/** The JSON of a text; of several values, e.g. one a line, the list. */
function valueIn(text: string, name: string, faults: string[]): unknown {
  try {
    const values = jsonValues(text, MOST_LISTS, (line, reason) => {
      if (faults.length < MAX_REJECTED) faults.push(`Line ${line} of “${name}” ${reason}, and is left out.`);
    });
    return values.length === 1 ? values[0]!.value : values.map(({ value }) => value);
  } catch (cause) {
    if (!(cause instanceof JsonFault)) throw cause;
    throw badInput(
      `“${name}” cannot be read: ${cause.message}.`,
      "Choose an ARC task as a .json file.",
      cause,
    );
  }
}

function checkCount(name: string, tasks: number): void {
  if (tasks <= MAX_TASKS) return;
  throw badInput(
    `With “${name}” there are ${tasks} tasks, and at most ${MAX_TASKS} are read.`,
    "Split the file into smaller sets of tasks.",
  );
}

function readAnswers(grids: unknown, name: string): Grid[] {
  // A grid alone, where there is one test input, is a list of rows of numbers.
  const list: unknown[] = isGrid(grids) ? [grids] : Array.isArray(grids) ? grids : [];
  return list.map((answer, i) => {
    const parsed = gridSchema.safeParse(plainGrid(recordOf(answer)?.get("output") ?? answer));
    if (parsed.success) return parsed.data;
    const where = list.length === 1 ? "the answer" : `answer ${i + 1}`;
    throw badInput(
      `Of the answers for “${shortened(name)}”, ${where} ${parsed.error.issues[0]?.message ?? "cannot be read"}.`,
      "Correct it there: an answer is a list of rows of colours 0 to 9.",
    );
  });
}

/** The puzzle with its answers where these are known; answers that it has already stay. */
function joined(
  one: NamedPuzzle,
  answers: ArcAnswers,
  onFault: (error: PlaygroundError) => void,
): NamedPuzzle {
  const grids = answers.get(one.name);
  const { train, test } = one.puzzle;
  if (grids === undefined || isScored(one.puzzle)) return one;
  if (grids.length !== test.length) {
    onFault(
      badInput(
        `For “${shortened(one.name)}” the number of answers is ${grids.length}, and that of test inputs ${test.length}.`,
        "Give as many answers as test inputs.",
      ),
    );
    return one;
  }
  return {
    ...one,
    puzzle: { train, test: test.map(({ input, output }, i) => ({ input, output: output ?? grids[i]! })) },
  };
}

function joinNotes(puzzles: readonly NamedPuzzle[], answers: ArcAnswers, left: ArcAnswers): string[] {
  const unscored = puzzles.filter(({ puzzle }) => !isScored(puzzle)).length;
  const notes: string[] = [];
  if (puzzles.length === 0) {
    notes.push(`These are answers for ${count(answers.size, "task")}: add the file of their challenges.`);
  } else if (left.size > 0) notes.push(`${count(left.size, "answer")} for tasks that are not here.`);
  if (unscored > 0) {
    const which =
      unscored === puzzles.length
        ? unscored === 1
          ? "The task has"
          : "The tasks have"
        : `${unscored} of ${puzzles.length} tasks have`;
    notes.push(`${which} no answers, so nothing is scored: a file of solutions can be added.`);
  }
  return notes;
}

/** Tasks of the same name, from several files, get numbers. */
function apart(puzzles: readonly NamedPuzzle[]): NamedPuzzle[] {
  const seen = new Map<string, number>();
  return puzzles.map(({ name, puzzle }) => {
    const number = (seen.get(name) ?? 0) + 1;
    seen.set(name, number);
    return { name: number === 1 ? name : `${name} (${number})`, puzzle };
  });
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
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
