import { DRAWN_SPLITS, type DrawnSplit, drawnPuzzle } from "../../drawnPuzzles.ts";
import type { NamedContext } from "../named.ts";

/** Which of the fresh puzzles of a split: the same numbers give the same puzzle. */
export interface DrawnPlace {
  split: DrawnSplit;
  seed: number;
  index: number;
}

/** Fresh puzzles offered of a split. */
const DRAWN = 100;

/** The splits as people should read them; the wide families add nothing to what these show. */
export const FRESH_SETS = [
  ["unseen", "Fresh, of unseen kinds"],
  ["two-step", "Fresh, of two steps"],
  ["outer", "Fresh, of the outer loop’s kinds"],
  ["core", "Fresh, of known kinds"],
] as const satisfies readonly (readonly [DrawnSplit, string])[];

/** Made when it is first looked at. Its family would tell the rule, so it has a number for a name. */
export function drawnContext({ split, seed, index }: DrawnPlace): NamedContext {
  const key = `${split} ${seed} ${index}`;
  const known = made.get(key);
  if (known) return known;
  const context = { ...drawnPuzzle(split, "small", seed, index), name: drawnName(index) };
  made.set(key, context);
  return context;
}

const made = new Map<string, NamedContext>();

function drawnName(index: number): string {
  return `Fresh puzzle ${index + 1}`;
}

/** The puzzles of a set by name and place: none is made before it is looked at or run. */
export function drawnItems(split: DrawnSplit, seed: number): { name: string; place: DrawnPlace }[] {
  return Array.from({ length: DRAWN }, (_, index) => ({
    name: drawnName(index),
    place: { split, seed, index },
  }));
}

/** "two-step-1-3": the place that a link names; null where it names none. */
export function readDrawnName(name: string): DrawnPlace | null {
  const [, text, seed, index] = /^([a-z-]+)-(\d{1,9})-(\d{1,2})$/.exec(name) ?? [];
  const split = DRAWN_SPLITS.find((known) => known === text);
  return split ? { split, seed: Number(seed), index: Number(index) } : null;
}
