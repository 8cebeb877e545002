import { describe, expect, it } from "vitest";
import { mirrorPuzzle } from "../../../../test/gridFake.ts";
import type { Puzzle } from "../puzzle.ts";
import { begun, edited, withOwn } from "./context/editor.ts";
import { changedAt, type GridPlace, painted } from "./context/gridEditing.ts";
import { type PuzzleDraft, withImported } from "./draft.ts";
import { puzzleDraft } from "./rules.ts";

const blank = begun(puzzleDraft.first(undefined) as PuzzleDraft, null);
const paint = (draft: PuzzleDraft, place: GridPlace, colour = 3) =>
  edited(draft, (now) => changedAt(now, place, (cells) => painted(cells, 0, 0, colour)));
const issues = (draft: PuzzleDraft) => puzzleDraft.issues(draft, { loaded: null, own: [] });
const of = (puzzle: Puzzle) => withOwn(blank, { name: "Mine", puzzle });
const [first, second] = mirrorPuzzle.train;

describe("a puzzle of the editor cannot be run", () => {
  it("before anything is drawn", () => {
    expect(issues(blank)).toMatchObject([
      { field: "drawing", message: expect.stringMatching(/^Nothing is drawn yet/), missing: true },
    ]);
  });

  it("while its demonstrations are the same, or have the same input", () => {
    const tested = paint(blank, { list: "test", index: 0, side: "input" });
    expect(issues(tested)[0]?.message).toMatch(/^The two demonstrations are the same\./);
    const answered = paint(blank, { list: "train", index: 0, side: "output" });
    expect(issues(answered)[0]?.message).toMatch(/^The two demonstrations have the same input\./);
    const thrice = { ...mirrorPuzzle, train: [first!, first!, first!] };
    expect(issues(of(thrice))[0]?.message).toMatch(/^All 3 demonstrations are the same\./);
  });
});

describe("a puzzle can be run", () => {
  it("as soon as two demonstrations differ", () => {
    expect(issues(paint(blank, { list: "train", index: 1, side: "input" }))).toEqual([]);
    expect(issues(of({ ...mirrorPuzzle, train: [first!, first!, second!] }))).toEqual([]);
  });

  it("with one demonstration, and from elsewhere with whichever it has", () => {
    expect(issues(of({ ...mirrorPuzzle, train: [first!] }))).toEqual([]);
    const puzzle = { ...mirrorPuzzle, train: [first!, first!] };
    const imported = { from: "file", answers: new Map(), rejected: [], rejectedCount: 0, notes: [] };
    const draft = withImported(blank, { ...imported, puzzles: [{ name: "Theirs", puzzle }] });
    expect(issues(draft)).toEqual([]);
  });
});
