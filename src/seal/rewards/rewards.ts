import type { RewardId } from "../../protocol/roundsSettings.ts";
import { accuracy } from "./accuracy.ts";
import { accuracyThenLikelihood } from "./accuracyThenLikelihood.ts";
import { likelihood } from "./likelihood.ts";
import type { Reward } from "./reward.ts";
import { chance, copying, longest, shortest } from "./shams.ts";

export const rewards: Readonly<Record<RewardId, Reward>> = {
  accuracy,
  likelihood,
  "accuracy-likelihood": accuracyThenLikelihood,
  random: chance,
  length: longest,
  shortest,
  copying,
};
