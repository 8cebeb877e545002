import type { Random } from "../../protocol/random.ts";
import type { Piece } from "../../protocol/run.ts";

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

/**
 * What an edit is called worth. Only its order within one context matters: the gain over the untouched model would
 * choose the same edits.
 *
 * @param random drawn from the run's seed and the edit's place
 */
export type Reward = (judged: Judged, random: Random) => number;
