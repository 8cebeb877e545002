import { recordOf } from "../../files/record.ts";
import { isGrid, isTaskByOtherNames } from "./plainTask.ts";

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
const NAMES = ["id", "name", "task_id", "uid", "task_name"];
/** Under which an entry of a list has its task, beside its name; the Hub's server has its rows so. */
const TASKS = ["row", "task", "data", "puzzle"];

/**
 * Tells the forms apart: a task; tasks by name or in a list; a list of pairs, as re-arc writes it; answers by name, as in
 * the public competition; sets of these by name; attempts in the submission's form. Null for anything else.
 *
 * @param name what to call a task that has no name of its own
 */
export function arcContents(json: unknown, name: string): ArcContents | null {
  const nothing: ArcContents = { tasks: [], answers: [], notes: [] };
  const said = (what: string): ArcContents => ({ ...nothing, notes: [`“${name}” ${what}.`] });
  if (isGrid(json)) return said("is a grid alone, and no task with demonstrations");
  if (isAttempts(json)) return said("holds attempts of a submission, and no tasks");
  if (Array.isArray(json)) return isPairs(json) ? pairsAsTask(json, name) : listOfTasks(json, name);
  const fields = recordOf(json);
  if (fields === null || fields.size === 0) return null;
  if (isTask(fields)) return { ...nothing, tasks: [[nameOf(fields) ?? name, json]] };
  if (isPairs([json])) return pairsAsTask([json], name);
  const entries = [...fields];
  if (entries.every(([, value]) => isAttempts(value))) {
    return said("holds attempts of a submission, and no tasks");
  }
  const sets = entries.filter(([, value]) => isSet(value));
  if (sets.length > 0)
    return joined(sets.map(([key, value]) => arcContents(value, sets.length > 1 ? key : name)));
  const [answers, tasks] = [
    entries.filter(([, value]) => isAnswers(value)),
    entries.filter(([, value]) => !isAnswers(value)),
  ];
  const single = tasks.map(([key, value]) => [key, isPairs(value) ? taskOf(value) : value] as const);
  return { ...nothing, tasks: single, answers };
}

type Fields = ReadonlyMap<string, unknown>;

/** An object with the key "train" or "test" is one task, unless those are names of tasks or of sets themselves. */
function isTask(fields: Fields | null): boolean {
  if (isTaskByOtherNames(fields)) return true;
  return ["train", "test"].some((key) => {
    const inner = recordOf(fields?.get(key));
    return (
      fields?.has(key) && !(inner && (inner.has("train") || inner.has("test") || isSet(fields.get(key))))
    );
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

/** A grid for each test input, or an object with it. One grid alone stands for the only one. */
function isAnswers(value: unknown): boolean {
  if (!Array.isArray(value)) return false;
  const first = recordOf(value[0]);
  if (first !== null) return first.has("output") && !first.has("input");
  return Array.isArray(value[0]) && recordOf(value[0][0]) === null;
}

function isAttempts(value: unknown): boolean {
  return Array.isArray(value) && recordOf(value[0])?.has("attempt_1") === true;
}

/** Several tasks or answers under one name: in a list, or by names of their own. */
function isSet(value: unknown): boolean {
  if (Array.isArray(value)) return isTask(taskWithin(value[0]).fields);
  const entries = [...(recordOf(value)?.values() ?? [])];
  return entries.length > 0 && entries.every((entry) => isTask(recordOf(entry)) || isAnswers(entry));
}

function joined(parts: readonly (ArcContents | null)[]): ArcContents {
  const all = parts.filter((part) => part !== null);
  return {
    tasks: all.flatMap(({ tasks }) => tasks),
    answers: all.flatMap(({ answers }) => answers),
    notes: all.flatMap(({ notes }) => notes),
  };
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

/** In a list an entry may be a task, an object that has one, or a set by names, as on a line of JSON lines. */
function listOfTasks(list: readonly unknown[], name: string): ArcContents {
  return joined(
    list.map((entry, i) => {
      const { fields, task } = taskWithin(entry);
      if (task === entry && isSet(entry)) return arcContents(entry, name);
      const own = nameOf(fields ?? new Map()) ?? nameOf(recordOf(entry) ?? new Map());
      return {
        tasks: [[own ?? (list.length === 1 ? name : `${name} ${i + 1}`), task]],
        answers: [],
        notes: [],
      };
    }),
  );
}

function taskWithin(entry: unknown): { fields: Fields | null; task: unknown } {
  const fields = recordOf(entry);
  const key = TASKS.find((one) => isTask(recordOf(fields?.get(one))));
  if (key === undefined) return { fields, task: entry };
  const task = fields?.get(key);
  return { fields: recordOf(task), task };
}
