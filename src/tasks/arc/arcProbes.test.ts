import { describe, expect, it } from "vitest";
import { GridFake, mirrorPuzzle } from "../../../test/gridFake.ts";
import { arcProbes } from "./arcProbes.ts";
import { SPLITS } from "./drawn/splits.ts";
import { gridText } from "./notation/gridText.ts";

const probes = arcProbes(new GridFake());

describe("probes for a grid model", () => {
  it("are the same whenever they are made, and ask one puzzle of each core family", () => {
    const again = arcProbes(new GridFake());
    expect(again.texts).toEqual(probes.texts);
    const asked = probes.canaries.map(({ question }) => question.replace(/^Puzzle “(.*) \d+”$/, "$1"));
    expect(asked.sort()).toEqual([...SPLITS.core].sort());
  });

  it("hold the right answer right, and say any other one", () => {
    for (const { accepted, isRight, answerIn } of probes.canaries) {
      const rows = accepted[0]!.split("/").map((row) => [...row].map(Number));
      const text = gridText("output", rows);
      expect(isRight(text)).toBe(true);
      expect(answerIn(text)).toBe(accepted[0]);
      const wrong = gridText("output", mirrorPuzzle.test[0]!.output);
      expect(isRight(wrong)).toBe(false);
      expect(answerIn(wrong)).toBe("208/030");
      expect(isRight("<no grid>")).toBe(false);
    }
  });

  it("leave room for every answer", () => {
    const model = new GridFake();
    for (const { accepted } of arcProbes(model).canaries) {
      const rows = accepted[0]!.split("/").map((row) => [...row].map(Number));
      expect(model.encode(gridText("output", rows)).length).toBeLessThan(probes.maxTokens);
    }
  });
});
