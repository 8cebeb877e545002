import type { Condition } from "../../protocol/run.ts";
import type { EditRun } from "../../runs/edit/state.ts";
import type { Grid } from "../../tasks/arc/grid.ts";
import type { ArcSettings } from "../../tasks/arc/metadata.ts";
import type { DrawnPlace } from "../../tasks/arc/page/drawnSet.ts";
import type { Pair, Puzzle, Query } from "../../tasks/arc/puzzle.ts";
import type { PairSymmetry } from "../../tasks/arc/symmetry.ts";

export type { ArcSettings, Grid, Pair, Puzzle, Query };

/** A puzzle with its name, and the symmetries of its rule where they are known. */
export interface NamedContext {
  readonly name: string;
  readonly puzzle: Puzzle;
  readonly symmetries?: readonly PairSymmetry[] | undefined;
}

/** What undoing brings back: all but the name, since to rename is no step. */
export type EditorStep = Omit<NamedContext, "name">;

/** Where the puzzle on screen comes from: the gallery, fresh ones, the file that was imported last, or the editor. */
export type PuzzleSource =
  | { kind: "gallery"; id: string }
  | ({ kind: "drawn" } & DrawnPlace)
  | { kind: "imported"; index: number }
  | { kind: "own" };

export interface ImportedPuzzles {
  /** The file, or what was pasted. */
  from: string;
  puzzles: readonly NamedContext[];
  /** Answers whose puzzles are not there yet: a file of challenges may follow. */
  answers: ReadonlyMap<string, Grid[]>;
  /** What is wrong with those that could not be read; the first hundred. */
  rejected: readonly string[];
  rejectedCount: number;
  /** What else there is to say of what was read. */
  notes: readonly string[];
}

/** What a self-edit can be compared with. */
export const CONTROLS = [
  "best-fixed",
  "random",
  "best-of-5",
  "full-fine-tuning",
  "oracle",
] as const satisfies readonly Condition[];
export type Control = (typeof CONTROLS)[number];

export const PALETTES = ["official", "safe"] as const;
export type PaletteName = (typeof PALETTES)[number];

/** Everything that the view of puzzles shows. */
export interface PuzzleState {
  source: PuzzleSource;
  imported: ImportedPuzzles | null;
  /** The puzzle of the editor; null until one was begun. */
  own: NamedContext | null;
  /** The editor's earlier states, the latest last, and those that were undone, the next last. */
  past: readonly EditorStep[];
  future: readonly EditorStep[];
  settings: ArcSettings;
  controls: readonly Control[];
  /** The last run of each puzzle in this visit, by `sourceKey`. */
  runs: Readonly<Record<string, EditRun>>;
  /** The self-edit as the user changed it while the run waits; null: unchanged. */
  changedEdit: string | null;
  palette: PaletteName;
  /** The colours' digits are shown in the cells. */
  digits: boolean;
}

/** Keys of imported puzzles begin with it. */
export const IMPORTED = "imported ";

export function sourceKey(source: PuzzleSource): string {
  switch (source.kind) {
    case "gallery":
      return source.id;
    case "drawn":
      return `${source.split} ${source.seed} ${source.index}`;
    case "imported":
      return `${IMPORTED}${source.index}`;
    case "own":
      return "own";
  }
}

/** The run of the puzzle on screen. */
export function runOf({ runs, source }: PuzzleState): EditRun | null {
  return runs[sourceKey(source)] ?? null;
}
