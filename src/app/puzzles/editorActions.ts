import type { StoreApi } from "zustand/vanilla";
import { EMPTY_PUZZLE } from "../../tasks/arc/page/gridEditing.ts";
import type { EditorStep, NamedContext, Puzzle, PuzzleState } from "./puzzleState.ts";

/** The editor of one's own puzzle, every step of which can be taken back. */
export interface EditorActions {
  /** Begins with a copy of a puzzle, or with an empty one. */
  begin(from: NamedContext | null): void;
  /**
   * `change` returns the puzzle it was given where nothing changes.
   *
   * @param goesOn as part of the stroke before: all that a stroke changes is one step
   */
  edit(change: (puzzle: Puzzle) => Puzzle, goesOn?: boolean): void;
  rename(name: string): void;
  undo(): void;
  redo(): void;
}

/** Older steps are forgotten. */
const MOST_STEPS = 200;

export function createEditorActions(store: StoreApi<PuzzleState>): EditorActions {
  const now = () => store.getState();
  /** The last step is of the stroke that may still go on: a stroke has none before its first change. */
  let hasStep = false;
  const show = ({ name }: NamedContext, step: EditorStep, change: Pick<PuzzleState, "past" | "future">) => {
    hasStep = false;
    store.setState({ own: { ...step, name }, ...change });
  };
  return {
    begin: (from) => {
      const { own, past } = now();
      // The puzzle that was there comes back by undoing.
      const earlier = own ? [...past, own].slice(-MOST_STEPS) : [];
      const puzzle = from?.puzzle ?? EMPTY_PUZZLE;
      const name = from ? `Copy of ${from.name}` : "My puzzle";
      const symmetries = from?.symmetries;
      const { own: _, ...withoutOwn } = now().runs;
      hasStep = false;
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
      if (!goesOn) hasStep = false;
      const puzzle = change(own.puzzle);
      if (puzzle === own.puzzle) return;
      store.setState({
        // What is known of the rule of a copied puzzle holds no longer once it is changed.
        own: { name: own.name, puzzle },
        past: hasStep ? past : [...past, own].slice(-MOST_STEPS),
        future: [],
      });
      hasStep = true;
    },
    rename: (name) => {
      const { own } = now();
      if (own) store.setState({ own: { ...own, name } });
    },
    undo: () => {
      const { own, past, future } = now();
      const before = past.at(-1);
      if (own && before) show(own, before, { past: past.slice(0, -1), future: [...future, own] });
    },
    redo: () => {
      const { own, past, future } = now();
      const next = future.at(-1);
      if (own && next) show(own, next, { past: [...past, own], future: future.slice(0, -1) });
    },
  };
}
