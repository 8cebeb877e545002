import type { Random } from "../../../protocol/random.ts";
import type { Size } from "../grid.ts";

/** Where the grids of one puzzle get their sizes from. */
export interface Canvas {
  /** The size of all its grids, if they share one. */
  readonly fixed: Size | null;
  next(random: Random): Size;
}

export interface CanvasWish {
  /** Shortest side (of a single row: the width). */
  min?: number;
  square?: boolean;
  /** Whether both sides must be odd, or both even (of a single row: the width). */
  parity?: "odd" | "even";
  /** Most of the limit that a side may take, where outputs are larger than inputs. */
  max?: Size;
}

/** Share of puzzles whose inputs all have the same size. */
const SAME_SIZE = 0.75;
/** Share of sides that are as long as the limit allows: most small public puzzles are 5×5 throughout. */
const FULL_SIDE = 0.65;

/** Draws how large the inputs of one puzzle are, within the limit. */
export function drawCanvas(random: Random, limit: Size, wish: CanvasWish = {}): Canvas {
  const next = () => drawSize(random, limit, wish);
  if (random.next() < SAME_SIZE) {
    const fixed = next();
    return { fixed, next: () => fixed };
  }
  return { fixed: null, next: (each) => drawSize(each, limit, wish) };
}

/** Whether puzzles within the limit have a single row. */
export function isOneRow(limit: Size): boolean {
  return limit.height === 1;
}

/** The largest size that stays within the limit when multiplied. */
export function shareOf(limit: Size, high: number, wide: number): Size {
  return {
    height: Math.max(1, Math.floor(limit.height / high)),
    width: Math.max(1, Math.floor(limit.width / wide)),
  };
}

/** Uniform integer from `low` to `high`, both included; `low` where there is none between. */
export function between(random: Random, low: number, high: number): number {
  return low + random.below(Math.max(1, high - low + 1));
}

function drawSize(random: Random, limit: Size, wish: CanvasWish): Size {
  const { min = 3, parity, max = limit } = wish;
  const side = (most: number) => drawSide(random, Math.min(min, most), most, parity);
  const width = side(Math.min(limit.width, max.width));
  if (isOneRow(limit)) return { height: 1, width };
  const height = side(Math.min(limit.height, max.height));
  if (wish.square !== true) return { height, width };
  const shorter = Math.min(height, width);
  return { height: shorter, width: shorter };
}

function drawSide(random: Random, min: number, most: number, parity: CanvasWish["parity"]): number {
  const fits = (side: number) => parity === undefined || side % 2 === (parity === "odd" ? 1 : 0);
  const sides = Array.from({ length: most - min + 1 }, (_, i) => min + i).filter(fits);
  if (sides.length === 0) return most;
  return random.next() < FULL_SIDE ? sides.at(-1)! : random.pick(sides);
}
