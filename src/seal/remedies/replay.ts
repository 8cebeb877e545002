import { real } from "../../protocol/fields.ts";
import type { Random } from "../../protocol/random.ts";
import type { TrainingSequence } from "../../protocol/sequence.ts";
import type { TrainingPlan } from "../../tasks/task.ts";
import { type Prepared, remedy } from "./remedy.ts";

/** Experience replay: what earlier edits taught is kept, and some of it is trained on again beside each new edit. */
export const replay = remedy({
  id: "replay",
  label: "Replay",
  help: "Earlier edits are trained on again beside each new one.",
  meaning:
    "Part of what each training sees comes from earlier edits. The steps stay the same, so each new edit is seen less.",
  fields: {
    replayShare: real({
      label: "Replayed share",
      help: "How much of what training sees comes from earlier edits.",
      level: "advanced",
      group: "Stream",
      min: 0.05,
      max: 0.9,
      step: 0.05,
      scale: "linear",
      initial: 0.5,
    }),
  },
  begin: (_stream, { replayShare: share }) => ({
    prepare: ({ plan, earlier, random }) => withReplay(plan, earlier.flat(), share, random.fork("replay")),
  }),
});

/**
 * Of the sequences that training sees (optimiser steps · batch size, so that each is seen once; repeated where there are
 * fewer) a `share` is replayed, all of them alike in an order drawn by chance, and the rest is the plan's own. The optimiser
 * steps stay the same, so that the plan's own are seen less often than without. With nothing to replay the plan is as it was.
 *
 * @param share 0 ≤ share < 1
 */
export function withReplay(
  plan: TrainingPlan,
  replayed: readonly TrainingSequence[],
  share: number,
  random: Random,
): Prepared {
  const draws = plan.steps * plan.batchSize;
  const pool = random.shuffle(replayed);
  const count = pool.length === 0 ? 0 : Math.round(draws * share);
  if (count === 0) return { ...plan, replayed: 0 };
  return {
    ...plan,
    sequences: [...cycled(plan.sequences, draws - count), ...cycled(pool, count)],
    replayed: Math.min(pool.length, count),
  };
}

function cycled<T>(items: readonly T[], count: number): T[] {
  return Array.from({ length: count }, (_, i) => items[i % items.length]!);
}
