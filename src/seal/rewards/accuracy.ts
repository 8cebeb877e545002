import type { Reward } from "./reward.ts";

/** SEAL's own ([paper] §3.1): right answers after training on the edit. */
export const accuracy: Reward = (judged) => judged.accuracy;
