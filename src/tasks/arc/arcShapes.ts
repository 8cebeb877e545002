import { recordOf } from "../files/record.ts";

/** What a file of ARC holds, before any of it is checked. */
export interface ArcContents {
  /** Names with what should be tasks, in the file's order. */
  tasks: (readonly [name: string, task: unknown])[];
  /** Names with what should be lists of answers, one for each test input. */
  answers: (readonly [name: string, grids: unknown])[];
  /** Sentences about what was chosen from the file. */
  notes: string[];
}

/** Pairs that make a puzzle of a list of pairs, the last of which is asked. */
const PAIRS_TAKEN = 4;
const LISTS = ["tasks", "puzzles", "data", "rows", "challenges"];
const NAMES = ["id", "name", "task_id", "uid", "task_name"];

/**
 * Tells the forms apart: a task; tasks by name or in a list; a list of pairs, as re-arc writes it; answers by name, as in
 * the public competition; attempts in the submission's form. Null for anything else.
 *
 * @param name what to call a task that has no name of its own
 */
export function arcContents(json: unknown, name: string): ArcContents | null {
  const nothing: ArcContents = { tasks: [], answers: [], notes: [] };
  if (Array.isArray(json)) return isPairs(json) ? pairsAsTask(json, name) : listOfTasks(json, name);
  const fields = recordOf(json);
  if (fields === null || fields.size === 0) return null;
  if (isTask(fields)) return { ...nothing, tasks: [[nameOf(fields) ?? name, json]] };
  const wrapped = LISTS.find((key) => fields.size <= 4 && isListOfObjects(fields.get(key)));
  if (wrapped !== undefined) return arcContents(fields.get(wrapped), name);
  const entries = [...fields];
  if (entries.every(([, value]) => isAttempts(value))) {
    return { ...nothing, notes: [`“${name}” holds attempts of a submission, and no tasks.`] };
  }
  const [answers, tasks] = [
    entries.filter(([, value]) => isAnswers(value)),
    entries.filter(([, value]) => !isAnswers(value)),
  ];
  const single = tasks.map(([key, value]) => [key, isPairs(value) ? taskOf(value) : value] as const);
  return { ...nothing, tasks: single, answers };
}

type Fields = ReadonlyMap<string, unknown>;

/** An object with the key "train" or "test" is one task, unless those are names of tasks themselves. */
function isTask(fields: Fields): boolean {
  return ["train", "test"].some((key) => {
    const inner = recordOf(fields.get(key));
    return fields.has(key) && !(inner && (inner.has("train") || inner.has("test")));
  });
}

function nameOf(fields: Fields): string | undefined {
  const key = NAMES.find((one) => typeof fields.get(one) === "string" && fields.get(one) !== "");
  return key === undefined ? undefined : String(fields.get(key));
}

function isPairs(value: unknown): value is unknown[] {
  if (!Array.isArray(value)) return false;
  const fields = recordOf(value[0]);
  return fields?.has("input") === true && !fields.has("train");
}

/** A grid for each test input: a list of lists of lists. One grid alone stands for the only one. */
function isAnswers(value: unknown): boolean {
  return Array.isArray(value) && Array.isArray(value[0]) && recordOf(value[0][0]) === null;
}

function isAttempts(value: unknown): boolean {
  return Array.isArray(value) && recordOf(value[0])?.has("attempt_1") === true;
}

function isListOfObjects(value: unknown): boolean {
  return Array.isArray(value) ? recordOf(value[0]) !== null : false;
}

function pairsAsTask(pairs: readonly unknown[], name: string): ArcContents {
  const notes =
    pairs.length > PAIRS_TAKEN
      ? [
          `“${name}” is a list of ${pairs.length} pairs: the first ${PAIRS_TAKEN - 1} are shown, and the input of the next is asked.`,
        ]
      : [];
  return { tasks: [[name, taskOf(pairs)]], answers: [], notes };
}

function taskOf(pairs: readonly unknown[]): { train: unknown[]; test: unknown[] } {
  const taken = pairs.slice(0, PAIRS_TAKEN);
  return { train: taken.slice(0, -1), test: taken.slice(-1) };
}

function listOfTasks(list: readonly unknown[], name: string): ArcContents {
  const tasks = list.map((entry, i) => {
    const row = recordOf(recordOf(entry)?.get("row"));
    const fields = row ?? recordOf(entry);
    const task = row === null ? entry : Object.fromEntries(row);
    return [(fields && nameOf(fields)) ?? (list.length === 1 ? name : `${name} ${i + 1}`), task] as const;
  });
  return { tasks, answers: [], notes: [] };
}
