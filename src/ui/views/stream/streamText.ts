import type { GateTry } from "../../../runs/stream/events.ts";
import type { StreamProgress } from "../../../runs/stream/progress.ts";
import type { RoundsWords } from "../../../tasks/roundsMetadata.ts";
import { capitalised, plural } from "../../primitives/format.ts";

/** "Passage 3 of 8 · training". */
export function streamWorkText({ work, total }: StreamProgress, { one, many }: RoundsWords): string {
  const One = capitalised(one);
  switch (work.kind) {
    case "finished":
      return `All ${many} are learned.`;
    case "restoring":
      return "Training again what was merged before the interruption";
    case "untouched":
      return `Asking the untouched model · ${one} ${work.place} of ${total}`;
    case "writing":
      return `${One} ${work.place} of ${total} · writing the edit`;
    case "training":
      return `${One} ${work.place} of ${total} · training`;
    case "applying":
      return `${One} ${work.place} of ${total} · merging`;
    case "asking":
      return `${One} ${work.step} of ${total} · asking ${one} ${work.place} again`;
  }
}

/** What became of an edit: "merged at 50 %". */
export function appliedText({ outcome, scale }: { outcome: string; scale: number }): string {
  if (outcome === "consolidated") return "merged alone, with all before";
  if (outcome === "clipped") return `merged at ${Math.round(scale * 100)} %`;
  return outcome === "kept-apart" ? "kept apart" : outcome === "rejected" ? "not merged" : "merged";
}

/** What the gate measured of an edit on trial: "Whole: 0.77 nats a token from the base, perplexity 2.06 times, …". */
export function tryText({ scale, kl, perplexityRatio, canariesLost, bitsRise }: GateTry): string {
  return (
    `${scale === 1 ? "Whole" : `At ${Math.round(scale * 100)} %`}: ${kl.toFixed(2)} nats a token from the base, ` +
    `perplexity ${perplexityRatio.toFixed(2)} times, ${plural(canariesLost, "canary", "canaries")} lost, ` +
    `${bitsRise.toFixed(2)} bits a token more on earlier edits.`
  );
}
