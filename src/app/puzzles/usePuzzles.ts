import { useStore } from "zustand";
import { usePlayground } from "../PlaygroundContext.tsx";
import type { Playground } from "../playground.ts";
import { createPuzzles, type Puzzles } from "./puzzleActions.ts";
import { createPuzzleShelf } from "./puzzleShelf.ts";
import type { PuzzleState } from "./puzzleState.ts";

/** One for a page, made when the view is first opened; what it holds outlives the view. */
const made = new WeakMap<Playground, Puzzles>();

export function usePuzzles(): Puzzles {
  const playground = usePlayground();
  const known = made.get(playground);
  if (known) return known;
  const puzzles = createPuzzles(playground, createPuzzleShelf(localStorage));
  made.set(playground, puzzles);
  return puzzles;
}

export function usePuzzleState<T>(select: (state: PuzzleState) => T): T {
  return useStore(usePuzzles().store, select);
}
