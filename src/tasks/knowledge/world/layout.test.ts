import { describe, expect, it } from "vitest";
import * as layout from "./layout.ts";

describe("the layout of documents", () => {
  it("asks in the form in which answers are trained", () => {
    const line = layout.answerLine("Who wrote Iron Crown?", "Venta");
    expect(line).toBe("Question: Who wrote Iron Crown? Answer: Venta.");
    expect(line.startsWith(layout.questionPrompt("Who wrote Iron Crown?"))).toBe(true);
    expect(layout.parseLine(line)).toEqual({ question: "Who wrote Iron Crown?", answer: "Venta" });
    expect(layout.parseLine(layout.statementLine("Venta plays."))).toEqual({ statement: "Venta plays." });
    expect(layout.parseLine("Venta plays.")).toBeNull();
  });

  it("reads the answer up to the end of its line, without the full stop", () => {
    expect(layout.parseAnswer(" Iron Crown.\nQuestion: Who")).toBe("Iron Crown");
    expect(layout.parseAnswer(" Iron Crown")).toBe("Iron Crown");
    expect(layout.parseAnswer("")).toBe("");
  });

  it("cuts an edit into its lines", () => {
    expect(layout.parseEdit("- One.\n\n  Question: Two? Answer: three.\n")).toEqual([
      "- One.",
      "Question: Two? Answer: three.",
    ]);
  });

  it("begins every use of a passage alike", () => {
    const start = layout.passageLine("One. Two.");
    expect(layout.editPrompt("One. Two.").startsWith(start)).toBe(true);
    expect(layout.questionInContextPrompt("One. Two.", "Who?")).toBe(`${start}\nQuestion: Who? Answer:`);
  });
});
