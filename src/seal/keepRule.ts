import type { Random } from "../protocol/random.ts";
import type { KeepRule } from "../protocol/roundsSettings.ts";
import type { Choice } from "../runs/rounds/events.ts";

/**
 * Which edits of several contexts the writer is trained on.
 *
 * @param rewards by context, in the order of its edits
 * @param randomOf draws among equals of the context of that index
 */
export function chooseEdits(
  rewards: readonly (readonly number[])[],
  rule: KeepRule,
  randomOf: (index: number) => Random,
): Choice[] {
  return rule === "advantage"
    ? chooseByAdvantage(rewards)
    : rewards.map((own, index) => chooseOfContext(own, rule, randomOf(index)));
}

/**
 * Edits that stand out among all of the round, each measured against its own context's mean, so that a hard context
 * keeps what helped there. A context in which no edit stands out gives none, one in which two do gives both.
 */
function chooseByAdvantage(rewards: readonly (readonly number[])[]): Choice[] {
  const advantages = rewards.map((own) => {
    const mean = own.reduce((sum, reward) => sum + reward, 0) / own.length;
    return own.map((reward) => reward - mean);
  });
  const all = advantages.flat();
  const deviation = Math.sqrt(all.reduce((sum, advantage) => sum + advantage ** 2, 0) / all.length);
  return advantages.map((own, context): Choice => {
    if (new Set(rewards[context]).size === 1) return { kept: [], why: "equal" };
    return {
      kept: own.flatMap((advantage, edit) => (advantage > deviation ? [edit] : [])),
      why: "advantage",
    };
  });
}

/**
 * Which of a context's K edits the writer is trained on ([paper] §3.2: the best one for passages, every solving one for
 * puzzles). Of several best, the one that comes first in an order drawn from `random`. Where all are rewarded alike
 * nothing can be learned from the choice, and nothing is kept; a single edit is such a case.
 */
function chooseOfContext(
  rewards: readonly number[],
  rule: Exclude<KeepRule, "advantage">,
  random: Random,
): Choice {
  const edits = rewards.map((_, edit) => edit);
  if (rule === "all") return { kept: edits, why: "all" };
  const best = rule === "solving" ? 1 : Math.max(...rewards);
  const winners = edits.filter((edit) => rewards[edit] === best);
  if (new Set(rewards).size === 1) return { kept: [], why: "equal" };
  if (rule === "solving") return { kept: winners, why: "solving" };
  return { kept: random.shuffle(winners).slice(0, 1), why: winners.length > 1 ? "tie" : "best" };
}
