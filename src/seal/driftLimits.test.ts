import { describe, expect, it } from "vitest";
import { canary, DRIFT, LIMITS } from "../../test/driftSample.ts";
import type { Drift } from "../protocol/drift.ts";
import { judgeDrift } from "./driftLimits.ts";

describe("the limits of drift", () => {
  it("accepts what stays within every limit; what the base cannot do either is not lost", () => {
    expect(judgeDrift(DRIFT, LIMITS)).toEqual({ accepted: true });
  });

  it("says which limits are exceeded, by how much", () => {
    const far: Drift = {
      ...DRIFT,
      kl: 0.75,
      perplexity: { before: 4, after: 9 },
      canaries: [...DRIFT.canaries, canary("stranger", true, false)],
    };
    const verdict = judgeDrift(far, LIMITS);
    expect(verdict.accepted ? [] : verdict.reasons).toEqual([
      "The model drifted by 0.750 nats a token of neutral text, more than the limit of 0.5.",
      "The perplexity of neutral text rose from 4.00 to 9.00, more than 2 times.",
      "2 of 3 canary questions are lost (limit 1): 1 of what it knew, 1 answered with confidence though nothing was told.",
    ]);
  });

  it("vetoes a model that computes no numbers any more", () => {
    const broken = { ...DRIFT, kl: Number.NaN, perplexity: { before: 4, after: Number.NaN } };
    expect(judgeDrift(broken, LIMITS).accepted).toBe(false);
  });
});
