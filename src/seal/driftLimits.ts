import { type CanaryKind, type Drift, type DriftLimits, probedText } from "../protocol/drift.ts";

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
