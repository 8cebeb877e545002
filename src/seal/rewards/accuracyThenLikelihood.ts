import type { Reward } from "./reward.ts";

/** The most that likelihood adds: less than one answer of a thousand weighs. */
const TIE_BREAK = 1e-3;

/** Accuracy, and of edits that are equally accurate the one after which the answers are likeliest. */
export const accuracyThenLikelihood: Reward = ({ accuracy, likelihood }) =>
  accuracy + (likelihood === null ? 0 : TIE_BREAK * Math.exp(likelihood));
