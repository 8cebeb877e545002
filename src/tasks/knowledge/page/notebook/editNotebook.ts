import type { Piece } from "../../../../protocol/run.ts";
import { type EditRun, type Row, rowsOf } from "../../../../runs/edit/state.ts";
import { percentNotebook } from "../../../page/percentNotebook.ts";
import type { NotebookOrigin } from "../../../page/taskPage.ts";
import {
  EMBEDDED_MODEL_ID,
  type KnowledgeSettings,
  knowledgeSettingsSchema,
  type Passage,
} from "../../metadata.ts";
import { oraclePieces } from "../../oraclePieces.ts";
import { sentencesOf } from "../../sentences.ts";
import { passageOf } from "../draft.ts";
import { passageText } from "../text.ts";

/** The small chat model that the page's own measurements are made with. */
const SMALL_MODEL = "HuggingFaceTB/SmolLM2-135M-Instruct";

/** A text after the title, or a question with its answer. */
type Example = { text: string } | { question: string; answer: string };

/**
 * A run on a passage as a Jupyter notebook that repeats it with Transformers and PEFT: the same data, edits, steps and
 * settings, from the same random numbers, on the same model or a larger one.
 *
 * @param script `editNotebook.py`
 * @throws Error for a run of another task
 */
export function editNotebook(script: string, run: EditRun, origin: NotebookOrigin): string {
  const passage = passageOf(run);
  const settings = knowledgeSettingsSchema.safeParse(run.settings).data;
  if (!passage || !settings) throw new Error("The run is not of a passage.");
  const isOwn = run.model.id === EMBEDDED_MODEL_ID;
  const rows = rowsOf(run).flatMap((row) => rowOfRun(run, row, passage, settings));
  const data = {
    title: passage.title.trim(),
    text: passage.text.trim(),
    questions: passage.questions.map(({ question, answers }) => ({
      question: question.trim(),
      answers: answers.map((answer) => answer.trim()),
    })),
    settings,
    model: {
      name: run.model.name,
      sha256: run.model.hash,
      source: origin.repository ?? SMALL_MODEL,
      gguf: null,
    },
    rows,
  };
  return percentNotebook(script, {
    INTRODUCTION: introduction(run, passage, origin, isOwn),
    RUN: JSON.stringify(data, null, 1),
  });
}

function introduction(
  { model, startedAt }: EditRun,
  { title }: Passage,
  { link, repository }: NotebookOrigin,
  isOwn: boolean,
): string {
  const same = isOwn
    ? `That model is the page’s own, which Transformers does not know: the notebook takes ${SMALL_MODEL} in its place, so that its figures are others.`
    : repository === null
      ? `Where that model lies is not known here: name it below in the place of ${SMALL_MODEL}.`
      : "With the page’s own weights (a GGUF file is named below) losses and answers are those of the page; with the unquantised model or a larger one they are that model’s.";
  return [
    `# A self-edit of “${title.trim()}”`,
    "",
    `This repeats a run of the Self-Edit Playground, made with ${model.name} on ${startedAt.slice(0, 10)}: the same data, edit, steps and settings. ${same}`,
    "",
    `[The set-up on the page](${link}). The method is SEAL, [Self-Adapting Language Models](https://arxiv.org/abs/2506.10943) (Zweiger, Pari and others, 2025).`,
  ].join("\n");
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
  const text = passage.text.trim();
  const sentences = settings.passageSentences ? sentencesOf(text) : [];
  const whole = [text, ...(sentences.length < 2 ? [] : sentences)].map((one) => ({ text: one }));
  if (row === "passage-only") return whole;
  const pieces = row === "oracle" ? oraclePieces(passage, settings.seed) : piecesOf(run, row);
  return pieces && [...whole, ...pieces.filter(({ kept }) => kept).map(exampleOf)];
}

function piecesOf({ edits }: EditRun, row: Row): readonly Piece[] | null {
  const number = /^self-edit(?: (\d+))?$/.exec(row);
  return number === null ? null : (edits[Number(number[1] ?? 1) - 1]?.pieces ?? null);
}

function exampleOf({ text, question, answer }: Piece): Example {
  return question !== undefined && answer !== undefined ? { question, answer } : { text };
}
