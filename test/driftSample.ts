import type { CanaryKind, Drift } from "../src/protocol/drift.ts";

export const LIMITS = { kl: 0.5, perplexityRatio: 2, canariesLost: 1 };

const told = { answer: "", probability: 1 };

/** @param held before the change @param holds after it */
export const canary = (kind: CanaryKind, held: boolean, holds: boolean) => ({
  ...{ kind, held, holds, question: "?", accepted: [] },
  before: told,
  after: told,
});

/** As far as the limits allow, and no farther. */
export const DRIFT: Drift = {
  probeSet: "test",
  kl: 0.5,
  tokens: 100,
  perplexity: { before: 4, after: 8 },
  canaries: [canary("known", true, false), canary("known", false, false), canary("stranger", true, true)],
};
