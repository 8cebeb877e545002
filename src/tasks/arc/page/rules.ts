import type { Json } from "../../../protocol/run.ts";
import { toJson } from "../../../protocol/toJson.ts";
import { z } from "../../../protocol/zod.ts";
import type { DraftRules, Issue, LinkCodec, ModelsAtHand } from "../../page/taskPage.ts";
import type { ArcContext } from "../arcContext.ts";
import { arcContextSchema } from "../arcContext.ts";
import { isScored, type Puzzle } from "../puzzle.ts";
import { gridModelsFor } from "../puzzleReaders.ts";
import { withOwn } from "./context/editor.ts";
import { contextOn, type PuzzleDraft, type PuzzleSource } from "./draft.ts";
import { drawingIssue } from "./drawingIssue.ts";
import { gridsOf, isUnreadByLoaded, readingOf } from "./readers.ts";
import { readPuzzle } from "./reading.ts";
import { drawnKey, readDrawnKey } from "./source/drawnSet.ts";
import { GALLERY, galleryPuzzle } from "./source/gallery.ts";

/** Not solved at sight, but after training by its own edit and by the fixed one. */
const FIRST: PuzzleSource = { kind: "gallery", id: "puzzle-10" };

const FIRST_DRAFT: PuzzleDraft = {
  source: FIRST,
  imported: null,
  own: null,
  past: [],
  future: [],
  inStroke: false,
  generation: 0,
};

const keptSourceSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("gallery"), id: z.string() }),
  z.object({ kind: z.literal("own") }),
]);

export const puzzleDraft: DraftRules<PuzzleDraft> = {
  first: () => FIRST_DRAFT,
  restore: (kept, fallback) => {
    const stored = z.record(z.string(), z.unknown()).safeParse(kept).data ?? {};
    return {
      ...fallback,
      source: keptSourceSchema.safeParse(stored.source).data ?? fallback.source,
      own: arcContextSchema.safeParse(stored.own).data ?? fallback.own,
    };
  },
  // An imported file, and a set of fresh puzzles, last as long as the visit.
  kept: ({ source, own }) => ({ source: keptSourceSchema.safeParse(source).data ?? FIRST, own }),
  // Of a gallery's puzzle the model is told no more than of any other.
  context: (draft) => contextJson(contextOn(draft)),
  withContext: (draft, context) => {
    const read = readPuzzle(context);
    if (read === null) return null;
    if (JSON.stringify(read) === JSON.stringify(puzzleDraft.context(draft))) return draft;
    const known = GALLERY.find(({ puzzle }) => JSON.stringify(puzzle) === JSON.stringify(read.puzzle));
    return known ? { ...draft, source: { kind: "gallery", id: known.id } } : withOwn(draft, read);
  },
  // A puzzle of one's own stays a click away, whatever is looked at.
  isOwn: () => false,
  key: ({ source, generation }) => {
    switch (source.kind) {
      case "gallery":
        return source.id;
      case "drawn":
        return drawnKey(source);
      case "imported":
        return `imported ${generation} ${source.index}`;
      case "own":
        return `own ${generation}`;
    }
  },
  issues: (draft, models) => {
    const { puzzle } = contextOn(draft);
    const drawing = draft.source.kind === "own" ? drawingIssue(puzzle) : null;
    return [readingIssue(puzzle, models), drawing].filter((issue) => issue !== null);
  },
  ownReaders: (draft, own) => gridModelsFor(contextOn(draft).puzzle, own).map(({ id }) => id),
  asks: (context) => JSON.stringify(readPuzzle(context)?.puzzle ?? null),
  isScored: (context) => {
    const read = readPuzzle(context);
    return read !== null && isScored(read.puzzle);
  },
  // The oracle asserts what is known of the rule, and of puzzles from elsewhere nothing is.
  canCompare: (draft, condition) => condition !== "oracle" || contextOn(draft).symmetries !== undefined,
};

export const puzzleLink: LinkCodec<PuzzleDraft> = {
  nameOf: ({ source }) => {
    if (source.kind === "gallery") return source.id;
    return source.kind === "drawn" ? drawnKey(source) : null;
  },
  named: (name, draft) => {
    if (galleryPuzzle(name)) return { ...draft, source: { kind: "gallery", id: name } };
    const drawn = readDrawnKey(name);
    return drawn ? { ...draft, source: { kind: "drawn", ...drawn } } : null;
  },
};

function readingIssue(puzzle: Puzzle, models: ModelsAtHand): Issue | null {
  const reading = readingOf(puzzle, models);
  if (reading.kind === "none") {
    const reader = models.loaded?.name ?? "the grid model";
    const message = `Too large for ${reader}: ${reading.excess}. It can be looked at and changed.`;
    return { field: "puzzle", message, missing: false };
  }
  if (reading.kind !== "larger" || !isUnreadByLoaded(puzzle, models)) return null;
  const message = `The small grid model cannot read it: ${reading.why}. The one for ${gridsOf(reading.model)} is not there yet.`;
  return { field: "puzzle", message, missing: true };
}

function contextJson({ name, puzzle, symmetries }: ArcContext): Json {
  return toJson({ name, puzzle, ...(symmetries ? { symmetries } : {}) });
}
