import { hashSeed } from "../../../../protocol/random.ts";
import type { Condition } from "../../../../protocol/run.ts";
import { type EditRun, type Row, rowsOf } from "../../../../runs/edit/state.ts";
import { notebookOf } from "../../../page/notebook/notebook.ts";
import type { NotebookOrigin } from "../../../page/taskPage.ts";
import { parseAnswer } from "../../arcAnswer.ts";
import { arcContextSchema } from "../../arcContext.ts";
import type { Grid } from "../../grid.ts";
import { arcSettingsSchema } from "../../metadata.ts";
import { parseSelfEdit } from "../../selfEdit.ts";
import { trainingMaterialSchema } from "../../trainingMaterial.ts";
import { isGridModel } from "../readers.ts";
import { puzzleRow } from "../text.ts";

/**
 * A run on a puzzle as a Jupyter notebook that repeats it with Transformers and PEFT: the same puzzle, every example that
 * the edits made of it, steps, settings and views, on a language model, which reads grids as lines of digits.
 *
 * @param script `training.py` and `puzzleNotebook.py`, one after the other
 * @throws Error for a run of another task
 */
export function puzzleNotebook(script: string, run: EditRun, origin: NotebookOrigin): string {
  const context = arcContextSchema.safeParse(run.context).data;
  const settings = arcSettingsSchema.safeParse(run.settings).data;
  if (!context || !settings) throw new Error("The run is not on a puzzle.");
  const { name, puzzle } = context;
  return notebookOf(script, {
    run,
    origin,
    heading: `The puzzle “${name}”`,
    what: "a run",
    same: "puzzle, training examples, steps and views",
    isOwnModel: isGridModel(run.model.id),
    data: {
      puzzle,
      settings,
      seed: hashSeed(settings.seed, JSON.stringify(puzzle)),
      views: viewsOf(run),
      rows: rowsOf(run).flatMap((row) => rowOfRun(run, row)),
    },
  });
}

/** In which the test inputs were asked, by any row. */
function viewsOf(run: EditRun): string[] {
  const answers = Object.values(run.answers).flatMap((answer) => answer?.outcomes[0] ?? []);
  const ballots = answers.flatMap(({ output }) => parseAnswer(output).tests.flatMap((test) => test.ballots));
  return [...new Set(ballots.map(({ view }) => view))];
}

/** A row of the run as the cells know it. */
interface NotebookRow {
  name: string;
  condition: Condition;
  /** Of each example its pairs, the last of which is the one that is asked. */
  examples: readonly (readonly [Grid, Grid])[][];
  steps: number;
  /** Of the edit; absent where nothing is trained. */
  training?: { strategy: string; learningRate: number };
  /** What came of it there. */
  page: { solved: boolean; loss: number | null };
}

/** What a row trained on; nothing where it was not tested, or trained all weights, which PEFT does not. */
function rowOfRun(run: EditRun, row: Row): NotebookRow[] {
  const result = run.answers[row]?.result;
  if (!result || result.condition === "full-fine-tuning") return [];
  const training = run.trainings[row];
  const material = trainingMaterialSchema.safeParse(training?.material).data;
  const about = {
    name: puzzleRow(row).label,
    condition: result.condition,
    page: { solved: result.correct === result.total, loss: training?.finished?.finalLoss ?? null },
  };
  if (!training || !material || training.steps === 0) return [{ ...about, examples: [], steps: 0 }];
  const { strategy, learning_rate: learningRate } = parseSelfEdit(material.edit).training;
  return [
    {
      ...about,
      examples: material.examples.map(({ pairs }) => pairs),
      steps: training.steps,
      training: { strategy, learningRate },
    },
  ];
}
