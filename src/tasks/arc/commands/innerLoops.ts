import type { Condition } from "../../../protocol/run.ts";
import { toJson } from "../../../protocol/toJson.ts";
import type { InnerLoops } from "../../commands/taskCommands.ts";
import { parseAnswer } from "../arcAnswer.ts";
import { notationOf } from "../notation/notationOf.ts";
import { excessOf, isScored } from "../puzzle.ts";
import { isAnswered } from "../views/vote.ts";
import { embeddedGridModels, embeddedModelFor } from "./embeddedModel.ts";
import { type ArcOptions, readArcOptions } from "./options.ts";
import {
  type ArcCondition,
  type ArcResult,
  type ArcSetup,
  arcSetupSchema,
  type PuzzleRecord,
  puzzleRecordSchema,
  RESULT_VERSION,
} from "./result.ts";
import { type ArcSource, puzzlesOf } from "./source.ts";
import { INTERVAL_METHOD, summariseArc } from "./summary.ts";

type PuzzleLoops = InnerLoops<ArcSetup, PuzzleRecord, ArcResult>;
type Wanted = Pick<
  ArcOptions,
  "writer" | "threads" | "json" | "offset" | "settings" | "edit" | "editName" | "controls"
> & { model: string };

export async function planPuzzles(args: readonly string[]): Promise<PuzzleLoops> {
  const options = readArcOptions(args);
  const source = await puzzlesOf(options);
  if (options.model !== null) return puzzleLoops({ ...options, model: options.model }, source);
  const puzzles = source.chosen.map(({ context }) => context.puzzle);
  const { id: model, remark } = embeddedModelFor(puzzles, embeddedGridModels());
  const remarks = remark === null ? source.remarks : [...source.remarks, remark];
  return puzzleLoops({ ...options, model }, { ...source, remarks });
}

/** Puzzles one after the other, in the same inner loop as in the page; those that the model cannot read are skipped. */
export function puzzleLoops(
  options: Wanted,
  { name: source, sha256, chosen, remarks }: ArcSource,
): PuzzleLoops {
  const { settings, controls, editName, offset } = options;
  const conditions = conditionsOf(options);
  const named = (condition: Condition) =>
    [...conditions].flatMap(([own, protocol]) => (protocol === condition ? [own] : []));
  return {
    options,
    remarks,
    contexts: chosen.map(({ context, index }) => ({ name: context.name, context: toJson(context), index })),
    recordsName: "puzzles",
    setup: (runtime) => ({
      task: "arc",
      ...runtime,
      puzzles: { source, sha256, offset, limit: chosen.length },
      edit: editName,
      controls,
      seed: settings.seed,
      settings,
    }),
    isContinued(earlier, setup) {
      const known = arcSetupSchema.safeParse(earlier);
      return known.success && fingerprint(known.data) === fingerprint(arcSetupSchema.parse(setup));
    },
    readRecord: (value) => puzzleRecordSchema.safeParse(value).data ?? null,
    unreadable(position, model) {
      const { context, index } = chosen[position]!;
      const { puzzle, name } = context;
      const skipped = excessOf(puzzle, notationOf(model).limits(puzzle.train.length + 1));
      if (skipped === null) return null;
      return { index, name, seconds: 0, edit: null, warnings: [], training: {}, outcomes: {}, skipped };
    },
    request: () => ({ settings, conditions: [...new Set(conditions.values())] }),
    record(position, { edit, outcomes, training, warnings, seconds }) {
      const { context, index } = chosen[position]!;
      const { name, puzzle } = context;
      const record: PuzzleRecord = { index, name, seconds, edit, warnings, training: {}, outcomes: {} };
      for (const [own, protocol] of conditions) {
        const trained = training[protocol];
        if (trained) record.training[own] = trained;
      }
      for (const { condition, output, correct, scores } of outcomes) {
        const { tests } = parseAnswer(output);
        const known = puzzle.test.flatMap((query, i) => isAnswered(tests[i]?.attempts ?? [], query) ?? []);
        const outcome = {
          correct: isScored(puzzle) ? correct : null,
          inputs: { right: known.filter(Boolean).length, total: known.length },
          cells: scores.cells ?? 0,
          attempts: tests.map((test) => test.attempts.map(({ grid }) => grid)),
        };
        for (const own of named(condition)) record.outcomes[own] = outcome;
      }
      return record;
    },
    progress(records) {
      const counts = [...conditions.keys()].flatMap((name) => {
        const summary = summariseArc(each(records), name);
        return summary === null ? [] : [`${name} ${summary.correct}/${summary.total}`];
      });
      return counts.join(", ");
    },
    result(setup, records) {
      const summaries = [...conditions.keys()].map((name) => [name, summariseArc(each(records), name)]);
      return {
        format: "self-edit-playground/arc",
        version: RESULT_VERSION,
        createdAt: new Date().toISOString(),
        setup,
        intervalMethod: INTERVAL_METHOD,
        skipped: records.filter(({ skipped }) => skipped !== undefined).length,
        conditions: Object.fromEntries(summaries.filter(([, summary]) => summary !== null)),
        puzzles: [...records],
      };
    },
  };
}

/** The conditions of a run, by the name under which the inner loop knows each. */
function conditionsOf({ edit, controls }: Wanted): Map<ArcCondition, Condition> {
  const conditions = new Map<ArcCondition, Condition>([["before", "untouched"]]);
  if (edit !== "none") conditions.set("after", protocolName(edit));
  for (const control of controls) {
    if (control !== "before" && control !== "after") conditions.set(control, protocolName(control));
  }
  return conditions;
}

/** The model's own edit has another name in the inner loop; the other controls have the same. */
function protocolName(control: Exclude<ArcCondition, "before" | "after">): Condition {
  return control === "own" ? "self-edit" : control;
}

/** Every puzzle by itself: one run has one record of each. */
function each(records: readonly PuzzleRecord[]): PuzzleRecord[][] {
  return records.map((record) => [record]);
}

/** More puzzles of the same source continue a run, and so do other numbers of threads. */
function fingerprint({ puzzles, backend, ...rest }: ArcSetup): string {
  return JSON.stringify({ ...rest, backend: backend.name, puzzles: puzzles.sha256 });
}
