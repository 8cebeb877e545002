import { combined } from "./combined.ts";
import { gate } from "./gate.ts";
import { kl } from "./kl.ts";

export const klGate = combined(
  "kl-gate",
  {
    label: "KL and gate",
    help: "Held near the base, and an edit that still harms too much is clipped, or not merged.",
    meaning:
      "Training pays for every change of what the untouched model expects of neutral text. What still harms earlier edits or neutral text too much is merged at half or a quarter of its strength, or not at all.",
  },
  kl,
  gate,
);
