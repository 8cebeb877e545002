import type { Grid } from "../src/tasks/arc/grid.ts";
import { FIXED_EDIT } from "../src/tasks/arc/metadata.ts";
import { gridText } from "../src/tasks/arc/notation/gridText.ts";
import { EDIT_CUE, END, slotToken } from "../src/tasks/arc/notation/gridVocabulary.ts";
import { SLOTS, toSlots } from "../src/tasks/arc/selfEdit.ts";
import { flipLeftRight } from "../src/tasks/arc/views/transforms.ts";
import { FakeModel } from "./fakeModel.ts";

/** A self-edit by its choices (`toSlots`), as the model writes it. */
export function slotsText(choices: readonly number[]): string {
  const tokens = SLOTS.map(({ name, values }, i) => slotToken(name, values[choices[i] ?? -1] ?? ""));
  return EDIT_CUE + tokens.join("") + END;
}

/** The fake with a grid model's tokens: whatever stands in angle brackets is one. */
export class GridFake extends FakeModel {
  private readonly tokens: string[] = [];

  override encode(text: string): number[] {
    return (text.match(/<[^>]*>|[^<]/g) ?? []).map((token) => {
      const known = this.tokens.indexOf(token);
      return known >= 0 ? known : this.tokens.push(token) - 1;
    });
  }

  override decode(tokens: readonly number[]): string {
    return tokens.map((token) => this.tokens[token] ?? "").join("");
  }
}

const demonstrations = [
  [1, 2, 3],
  [4, 0, 5],
  [6, 7, 0],
].map((row) => ({ input: [row, [0, 0, 1]], output: [row.toReversed(), [1, 0, 0]] }));
const asked: Grid = [
  [8, 0, 2],
  [0, 3, 0],
];

/** Mirror images, with one test input. */
export const mirrorPuzzle = {
  train: demonstrations,
  test: [{ input: asked, output: flipLeftRight(asked) }],
};

/** The grid asked about at the end of a prompt. */
export function askedIn(prompt: string): Grid {
  const input = prompt.slice(prompt.lastIndexOf("<input "));
  const width = Number(/x(\d+)>/.exec(input)?.[1]);
  const cells = [...input.matchAll(/<i(\d)@/g)].map(([, colour]) => Number(colour));
  return Array.from({ length: cells.length / width }, (_, y) => cells.slice(y * width, (y + 1) * width));
}

/** The fixed edit as the model writes it. */
export const FIXED_EDIT_TEXT = slotsText(toSlots(FIXED_EDIT) ?? [])
  .replace(EDIT_CUE, "")
  .replace(END, "");

/** Writes a good edit; copies the input as it is, and mirrors it once an adapter is in use. */
export function writesMirrored(): GridFake {
  const model: GridFake = new GridFake({
    write: (prompt) => {
      if (prompt.endsWith(EDIT_CUE)) return FIXED_EDIT_TEXT;
      const input = askedIn(prompt);
      return gridText("output", model.active ? flipLeftRight(input) : input);
    },
  });
  return model;
}
