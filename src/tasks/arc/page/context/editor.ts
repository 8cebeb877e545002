import type { ArcContext } from "../../arcContext.ts";
import type { Puzzle } from "../../puzzle.ts";
import type { EditorStep, PuzzleDraft } from "../draft.ts";
import { EMPTY_PUZZLE } from "./gridEditing.ts";

/** The editor of one's own puzzle: every function returns the draft as it is afterwards, and every step can be taken back. */

/** Older steps are forgotten. */
const MOST_STEPS = 200;

/** Begins with a copy of a puzzle, or with an empty one. */
export function begun(draft: PuzzleDraft, from: ArcContext | null): PuzzleDraft {
  if (from === null) return withOwn(draft, { name: "My puzzle", puzzle: EMPTY_PUZZLE });
  const { name, puzzle, symmetries } = from;
  return withOwn(draft, { name: `Copy of ${name}`, puzzle, ...(symmetries ? { symmetries } : {}) });
}

/** With a puzzle in the editor; the one that was there comes back by undoing. */
export function withOwn(draft: PuzzleDraft, own: ArcContext): PuzzleDraft {
  const past = draft.own ? [...draft.past, draft.own].slice(-MOST_STEPS) : [];
  const generation = draft.generation + 1;
  return { ...draft, own, past, future: [], inStroke: false, source: { kind: "own" }, generation };
}

/**
 * `change` returns the puzzle it was given where nothing changes.
 *
 * @param goesOn as part of the stroke before: all that a stroke changes is one step
 */
export function edited(draft: PuzzleDraft, change: (puzzle: Puzzle) => Puzzle, goesOn = false): PuzzleDraft {
  const { own, past } = draft;
  if (!own) return draft;
  const inStroke = goesOn && draft.inStroke;
  const puzzle = change(own.puzzle);
  if (puzzle === own.puzzle) return inStroke === draft.inStroke ? draft : { ...draft, inStroke };
  return {
    ...draft,
    // What is known of the rule of a copied puzzle holds no longer once it is changed.
    own: { name: own.name, puzzle: puzzle },
    past: inStroke ? past : [...past, own].slice(-MOST_STEPS),
    future: [],
    inStroke: true,
  };
}

export function renamed(draft: PuzzleDraft, name: string): PuzzleDraft {
  return draft.own ? { ...draft, own: { ...draft.own, name } } : draft;
}

export function undone(draft: PuzzleDraft): PuzzleDraft {
  const { own, past, future } = draft;
  const before = past.at(-1);
  return own && before
    ? { ...shown(draft, own, before), past: past.slice(0, -1), future: [...future, own] }
    : draft;
}

export function redone(draft: PuzzleDraft): PuzzleDraft {
  const { own, past, future } = draft;
  const next = future.at(-1);
  return own && next
    ? { ...shown(draft, own, next), past: [...past, own], future: future.slice(0, -1) }
    : draft;
}

function shown(draft: PuzzleDraft, { name }: ArcContext, step: EditorStep): PuzzleDraft {
  return { ...draft, own: { ...step, name }, inStroke: false };
}
