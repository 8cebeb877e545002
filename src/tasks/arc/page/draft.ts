import type { ArcContext } from "../arcContext.ts";
import type { Grid } from "../grid.ts";
import { type DrawnPlace, drawnContext } from "./source/drawnSet.ts";
import { GALLERY, galleryPuzzle } from "./source/gallery.ts";

/** Where the puzzle on screen comes from: the gallery, fresh ones, the file that was imported last, or the editor. */
export type PuzzleSource =
  | { kind: "gallery"; id: string }
  | ({ kind: "drawn" } & DrawnPlace)
  | { kind: "imported"; index: number }
  | { kind: "own" };

export interface ImportedPuzzles {
  /** The file, or what was pasted. */
  from: string;
  puzzles: readonly ArcContext[];
  /** Answers whose puzzles are not there yet: a file of challenges may follow. */
  answers: ReadonlyMap<string, Grid[]>;
  /** What is wrong with those that could not be read; the first hundred. */
  rejected: readonly string[];
  rejectedCount: number;
  /** What else there is to say of what was read. */
  notes: readonly string[];
}

/** What undoing brings back: all but the name, since to rename is no step. */
export type EditorStep = Omit<ArcContext, "name">;

/** Which puzzle is on screen, and the others that can be. */
export interface PuzzleDraft {
  readonly source: PuzzleSource;
  readonly imported: ImportedPuzzles | null;
  /** The puzzle of the editor; null until one was begun. */
  readonly own: ArcContext | null;
  /** The editor's earlier states, the latest last, and those that were undone, the next last. */
  readonly past: readonly EditorStep[];
  readonly future: readonly EditorStep[];
  /** The last step is of the stroke that may still go on: a stroke has none before its first change. */
  readonly inStroke: boolean;
  /** Counts files that were imported and puzzles that were begun, so that runs of an earlier one are not taken for the next one's. */
  readonly generation: number;
}

/** The puzzle on screen. */
export function contextOn({ source, imported, own }: PuzzleDraft): ArcContext {
  if (source.kind === "own" && own) return own;
  if (source.kind === "imported") {
    const found = imported?.puzzles[source.index];
    if (found) return found;
  }
  if (source.kind === "drawn") return drawnContext(source);
  const found = source.kind === "gallery" ? galleryPuzzle(source.id) : undefined;
  return found ?? GALLERY[0]!;
}

/** The first of the file is shown; answers alone wait for their puzzles. */
export function withImported(draft: PuzzleDraft, imported: ImportedPuzzles): PuzzleDraft {
  const source: PuzzleSource = imported.puzzles.length > 0 ? { kind: "imported", index: 0 } : draft.source;
  return { ...draft, imported, source, generation: draft.generation + 1 };
}
