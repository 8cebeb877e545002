import { describe, expect, it } from "vitest";
import type { CanaryKind, Drift } from "../protocol/drift.ts";
import type { Piece } from "../protocol/run.ts";
import { DEFAULT_ACCEPTANCE } from "../protocol/versionEvents.ts";
import { judgeDrift, reasonsAgainst } from "./veto.ts";

const limits = { kl: 0.5, perplexityRatio: 2, canariesLost: 1 };
const told = { answer: "", probability: 1 };
const canary = (kind: CanaryKind, held: boolean, holds: boolean) => ({
  ...{ kind, held, holds, question: "?", accepted: [] },
  before: told,
  after: told,
});
const drift: Drift = {
  probeSet: "test",
  kl: 0.5,
  tokens: 100,
  perplexity: { before: 4, after: 8 },
  canaries: [canary("known", true, false), canary("known", false, false), canary("stranger", true, true)],
};

const wrong: Piece = { id: "p1", text: "Venta plays the tuba.", kept: true, truth: "false" };
const right: Piece = { id: "p2", text: "Venta plays the cello.", kept: true, truth: "true" };

describe("the veto", () => {
  it("accepts what stays within every limit; what the base cannot do either is not lost", () => {
    expect(judgeDrift(drift, limits)).toEqual({ accepted: true });
  });

  it("says which limits are exceeded, by how much", () => {
    const far: Drift = {
      ...drift,
      kl: 0.75,
      perplexity: { before: 4, after: 9 },
      canaries: [...drift.canaries, canary("stranger", true, false)],
    };
    const verdict = judgeDrift(far, limits);
    expect(verdict.accepted ? [] : verdict.reasons).toEqual([
      "The model drifted by 0.750 nats a token of neutral text, more than the limit of 0.5.",
      "The perplexity of neutral text rose from 4.00 to 9.00, more than 2 times.",
      "2 of 3 canary questions are lost (limit 1): 1 of what it knew, 1 answered with confidence though nothing was told.",
    ]);
  });

  it("points out what the edit says that is false of its passage, if it is trained on", () => {
    const strict = { ...limits, falsePercent: 0 };
    expect(reasonsAgainst(null, [wrong, right, { ...wrong, kept: false }], strict)).toEqual([
      "1 of 2 checked statements of the edit is false (50 %, limit 0 %), e.g. “Venta plays the tuba.”",
    ]);
    const configuration = { ...wrong, text: "{\n}" };
    expect(reasonsAgainst(null, [configuration], strict)).toEqual([
      "1 of 1 checked statements of the edit is false (100 %, limit 0 %).",
    ]);
    expect(reasonsAgainst(drift, [right], strict)).toEqual([]);
    expect(reasonsAgainst(drift, [], strict)).toEqual([]);
  });

  it("takes one false statement of eight, and as many more as there are more statements", () => {
    const usual = { ...limits, falsePercent: DEFAULT_ACCEPTANCE.falsePercent };
    const edit = [wrong, ...new Array<Piece>(7).fill(right)];
    expect(reasonsAgainst(drift, edit, usual)).toEqual([]);
    expect(reasonsAgainst(drift, [...edit, ...edit, ...edit], usual)).toEqual([]);
    expect(reasonsAgainst(drift, [...edit, wrong], usual)).toHaveLength(1);
  });

  it("does not count statements that cannot be checked", () => {
    const vague: Piece = { ...right, truth: "vague" };
    const { truth: _, ...open } = right;
    const usual = { ...limits, falsePercent: DEFAULT_ACCEPTANCE.falsePercent };
    const unchecked = [...new Array<Piece>(20).fill(vague), ...new Array<Piece>(20).fill(open)];
    expect(reasonsAgainst(drift, [wrong, right, ...unchecked], usual)).toHaveLength(1);
    expect(reasonsAgainst(drift, unchecked, usual)).toEqual([]);
  });

  it("vetoes a model that computes no numbers any more", () => {
    const broken = { ...drift, kl: Number.NaN, perplexity: { before: 4, after: Number.NaN } };
    expect(judgeDrift(broken, limits).accepted).toBe(false);
  });
});
