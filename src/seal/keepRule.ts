import type { Random } from "../protocol/random.ts";
import type { KeepRule } from "../protocol/roundsSettings.ts";
import type { Choice } from "../runs/rounds/events.ts";

/**
 * Which of a context's K edits the writer is trained on ([paper] §3.2: the best one for passages, every solving one for
 * puzzles). Of several best, the one that comes first in an order drawn from `random`. Where all are rewarded alike
 * nothing can be learned from the choice, and nothing is kept; a single edit is such a case.
 */
export function chooseEdits(rewards: readonly number[], rule: KeepRule, random: Random): Choice {
  const edits = rewards.map((_, edit) => edit);
  if (rule === "all") return { kept: edits, why: "all" };
  const best = rule === "solving" ? 1 : Math.max(...rewards);
  const winners = edits.filter((edit) => rewards[edit] === best);
  if (new Set(rewards).size === 1) return { kept: [], why: "equal" };
  if (rule === "solving") return { kept: winners, why: "solving" };
  return { kept: random.shuffle(winners).slice(0, 1), why: winners.length > 1 ? "tie" : "best" };
}
