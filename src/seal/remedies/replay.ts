import { real } from "../../protocol/fields.ts";
import type { Random } from "../../protocol/random.ts";
import type { TrainingSequence } from "../../protocol/sequence.ts";
import { remedy } from "./remedy.ts";

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
    prepare({ plan, earlier, random }) {
      const draws = plan.steps * plan.batchSize;
      return { ...plan, ...mixReplay(plan.sequences, earlier, { draws, share }, random.fork("replay")) };
    },
  }),
});

interface ReplayMix {
  /** `draws` in all, so that each is seen once; repeated where there are fewer. */
  sequences: TrainingSequence[];
  /** How many different ones come from earlier edits. */
  replayed: number;
}

/**
 * Of the `draws` sequences that training sees, a `share` comes from earlier edits, all of them alike
 * in an order drawn by chance, and the rest from the new one. The optimiser steps stay the same, so that the new edit
 * is seen less often than without replay. Without earlier edits the new one is trained on as it is.
 *
 * @param draws optimiser steps · batch size
 * @param share 0 ≤ share < 1
 */
export function mixReplay(
  own: readonly TrainingSequence[],
  earlier: readonly (readonly TrainingSequence[])[],
  { draws, share }: { draws: number; share: number },
  random: Random,
): ReplayMix {
  const pool = random.shuffle(earlier.flat());
  const count = pool.length === 0 ? 0 : Math.round(draws * share);
  if (count === 0) return { sequences: [...own], replayed: 0 };
  return {
    sequences: [...cycled(own, draws - count), ...cycled(pool, count)],
    replayed: Math.min(pool.length, count),
  };
}

function cycled<T>(items: readonly T[], count: number): T[] {
  return Array.from({ length: count }, (_, i) => items[i % items.length]!);
}
