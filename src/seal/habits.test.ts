import { expect, test } from "vitest";
import type { Piece } from "../protocol/run.ts";
import { habitsOf } from "./habits.ts";

const line = (kind: string, truth: Piece["truth"]): Piece => ({
  id: "p",
  text: "",
  kept: truth !== "false",
  kind,
  ...(truth ? { truth } : {}),
});
const edit = (text: string, pieces: Piece[]) => ({ samples: [{ prompt: 0, text, cutOff: false }], pieces });

test("shares are of all lines, dropped ones too; truth is of claims alone", () => {
  const habits = habitsOf([
    edit("1234", [line("vague", "vague"), line("question", "true"), line("question", "false")]),
    edit("12", [line("other", "unknown")]),
  ]);
  expect(habits).toEqual({
    edits: 2,
    lines: 2,
    characters: 3,
    kinds: { other: 0.25, question: 0.5, vague: 0.25 },
    trueShare: 0.5,
  });
});

test("without lines or claims nothing is divided by nothing", () => {
  expect(habitsOf([edit("", [])])).toEqual({ edits: 1, lines: 0, characters: 0, kinds: {}, trueShare: null });
  expect(habitsOf([])).toMatchObject({ edits: 0, lines: 0, characters: 0 });
});
