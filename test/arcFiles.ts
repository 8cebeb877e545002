import { expect } from "vitest";
import { PlaygroundError } from "../src/protocol/playgroundError.ts";
import { importArc } from "../src/tasks/arc/import/importArc.ts";

/** A task as the public sets write it. */
export const arcTaskJson = {
  train: [
    { input: [[1, 0]], output: [[0, 1]] },
    { input: [[2, 0]], output: [[0, 2]] },
  ],
  test: [{ input: [[3, 0]], output: [[0, 3]] }],
};

export const readArc = (json: unknown) => readArcText(JSON.stringify(json));
export const readArcText = (text: string, name = "mine") => importArc([{ name, text }]);

/** Why nothing can be read. */
export function whyNoArc(json: unknown): string {
  try {
    readArc(json);
  } catch (error) {
    expect(error).toBeInstanceOf(PlaygroundError);
    if (error instanceof PlaygroundError) {
      expect(error.kind).toBe("bad-input");
      expect(error.advice).not.toBe("");
      return error.message;
    }
  }
  throw new Error("nothing was wrong");
}
