import { real } from "../../protocol/fields.ts";
import type { TrainingSequence } from "../../protocol/sequence.ts";
import { remedy } from "./remedy.ts";
import { withReplay } from "./replay.ts";

/**
 * Rehearsal of writing. What a stream forgets first is how to write: edits become shorter from passage to passage, and
 * less is learned. The first edit, which the untouched model wrote, is kept with the prompts that asked for it, and some of
 * every training is this, as the outer loop trains its writer. Of later edits nothing is kept.
 */
export const rehearsal = remedy({
  id: "rehearsal",
  label: "Rehearse writing",
  help: "The first edit is written again and again, so that the model goes on writing like that.",
  meaning:
    "Part of what each training sees is the first passage’s prompt with the edit that the untouched model wrote for it. Of later edits nothing is kept.",
  fields: {
    rehearsedShare: real({
      label: "Rehearsed share",
      help: "How much of what training sees is the first edit’s writing.",
      level: "advanced",
      group: "Stream",
      min: 0.05,
      max: 0.9,
      step: 0.05,
      scale: "linear",
      initial: 0.15,
    }),
  },
  begin(_stream, { rehearsedShare: share }) {
    let first: readonly TrainingSequence[] | undefined;
    return {
      prepare({ plan, written, random }) {
        first ??= written();
        return withReplay(plan, first, share, random.fork("rehearsal"));
      },
    };
  },
});
