import type { Random } from "../protocol/random.ts";
import type { RewardId } from "../protocol/roundsSettings.ts";
import type { Piece } from "../protocol/run.ts";
import type { Exercise } from "../tasks/task.ts";
import { vagueAmong } from "./claims.ts";
import type { EditScore } from "./scoreEdit.ts";
import { textOf, type WrittenEdit } from "./writeEdits.ts";

/** What a reward may look at: one edit and what its inner loops gave. */
export interface Judged {
  /** Right answers after the edit, 0…1. */
  accuracy: number;
  /** How likely the accepted answers are after the edit, as `EditScore.likelihood` says; null where nobody knows. */
  likelihood: number | null;
  /** The whole edit as written. */
  text: string;
  pieces: readonly Piece[];
  /** The prompts for which it was written: the context stands in them. */
  prompts: readonly string[];
}

/** @param score of its inner loops */
export function judgedOf(
  { writing }: Exercise,
  edit: WrittenEdit,
  { correct, total, likelihood }: Pick<EditScore, "correct" | "total" | "likelihood">,
): Judged {
  return {
    accuracy: correct / total,
    likelihood,
    text: textOf(edit),
    pieces: edit.pieces,
    prompts: writing.prompts.map(({ prompt }) => prompt),
  };
}

/**
 * What an edit is called worth. Only its order within one context matters: the gain over the untouched model would
 * choose the same edits.
 *
 * @param random drawn from the run's seed and the edit's place
 */
export type Reward = (judged: Judged, random: Random) => number;

/** SEAL's own ([paper] §3.1): right answers after training on the edit. */
const accuracy: Reward = (judged) => judged.accuracy;

/** Below any log-probability that a token has. */
const UNKNOWN = -1000;

/**
 * The mean log-likelihood of the accepted answers: dense, where accuracy counts a dozen answers as right or wrong, so
 * that edits differ by what they almost taught.
 */
const likelihood: Reward = (judged) => judged.likelihood ?? UNKNOWN;

/** The most that likelihood adds: less than one answer of a thousand weighs. */
const TIE_BREAK = 1e-3;

/** Accuracy, and of edits that are equally accurate the one after which the answers are likeliest. */
const accuracyThenLikelihood: Reward = ({ accuracy, likelihood }) =>
  accuracy + (likelihood === null ? 0 : TIE_BREAK * Math.exp(likelihood));

// Shams: rewards that know nothing of what an edit teaches. What they bring is not due to the reward.

/** A number drawn by chance. */
const chance: Reward = (_, random) => random.next();

/** Characters. */
const longest: Reward = ({ text }) => text.length;

const shortest: Reward = ({ text }) => -text.length;

/** Lines that stand in the context word for word, each once. */
const copying: Reward = ({ pieces, prompts }) =>
  new Set(pieces.map(({ text }) => text).filter((text) => prompts.some((prompt) => prompt.includes(text))))
    .size;

/** The share of lines that tell nothing of the context, where that is known. */
const vague: Reward = ({ pieces }) => vagueAmong(pieces).length / Math.max(1, pieces.length);

/** Every reward that a run can name. */
export const rewards: Readonly<Record<RewardId, Reward>> = {
  accuracy,
  likelihood,
  "accuracy-likelihood": accuracyThenLikelihood,
  random: chance,
  length: longest,
  shortest,
  copying,
  vague,
};
