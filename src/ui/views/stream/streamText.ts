import type { StreamProgress } from "../../../app/streamProgress.ts";
import type { StreamState } from "../../../app/streamState.ts";
import type { Remedy } from "../../../protocol/streamSettings.ts";

export const REMEDY_NAMES: Record<Remedy, string> = {
  none: "nothing",
  replay: "replay",
  kl: "held to the base (KL)",
  gate: "gate",
  router: "adapter each, router",
};

/** What the remedy does, in two sentences at most. */
export const REMEDY_MEANINGS: Record<Remedy, string> = {
  none: "Each edit is merged into the weights as it is.",
  replay:
    "Part of what each training sees comes from earlier edits. The steps stay the same, so each new edit is seen less.",
  kl: "Training pays for every change of what the untouched model expects of neutral text.",
  gate: "An edit that harms earlier ones or neutral text too much is merged at half or a quarter of its strength, or not at all.",
  router:
    "Nothing is merged: each passage keeps an adapter of its own. A question goes to the adapter that finds the question itself most probable; neither its passage nor its answer is looked at.",
};

/** "Passage 3 of 8 · training". */
export function streamWorkText(state: StreamState, { work, total }: StreamProgress): string {
  switch (work.kind) {
    case "finished":
      return "All passages are learned.";
    case "restoring":
      return "Training again what was merged before the interruption";
    case "untouched":
      return `Asking the untouched model · passage ${work.passage} of ${total}`;
    case "writing":
      return `Passage ${work.passage} of ${total} · writing the edit`;
    case "training":
      return `Passage ${work.passage} of ${total} · training`;
    case "applying":
      return `Passage ${work.passage} of ${total} · ${state.settings.remedy === "gate" ? "measuring before merging" : "merging"}`;
    case "asking":
      return `Passage ${work.step} of ${total} · asking passage ${work.passage} again`;
  }
}

/** What became of an edit: "merged at 50 %". */
export function appliedText({ outcome, scale }: { outcome: string; scale: number }): string {
  if (outcome === "clipped") return `merged at ${Math.round(scale * 100)} %`;
  return outcome === "kept-apart" ? "kept apart" : outcome === "rejected" ? "not merged" : "merged";
}
