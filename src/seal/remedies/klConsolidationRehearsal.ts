import { combined } from "./combined.ts";
import { klConsolidation } from "./klConsolidation.ts";
import { rehearsal } from "./rehearsal.ts";

export const klConsolidationRehearsal = combined(
  "kl-consolidation-rehearsal",
  {
    label: "KL, consolidation and rehearsal",
    help: "Held near the base, trained on all edits together now and then, and always on how to write.",
    meaning:
      "Every few passages one adapter is trained on all edits so far, in the place of all others. Every training pays for changes of what the untouched model expects of neutral text, and sees the first edit’s writing again.",
  },
  klConsolidation,
  rehearsal,
);
