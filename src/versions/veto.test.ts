import { describe, expect, it } from "vitest";
import { DRIFT, LIMITS as DRIFT_LIMITS } from "../../test/driftSample.ts";
import type { Piece } from "../protocol/run.ts";
import { DEFAULT_ACCEPTANCE } from "./versionEvents.ts";
import { reasonsAgainst } from "./veto.ts";

const wrong: Piece = { id: "p1", text: "Venta plays the tuba.", kept: true, truth: "false" };
const right: Piece = { id: "p2", text: "Venta plays the cello.", kept: true, truth: "true" };

const LIMITS = { ...DRIFT_LIMITS, falsePercent: 100, vaguePercent: 100 };

describe("the veto", () => {
  it("points out what the edit says that is false of its passage, if it is trained on", () => {
    const strict = { ...LIMITS, falsePercent: 0 };
    expect(reasonsAgainst(null, [wrong, right, { ...wrong, kept: false }], strict)).toEqual([
      "1 of 2 checked statements of the edit is false (50 %, limit 0 %), e.g. “Venta plays the tuba.”",
    ]);
    const configuration = { ...wrong, text: "{\n}" };
    expect(reasonsAgainst(null, [configuration], strict)).toEqual([
      "1 of 1 checked statements of the edit is false (100 %, limit 0 %).",
    ]);
    expect(reasonsAgainst(DRIFT, [right], strict)).toEqual([]);
    expect(reasonsAgainst(DRIFT, [], strict)).toEqual([]);
  });

  it("takes one false statement of ten, and as many more as there are more statements", () => {
    const usual = { ...LIMITS, falsePercent: DEFAULT_ACCEPTANCE.falsePercent };
    const edit = [wrong, ...new Array<Piece>(9).fill(right)];
    expect(reasonsAgainst(DRIFT, edit, usual)).toEqual([]);
    expect(reasonsAgainst(DRIFT, [...edit, ...edit, ...edit], usual)).toEqual([]);
    expect(reasonsAgainst(DRIFT, [...edit, wrong], usual)).toHaveLength(1);
  });

  it("does not count statements that cannot be checked", () => {
    const vague: Piece = { ...right, truth: "vague" };
    const { truth: _, ...open } = right;
    const usual = { ...LIMITS, falsePercent: DEFAULT_ACCEPTANCE.falsePercent };
    const unchecked = [...new Array<Piece>(20).fill(vague), ...new Array<Piece>(20).fill(open)];
    expect(reasonsAgainst(DRIFT, [wrong, right, ...unchecked], usual)).toHaveLength(1);
    expect(reasonsAgainst(DRIFT, unchecked, usual)).toEqual([]);
  });

  it("takes lines that say nothing, but not mostly such", () => {
    const vague: Piece = { ...right, text: "Much could be said of Venta.", truth: "vague", kind: "vague" };
    const usual = { ...LIMITS, vaguePercent: DEFAULT_ACCEPTANCE.vaguePercent };
    expect(reasonsAgainst(DRIFT, [vague, right], usual)).toEqual([]);
    expect(reasonsAgainst(DRIFT, [right, vague, vague, { ...right, kept: false }], usual)).toEqual([
      "2 of 3 lines of the edit say nothing of its passage (66.7 %, limit 50 %), e.g. “Much could be said of Venta.”",
    ]);
  });
});
