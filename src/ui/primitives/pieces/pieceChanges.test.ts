import { describe, expect, it } from "vitest";
import type { Piece } from "../../../protocol/run.ts";
import { isWhole, noteInWords, reworded, ticked } from "./pieceChanges.ts";

const statement: Piece = { id: "p1", text: "Orsvik lies on Hellem.", kept: true, truth: "true" };
const remarked: Piece = { ...statement, note: "“Hellem” is not in the passage" };
const pair: Piece = { id: "p2", text: "Where? Hellem.", question: "Where?", answer: "Hellem.", kept: true };

describe("a piece that the person unticks", () => {
  it("was dropped by the person, whatever had been remarked on it", () => {
    expect(noteInWords(remarked)).toBe("“Hellem” is not in the passage");
    expect(noteInWords(ticked(remarked, false))).toBe("dropped by you · “Hellem” is not in the passage");
    expect(noteInWords(ticked(statement, false))).toBe("dropped by you");
  });

  it("is as before when it is ticked again", () => {
    expect(ticked(ticked(remarked, false), true)).toEqual(remarked);
    expect(ticked(ticked(statement, false), true)).toEqual(statement);
  });

  it("is told from one that was dropped for its own sake", () => {
    const dropped: Piece = { ...statement, kept: false, note: "repeats piece 2" };
    expect(noteInWords(dropped)).toBe("dropped: repeats piece 2");
    expect(noteInWords(ticked(dropped, true))).toBe("repeats piece 2");
  });
});

describe("a piece in other words", () => {
  it("is trained on, and nothing is said of it", () => {
    expect(reworded(ticked(remarked, false), { text: "Orsvik is old." })).toEqual({
      id: "p1",
      text: "Orsvik is old.",
      kept: true,
    });
  });

  it("is dropped at once where nothing is left of it, or of a pair only half, and cannot be ticked", () => {
    for (const emptied of [
      reworded(remarked, { text: " \n" }),
      reworded(pair, { text: "", question: "", answer: "" }),
      reworded(pair, { text: "Where?", question: "Where?", answer: " " }),
      reworded(pair, { text: "Hellem.", question: "", answer: "Hellem." }),
    ]) {
      expect(emptied).toMatchObject({ kept: false });
      expect(isWhole(emptied)).toBe(false);
      expect(ticked(emptied, true).kept).toBe(false);
    }
  });
});
