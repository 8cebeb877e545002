import type { StoreApi } from "zustand/vanilla";
import { EMPTY_PUZZLE } from "./gridEditing.ts";
import type { NamedContext, Puzzle, PuzzleState } from "./puzzleState.ts";

/** The editor of one's own puzzle, every step of which can be taken back. */
export interface EditorActions {
  /** Begins with a copy of a puzzle, or with an empty one. */
  begin(from: NamedContext | null): void;
  /** `change` returns the puzzle it was given where nothing changes. A stroke of many cells is one step. */
  edit(change: (puzzle: Puzzle) => Puzzle, goesOn?: boolean): void;
  rename(name: string): void;
  undo(): void;
  redo(): void;
}

/** Older steps are forgotten. */
const MOST_STEPS = 200;

export function createEditorActions(store: StoreApi<PuzzleState>): EditorActions {
  const now = () => store.getState();
  const set = (puzzle: Puzzle, change: Pick<PuzzleState, "past" | "future">) => {
    const { own } = now();
    if (!own) return;
    // What is known of the rule of a copied puzzle holds no longer once it is changed.
    const { symmetries: _, ...context } = own;
    store.setState({
      own: { ...context, puzzle },
      ...change,
    });
  };
  return {
    begin: (from) => {
      const { own, past } = now();
      // The puzzle that was there comes back by undoing.
      const earlier = own ? [...past, own.puzzle].slice(-MOST_STEPS) : [];
      const puzzle = from?.puzzle ?? EMPTY_PUZZLE;
      const name = from ? `Copy of ${from.name}` : "My puzzle";
      const symmetries = from?.symmetries;
      const { own: _, ...withoutOwn } = now().runs;
      store.setState({
        own: { name, puzzle, ...(symmetries ? { symmetries } : {}) },
        past: earlier,
        future: [],
        source: { kind: "own" },
        // What ran before was about another puzzle.
        runs: withoutOwn,
      });
    },
    edit: (change, goesOn = false) => {
      const { own, past } = now();
      if (!own) return;
      const next = change(own.puzzle);
      if (next === own.puzzle) return;
      set(next, { past: goesOn ? past : [...past, own.puzzle].slice(-MOST_STEPS), future: [] });
    },
    rename: (name) => {
      const { own } = now();
      if (own) store.setState({ own: { ...own, name } });
    },
    undo: () => {
      const { own, past, future } = now();
      const before = past.at(-1);
      if (own && before) set(before, { past: past.slice(0, -1), future: [...future, own.puzzle] });
    },
    redo: () => {
      const { own, past, future } = now();
      const next = future.at(-1);
      if (own && next) set(next, { past: [...past, own.puzzle], future: future.slice(0, -1) });
    },
  };
}
