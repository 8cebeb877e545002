import type { LanguageModel } from "../src/nn/languageModel.ts";
import type { Condition } from "../src/protocol/run.ts";
import { toJson } from "../src/protocol/toJson.ts";
import type { EditBody } from "../src/runs/edit/events.ts";
import { runInnerLoop } from "../src/seal/innerLoop.ts";
import { parseAnswer } from "../src/tasks/arc/arcAnswer.ts";
import { arcTask } from "../src/tasks/arc/arcTask.ts";
import { notationOf } from "../src/tasks/arc/notation.ts";
import { excessOf, isScored } from "../src/tasks/arc/puzzle.ts";
import type { ArcOptions } from "./arcOptions.ts";
import type { ArcCondition, PuzzleRecord } from "./arcResult.ts";
import type { SourcePuzzle } from "./arcSource.ts";

/** The model's own edit has another name in the inner loop; the other controls have the same. */
function protocolName(control: Exclude<ArcCondition, "before" | "after">): Condition {
  return control === "own" ? "self-edit" : control;
}

type Wanted = Pick<ArcOptions, "settings" | "edit" | "controls">;

/** The conditions of a run, by the name under which the inner loop knows each. */
export function conditionsOf({
  edit,
  controls,
}: Pick<Wanted, "edit" | "controls">): Map<ArcCondition, Condition> {
  const conditions = new Map<ArcCondition, Condition>([["before", "untouched"]]);
  if (edit !== "none") conditions.set("after", protocolName(edit));
  for (const control of controls) {
    if (control !== "before" && control !== "after") conditions.set(control, protocolName(control));
  }
  return conditions;
}

/**
 * One puzzle through the same inner loop as in the page; one that the model cannot read is skipped, with the reason.
 *
 * @throws Error with the run's own message and advice if it failed
 */
export async function runPuzzle(
  model: LanguageModel,
  context: SourcePuzzle,
  index: number,
  wanted: Wanted,
): Promise<PuzzleRecord> {
  const started = performance.now();
  const { name, puzzle } = context;
  const record: PuzzleRecord = {
    index,
    name,
    seconds: 0,
    edit: null,
    warnings: [],
    training: {},
    outcomes: {},
  };
  const excess = excessOf(puzzle, notationOf(model).limits(puzzle.train.length + 1));
  if (excess !== null) return { ...record, skipped: excess };
  const conditions = conditionsOf(wanted);
  const examples = new Map<Condition, number>();
  let failure = "The run was cancelled.";
  const named = (condition: Condition) =>
    [...conditions].flatMap(([own, protocol]) => (protocol === condition ? [own] : []));
  const emit = (body: EditBody) => {
    if (body.type === "warning") record.warnings.push(body.message);
    if (body.type === "trainingStarted") examples.set(body.condition, body.examples);
    if (body.type === "trainingFinished") {
      const { condition, steps, tokens, finalLoss, seconds } = body;
      for (const own of named(condition)) {
        record.training[own] = { examples: examples.get(condition) ?? 0, steps, tokens, finalLoss, seconds };
      }
    }
    if (body.type === "failed") failure = `${body.failure.message} ${body.failure.advice}`;
  };
  const result = await runInnerLoop({
    model,
    task: arcTask,
    context: toJson(context),
    settings: toJson(wanted.settings),
    stepByStep: false,
    conditions: [...new Set(conditions.values())],
    allowEmptyEdit: true,
    emit,
  });
  if (result === null) throw new Error(`Puzzle ${index} (“${name}”): ${failure}`);
  for (const { condition, output, correct, scores } of result.outcomes) {
    const attempts = parseAnswer(output).tests.map((test) => test.attempts.map(({ grid }) => grid));
    for (const own of named(condition))
      record.outcomes[own] = {
        correct: isScored(puzzle) ? correct : null,
        cells: scores.cells ?? 0,
        attempts,
      };
  }
  return { ...record, edit: result.edit, seconds: (performance.now() - started) / 1000 };
}
