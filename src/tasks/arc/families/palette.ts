import type { Random } from "../../../protocol/random.ts";
import { COLOURS } from "../grid.ts";

/** Colours of one grid, all different, never the background. */
export type Palette = (random: Random) => readonly number[];

/** Different colours that are not the background, nor any of `except`. */
export function drawColours(random: Random, count: number, except: readonly number[] = []): number[] {
  const colours = Array.from({ length: COLOURS - 1 }, (_, i) => i + 1);
  return random.shuffle(colours.filter((colour) => !except.includes(colour))).slice(0, count);
}

export function drawColour(random: Random, except: readonly number[] = []): number {
  return drawColours(random, 1, except)[0] ?? 1;
}

export function drawPair(random: Random, except: readonly number[] = []): readonly [number, number] {
  const first = drawColour(random, except);
  return [first, drawColour(random, [...except, first])];
}

/**
 * The colours of a puzzle's grids, `least` to `most` of them: the same in all grids, or drawn for each. Rules
 * that name colours pass them in `except`.
 */
export function drawPalette(
  random: Random,
  least: number,
  most: number,
  except: readonly number[] = [],
): Palette {
  const draw = (each: Random) => drawColours(each, least + each.below(most - least + 1), except);
  if (random.next() < 0.5) return draw;
  const colours = draw(random);
  return () => colours;
}
