import type { Piece } from "../../../../protocol/run.ts";
import { type EditRun, type Row, rowsOf } from "../../../../runs/edit/state.ts";
import { notebookOf } from "../../../page/notebook/notebook.ts";
import type { NotebookOrigin } from "../../../page/taskPage.ts";
import { oraclePieces } from "../../edit/oraclePieces.ts";
import {
  EMBEDDED_MODEL_ID,
  type KnowledgeSettings,
  knowledgeSettingsSchema,
  type Passage,
} from "../../metadata.ts";
import { passageOf } from "../draft.ts";
import { passageText } from "../text.ts";
import { type Example, passageData, passageExamples, pieceExamples } from "./passageCells.ts";

/**
 * A run on a passage as a Jupyter notebook that repeats it with Transformers and PEFT: the same data, edits, steps and
 * settings, from the same random numbers, on the same model or a larger one.
 *
 * @param script `training.py`, `passages.py` and `editNotebook.py`, one after the other
 * @throws Error for a run of another task
 */
export function editNotebook(script: string, run: EditRun, origin: NotebookOrigin): string {
  const passage = passageOf(run);
  const settings = knowledgeSettingsSchema.safeParse(run.settings).data;
  if (!passage || !settings) throw new Error("The run is not of a passage.");
  return notebookOf(script, {
    run,
    origin,
    heading: `A self-edit of “${passage.title.trim()}”`,
    what: "a run",
    same: "data, edit, steps and settings",
    isOwnModel: run.model.id === EMBEDDED_MODEL_ID,
    data: {
      ...passageData(passage),
      settings,
      rows: rowsOf(run).flatMap((row) => rowOfRun(run, row, passage, settings)),
    },
  });
}

/** What a row trained on, and what came out; nothing where it was not tested, or the log does not tell. */
function rowOfRun(run: EditRun, row: Row, passage: Passage, settings: KnowledgeSettings) {
  const answers = run.answers[row];
  const { result } = answers ?? {};
  const training = run.trainings[row];
  const examples = training ? examplesOf(run, row, passage, settings) : [];
  // Of another passage's edit the log tells only how it came out.
  if (!answers || !result || examples === null) return [];
  return [
    {
      name: passageText.row(row).label,
      condition: result.condition,
      examples,
      steps: training?.steps ?? 0,
      page: {
        correct: result.correct,
        loss: training?.finished?.finalLoss ?? null,
        answers: passage.questions.map((_, item) => answers.outcomes[item]?.output ?? ""),
      },
    },
  ];
}

function examplesOf(run: EditRun, row: Row, passage: Passage, settings: KnowledgeSettings): Example[] | null {
  const whole = passageExamples(passage, settings);
  if (row === "passage-only") return whole;
  const pieces = row === "oracle" ? oraclePieces(passage, settings.seed) : piecesOf(run, row);
  return pieces && [...whole, ...pieceExamples(pieces)];
}

function piecesOf({ edits }: EditRun, row: Row): readonly Piece[] | null {
  const number = /^self-edit(?: (\d+))?$/.exec(row);
  return number === null ? null : (edits[Number(number[1] ?? 1) - 1]?.pieces ?? null);
}
