import { type RewardChoice, rewardChoice } from "../../../app/rounds/roundsDraft.ts";
import { type Comparison, riseOf } from "../../../runs/rounds/comparison.ts";
import type { RoundsProgress } from "../../../runs/rounds/progress.ts";
import type { RoundsRun } from "../../../runs/rounds/state.ts";
import type { RoundsSummary } from "../../../runs/rounds/summary.ts";
import type { ScoredRound } from "../../../tasks/page/taskPage.ts";
import type { RoundsWords } from "../../../tasks/roundsMetadata.ts";

export const REWARD_NAMES: Record<RewardChoice, string> = {
  accuracy: "accuracy",
  likelihood: "likelihood",
  "accuracy-likelihood": "accuracy, then likelihood",
  random: "random (control)",
  length: "longest edit (control)",
  shortest: "shortest edit (control)",
  copying: "copying (control)",
  vague: "vague lines (control)",
  all: "all kept (control)",
};

/** The rounds whose writer has been measured. */
export function scoredRounds({ rounds }: RoundsRun): ScoredRound[] {
  return rounds.flatMap(({ round, score, heldOut }) =>
    score ? [{ name: roundName(round), habits: score.habits, heldOut }] : [],
  );
}

export function roundName(round: number): string {
  return round === 0 ? "Before training" : `After round ${round}`;
}

/** "Round 1 of 2 · passage 3 of 12, trying edit 2 of 4". */
export function workText(state: RoundsRun, { work }: RoundsProgress, { one }: RoundsWords): string {
  const round = Math.max(0, state.rounds.length - 1);
  const where = round === 0 ? "Before training" : `Round ${round} of ${state.settings.rounds}`;
  if (work.kind === "writer") {
    return work.step === 0
      ? `${where} · training the writer`
      : `${where} · training the writer: step ${work.step} of ${work.steps}`;
  }
  const { samples, heldOutSamples } = state.settings;
  const edits = work.set === "training" ? samples : heldOutSamples;
  const context = `${work.set === "training" ? one : `held-out ${one}`} ${work.place} of ${work.of}`;
  const doing = work.kind === "writing" ? "writing edits" : `trying edit ${work.edit} of ${edits}`;
  return `${where} · ${context}, ${doing}`;
}

/** 12 points, with sign. */
export function points(share: number): string {
  const whole = Math.round(share * 100);
  return `${whole > 0 ? "+" : whole < 0 ? "−" : ""}${Math.abs(whole)}`;
}

export function riseText(run: RoundsSummary): string {
  const rise = riseOf(run);
  return rise === null ? "–" : points(rise);
}

/** Whether the rise is more than what the controls give, in a sentence. */
export function comparisonText(comparison: Comparison): string {
  switch (comparison.kind) {
    case "no-run":
      return "No rounds with a reward that is no control have finished yet.";
    case "no-rise":
      return "Accuracy did not rise, so there is nothing for the reward to explain.";
    case "no-control":
      return `Accuracy changed by ${points(comparison.rise)} points. Whether the reward did that is open: run the same rounds with a control.`;
    case "above":
      return `By ${rewardName(comparison.run)} ${points(comparison.rise)} points; the best control, ${rewardName(comparison.control)}, ${points(comparison.controlRise)}, and their intervals do not overlap. Only the difference is due to the reward, and one seed may be luck.`;
    case "alike":
      return `By ${rewardName(comparison.run)} ${points(comparison.rise)} points; the best control, ${rewardName(comparison.control)}, ${points(comparison.controlRise)}: about the same, as far as their intervals can tell. So nothing shows that the reward did it; holding more out would make the intervals narrower.`;
    case "below":
      return `By ${rewardName(comparison.run)} ${points(comparison.rise)} points; but ${rewardName(comparison.control)} gives even ${points(comparison.controlRise)}. So this rise is not due to the reward: it is not reinforcement learning.`;
  }
}

function rewardName(run: RoundsSummary): string {
  return REWARD_NAMES[rewardChoice(run.settings)].replace(" (control)", "");
}
