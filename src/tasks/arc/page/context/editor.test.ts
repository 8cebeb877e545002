import { beforeEach, describe, expect, it } from "vitest";
import type { ArcContext } from "../../arcContext.ts";
import type { PuzzleDraft } from "../draft.ts";
import { puzzleDraft } from "../rules.ts";
import { GALLERY } from "../source/gallery.ts";
import { begun, edited, redone, renamed, undone } from "./editor.ts";
import { changedAt, painted } from "./gridEditing.ts";

let draft: PuzzleDraft;
const editor = {
  begin: (from: ArcContext | null) => {
    draft = begun(draft, from);
  },
  undo: () => {
    draft = undone(draft);
  },
  rename: (name: string) => {
    draft = renamed(draft, name);
  },
  redo: () => {
    draft = redone(draft);
  },
};
const own = () => draft.own!;
const steps = () => draft.past.length;
const cells = () => own().puzzle.train[0]!.input[0]!.slice(0, 3);
const paint = (column: number, colour: number, goesOn = false) => {
  draft = edited(
    draft,
    (now) =>
      changedAt(now, { list: "train", index: 0, side: "input" }, (grid) => painted(grid, 0, column, colour)),
    goesOn,
  );
};

beforeEach(async () => {
  draft = await puzzleDraft.first(undefined);
});

describe("a stroke", () => {
  beforeEach(() => editor.begin(null));

  it("is one step", () => {
    paint(0, 9);
    paint(1, 9, true);
    paint(2, 9, true);
    expect(cells()).toEqual([9, 9, 9]);
    editor.undo();
    expect(cells()).toEqual([0, 0, 0]);
  });

  it("that begins where nothing changes is a step of its own", () => {
    paint(0, 9);
    paint(0, 9);
    paint(1, 9, true);
    paint(2, 9, true);
    expect(steps()).toBe(2);
    editor.undo();
    expect(cells()).toEqual([9, 0, 0]);
  });

  it("that begins where nothing changes can be taken back if it is the first one too", () => {
    paint(0, 0);
    paint(99, 9, true);
    expect(steps()).toBe(0);
    paint(1, 9, true);
    editor.undo();
    expect(cells()).toEqual([0, 0, 0]);
  });

  it("that goes on after a step was taken back leaves the earlier ones alone", () => {
    paint(0, 9);
    paint(1, 8);
    editor.undo();
    paint(2, 7, true);
    editor.undo();
    expect(cells()).toEqual([9, 0, 0]);
    editor.redo();
    paint(1, 6, true);
    editor.undo();
    expect(cells()).toEqual([9, 0, 7]);
  });

  it("that goes on over a new puzzle leaves it to be taken back to", () => {
    paint(0, 9);
    editor.begin(null);
    paint(1, 9, true);
    editor.undo();
    expect(cells()).toEqual([0, 0, 0]);
    editor.undo();
    expect(cells()).toEqual([9, 0, 0]);
  });
});

describe("the symmetries of a copied puzzle's rule", () => {
  const [first, second] = [GALLERY[0]!, GALLERY[1]!];
  /** A colour that the corner does not have. */
  const other = first.puzzle.train[0]!.input[0]![0] === 9 ? 8 : 9;

  it("are forgotten by a change, and there again without it", () => {
    editor.begin(first);
    paint(0, other);
    expect(own().symmetries).toBeUndefined();
    editor.undo();
    expect(own()).toEqual({
      name: `Copy of ${first.name}`,
      puzzle: first.puzzle,
      symmetries: first.symmetries,
    });
    editor.redo();
    expect(own().symmetries).toBeUndefined();
    editor.undo();
    expect(own().symmetries).toEqual(first.symmetries);
  });

  it("go with their own puzzle when another one was begun", () => {
    editor.begin(first);
    editor.begin({ name: second.name, puzzle: second.puzzle });
    editor.undo();
    expect(own().symmetries).toEqual(first.symmetries);
    editor.redo();
    expect(own().puzzle).toEqual(second.puzzle);
    expect(own().symmetries).toBeUndefined();
  });

  it("come back without the name: to rename is no step", () => {
    editor.begin(first);
    paint(0, other);
    editor.rename("Mine");
    editor.undo();
    expect(own()).toMatchObject({ name: "Mine", symmetries: first.symmetries });
  });
});
