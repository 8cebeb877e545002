import { type CanaryKind, type Drift, type DriftLimits, probedText } from "../protocol/drift.ts";
import type { Piece } from "../protocol/run.ts";
import type { AcceptanceLimits } from "../protocol/versionEvents.ts";
import { claimsAmong, falseAmong } from "./claims.ts";

/** Whether a change is accepted, and if not, why in words. */
export type Verdict = { accepted: true } | { accepted: false; reasons: string[] };

/** Compares drift with the limits. Every limit that is exceeded gives a reason. */
export function judgeDrift(drift: Drift, limits: DriftLimits): Verdict {
  const { before, after } = drift.perplexity;
  const lost = lostCanaries(drift);
  const ratio = after / before;
  const reasons = [
    // Not a number is never within a limit.
    ...(drift.kl <= limits.kl
      ? []
      : [
          `The model drifted by ${drift.kl.toFixed(3)} nats a token of ${probedText(drift)}, more than the limit of ${limits.kl}.`,
        ]),
    ...(ratio <= limits.perplexityRatio
      ? []
      : [
          `The perplexity of ${probedText(drift)} rose from ${before.toFixed(2)} to ${after.toFixed(2)}, more than ` +
            `${limits.perplexityRatio} times.`,
        ]),
    ...(lost.length <= limits.canariesLost
      ? []
      : [
          `${lost.length} of ${drift.canaries.filter(({ held }) => held).length} canary questions are lost ` +
            `(limit ${limits.canariesLost}): ${countsOf(lost.map(({ kind }) => kind))}.`,
        ]),
  ];
  return reasons.length === 0 ? { accepted: true } : { accepted: false, reasons };
}

/**
 * Why a change is not accepted, as far as can be known: its drift (null where there are no probes), and what its edit
 * states that is false of the passage. Empty: it is accepted.
 */
export function reasonsAgainst(
  drift: Drift | null,
  pieces: readonly Piece[],
  limits: AcceptanceLimits,
): string[] {
  const verdict: Verdict = drift === null ? { accepted: true } : judgeDrift(drift, limits);
  // A share, for a writer or a sequence of edits brings many times the statements of one edit.
  const checked = claimsAmong(pieces.filter(({ kept }) => kept));
  const wrong = falseAmong(checked);
  const percent = (100 * wrong.length) / Math.max(1, checked.length);
  return [
    ...(percent <= limits.falsePercent
      ? []
      : [
          `${wrong.length} of ${checked.length} checked statements of the edit ${wrong.length === 1 ? "is" : "are"} ` +
            `false (${Number(percent.toFixed(1))} %, limit ${limits.falsePercent} %)${exampleOf(wrong[0]!)}`,
        ]),
    ...(verdict.accepted ? [] : verdict.reasons),
  ];
}

/** A sentence can be quoted; a configuration of many lines is shown beside the reason anyway. */
function exampleOf({ text }: Piece): string {
  return text.includes("\n") ? "." : `, e.g. “${text}”`;
}

/** Canaries that the base passes and the changed model does not. */
export function lostCanaries({ canaries }: Drift): Drift["canaries"] {
  return canaries.filter(({ held, holds }) => held && !holds);
}

const WORDS: Record<CanaryKind, string> = {
  known: "of what it knew",
  "in-context": "of what stands in the prompt",
  stranger: "answered with confidence though nothing was told",
};

function countsOf(kinds: readonly CanaryKind[]): string {
  return [...new Set(kinds)]
    .map((kind) => `${kinds.filter((other) => other === kind).length} ${WORDS[kind]}`)
    .join(", ");
}
