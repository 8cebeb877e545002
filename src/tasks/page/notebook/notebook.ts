import type { NotebookOrigin } from "../taskPage.ts";
import { percentNotebook } from "./percentNotebook.ts";

/** The small chat model that the page's own measurements are made with. */
const SMALL_MODEL = "HuggingFaceTB/SmolLM2-135M-Instruct";

/** Of a run of any kind, what its notebook says of its model and its day. */
interface NotebookRun {
  model: { id: string; name: string; hash: string };
  startedAt: string;
}

interface NotebookParts {
  run: NotebookRun;
  origin: NotebookOrigin;
  heading: string;
  /** Goes on after "This repeats": "a run". */
  what: string;
  /** Goes on after "the same": "data, edit, steps and settings". */
  same: string;
  /** The model is one of the page's own, which Transformers does not know. */
  isOwnModel: boolean;
  /** What the cells work on, but for the model. */
  data: object;
}

/**
 * A Jupyter notebook that repeats a run with Transformers and PEFT, on the same model or a larger one.
 *
 * @param script the cells: `training.py`, then those of the task and kind
 */
export function notebookOf(script: string, { data, ...parts }: NotebookParts): string {
  const { model } = parts.run;
  const source = (!parts.isOwnModel && parts.origin.repository) || SMALL_MODEL;
  const about = { name: model.name, sha256: model.hash, source, gguf: null };
  return percentNotebook(script, {
    INTRODUCTION: introduction(parts),
    RUN: JSON.stringify({ ...data, model: about }, null, 1),
  });
}

function introduction({ run, origin, heading, what, same, isOwnModel }: Omit<NotebookParts, "data">): string {
  const weights = isOwnModel
    ? `That model is the page’s own, which Transformers does not know: the notebook takes ${SMALL_MODEL} in its place, so that its figures are others.`
    : origin.repository === null
      ? `Where that model lies is not known here: name it below in the place of ${SMALL_MODEL}.`
      : "With the page’s own weights (a GGUF file is named below) losses and answers are those of the page; with the unquantised model or a larger one they are that model’s.";
  return [
    `# ${heading}`,
    "",
    `This repeats ${what} of the Self-Edit Playground, made with ${run.model.name} on ${run.startedAt.slice(0, 10)}: the same ${same}. ${weights}`,
    "",
    `[The set-up on the page](${origin.link}). The method is SEAL, [Self-Adapting Language Models](https://arxiv.org/abs/2506.10943) (Zweiger, Pari and others, 2025).`,
  ].join("\n");
}
