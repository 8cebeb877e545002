import type { ArcContext } from "../../arcContext.ts";
import { DRAWN_SPLITS, type DrawnSplit, drawnPuzzle } from "../../drawn/drawnPuzzles.ts";
import type { SizeName } from "../../drawn/puzzleSize.ts";

/** Sizes that sets are drawn of, each read by a grid model of its own. */
type DrawnSize = Extract<SizeName, "small" | "large">;

/** Which of the fresh puzzles of a split and size: the same numbers give the same puzzle. */
export interface DrawnPlace {
  split: DrawnSplit;
  size: DrawnSize;
  seed: number;
  index: number;
}

/** Fresh puzzles offered of a split and size. */
const DRAWN = 100;

/** What is offered, as people should read it; the wide families add nothing to what these show. */
export const FRESH_SETS = [
  ["unseen", "small", "Fresh, of unseen kinds"],
  ["two-step", "small", "Fresh, of two steps"],
  ["outer", "small", "Fresh, of the outer loop’s kinds"],
  ["core", "small", "Fresh, of known kinds"],
  ["unseen", "large", "Fresh, of unseen kinds, up to 10×10"],
  ["core", "large", "Fresh, of known kinds, up to 10×10"],
] as const satisfies readonly (readonly [DrawnSplit, DrawnSize, string])[];

/** Made when it is first looked at. Its family would tell the rule, so it has a number for a name. */
export function drawnContext(place: DrawnPlace): ArcContext {
  const key = drawnKey(place);
  const known = made.get(key);
  if (known) return known;
  const { split, size, seed, index } = place;
  const context = { ...drawnPuzzle(split, size, seed, index), name: drawnName(index) };
  made.set(key, context);
  return context;
}

const made = new Map<string, ArcContext>();

function drawnName(index: number): string {
  return `Fresh puzzle ${index + 1}`;
}

/** The puzzles of a set by name and place: none is made before it is looked at or run. */
export function drawnItems(
  split: DrawnSplit,
  size: DrawnSize,
  seed: number,
): { name: string; place: DrawnPlace }[] {
  return Array.from({ length: DRAWN }, (_, index) => ({
    name: drawnName(index),
    place: { split, size, seed, index },
  }));
}

/** As links name it: "two-step-1-3", "unseen-large-1-3". */
export function drawnKey({ split, size, seed, index }: DrawnPlace): string {
  return `${split}${size === "large" ? "-large" : ""}-${seed}-${index}`;
}

/** The place that a link names; null where it names none. */
export function readDrawnKey(key: string): DrawnPlace | null {
  const [, text, large, seed, index] = /^([a-z-]+?)(-large)?-(\d{1,9})-(\d{1,2})$/.exec(key) ?? [];
  const split = DRAWN_SPLITS.find((known) => known === text);
  const size = large === undefined ? "small" : "large";
  return split ? { split, size, seed: Number(seed), index: Number(index) } : null;
}
