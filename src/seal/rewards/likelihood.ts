import type { Reward } from "./reward.ts";

/** Below any log-probability that a token has. */
const UNKNOWN = -1000;

/**
 * The mean log-likelihood of the accepted answers: dense, where accuracy counts a dozen answers as right or wrong, so
 * that edits differ by what they almost taught.
 */
export const likelihood: Reward = (judged) => judged.likelihood ?? UNKNOWN;
