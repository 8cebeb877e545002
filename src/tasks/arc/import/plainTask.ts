import { recordOf } from "../../files/record.ts";

/** What the parts of a task are called; ARC's own name first. */
const DEMONSTRATIONS = ["train", "examples", "demonstrations", "demos"];
const ASKED = ["test", "query", "queries"];
const OUTPUT = ["output", "solution", "answer", "target", "expected", "expected_output"];
/** Answers that stand beside the test inputs rather than in them. */
const ANSWERS = ["solution", "solutions", "answer", "answers", "test_output", "test_outputs"];

type Fields = ReadonlyMap<string, unknown>;

/** Whether it is a task whose parts have other names than ARC's, e.g. `{examples, query}`. */
export function isTaskByOtherNames(fields: Fields | null): boolean {
  const demonstrations = fields && first(fields, DEMONSTRATIONS);
  if (!fields || !Array.isArray(demonstrations)) return false;
  return recordOf(demonstrations[0])?.has("input") === true && first(fields, ASKED) !== undefined;
}

/** A grid alone, in numbers. */
export function isGrid(value: unknown): boolean {
  return Array.isArray(value) && Array.isArray(value[0]) && typeof value[0][0] === "number";
}

/**
 * A task with its parts under ARC's own names, and its grids as lists of rows of numbers, where they are written otherwise:
 * colours or whole rows in quotes, a grid as one text. A test output that is empty is none. Whatever else is wrong stays
 * for the check to tell.
 */
export function plainTask(json: unknown): unknown {
  const fields = recordOf(json);
  if (fields === null) return json;
  const asked = first(fields, ASKED);
  // One test input needs no list, nor a name.
  const tests = recordOf(asked) !== null || isGrid(asked) ? [asked] : asked;
  return {
    ...Object.fromEntries(fields),
    train: plainPairs(first(fields, DEMONSTRATIONS)),
    test: plainPairs(tests, answersBeside(fields)),
  };
}

function first(fields: Fields, names: readonly string[]): unknown {
  const name = names.find((one) => fields.has(one));
  return name === undefined ? undefined : fields.get(name);
}

function answersBeside(fields: Fields): readonly unknown[] {
  const answers = first(fields, ANSWERS);
  if (isGrid(answers) || isWritten(answers)) return [answers];
  return Array.isArray(answers)
    ? answers.map((one: unknown) => {
        const pair = recordOf(one);
        return pair === null ? one : first(pair, OUTPUT);
      })
    : [];
}

function plainPairs(pairs: unknown, answers: readonly unknown[] = []): unknown {
  if (!Array.isArray(pairs)) return pairs;
  return pairs.map((pair: unknown, i) => {
    const fields = recordOf(isGrid(pair) ? { input: pair } : pair);
    if (fields === null) return pair;
    const output = first(fields, OUTPUT) ?? answers[i];
    const isGiven = output !== undefined || fields.has("output");
    return {
      ...(fields.has("input") && { input: plainGrid(fields.get("input")) }),
      ...(isGiven && { output: isEmpty(output) ? null : plainGrid(output) }),
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
