import { combined } from "./combined.ts";
import { consolidation } from "./consolidation.ts";
import { kl } from "./kl.ts";

export const klConsolidation = combined(
  "kl-consolidation",
  {
    label: "KL and consolidation",
    help: "Held near the base, and now and then trained on all edits together.",
    meaning:
      "Every few passages one adapter is trained on all edits so far, in the place of all others. Every training pays for changes of what the untouched model expects of neutral text, so that it still writes.",
  },
  consolidation,
  kl,
);
