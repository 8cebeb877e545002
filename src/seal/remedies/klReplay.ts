import { combined } from "./combined.ts";
import { kl } from "./kl.ts";
import { replay } from "./replay.ts";

export const klReplay = combined(
  "kl-replay",
  {
    label: "KL and replay",
    help: "Held near the base, and trained on earlier edits again.",
    meaning:
      "Part of what each training sees comes from earlier edits, and it pays for every change of what the untouched model expects of neutral text.",
  },
  replay,
  kl,
);
