import type { Reward } from "./reward.ts";

/** Rewards that know nothing of what an edit teaches. What they bring is not due to the reward. */

/** A number drawn by chance. */
export const chance: Reward = (_, random) => random.next();

/** Characters. */
export const longest: Reward = ({ text }) => text.length;

export const shortest: Reward = ({ text }) => -text.length;

/** Lines that stand in the context word for word, each once. */
export const copying: Reward = ({ pieces, prompts }) =>
  new Set(pieces.map(({ text }) => text).filter((text) => prompts.some((prompt) => prompt.includes(text))))
    .size;
