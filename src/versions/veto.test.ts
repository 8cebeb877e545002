import { describe, expect, it } from "vitest";
import type { CanaryKind, Drift } from "../protocol/drift.ts";
import type { Piece } from "../protocol/run.ts";
import { DEFAULT_ACCEPTANCE } from "./versionEvents.ts";
import { reasonsAgainst } from "./veto.ts";

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

  it("takes one false statement of ten, and as many more as there are more statements", () => {
    const usual = { ...limits, falsePercent: DEFAULT_ACCEPTANCE.falsePercent };
    const edit = [wrong, ...new Array<Piece>(9).fill(right)];
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
});
