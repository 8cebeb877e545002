import { at, cloneGrid, mapGrid, sizeOf } from "../grid.ts";
import type { Transform } from "../views/transforms.ts";
import { between, drawCanvas, isOneRow } from "./canvas.ts";
import { drawNoise, place, placesOf, rectangle, scatter, stampInto } from "./content.ts";
import { D4_COLOURS, type Family, family } from "./family.ts";
import { objectsOf, paintObjects } from "./objects.ts";
import { drawPalette } from "./palette.ts";
import { mostCommon } from "./recolour.ts";

const restorePeriod = family({
  name: "restore the pattern",
  about: "The missing cells of a repeating pattern come back.",
  minSide: 4,
  oneRow: true,
  draw: (random, limit) => {
    const longest = Math.max(limit.height, limit.width) > 5 ? 3 : 2;
    const period = between(random, 2, longest);
    const canvas = drawCanvas(random, limit, { min: period * 2 });
    const palette = drawPalette(random, 2, 4);
    return {
      rule: completePattern,
      input: (each) => {
        const size = canvas.next(each);
        const tile = drawNoise(
          each,
          { height: Math.min(period, size.height), width: period },
          1,
          palette(each),
        );
        const whole = mapGrid(scatter(each, size, 0, [1]), (_, y, x) =>
          at(tile, y % tile.length, x % period),
        );
        const damaged = cloneGrid(whole);
        const wide = between(each, 1, Math.max(1, size.width - period));
        const high = between(each, 1, Math.max(1, size.height - period));
        const top = each.below(size.height - high + 1);
        const left = each.below(size.width - wide + 1);
        for (let y = top; y < top + high; y++) damaged[y]!.fill(0, left, left + wide);
        return completePattern(damaged) === damaged ? null : damaged;
      },
      symmetries: D4_COLOURS,
    };
  },
});

/** With the shortest period, the same down and across, that no cell contradicts and that leaves none empty. */
const completePattern: Transform = (grid) => {
  const { height, width } = sizeOf(grid);
  for (let period = 1; period <= Math.max(height, width); period++) {
    const classes = new Map<number, Set<number>>();
    for (const [y, x] of placesOf({ height, width })) {
      const key = (y % period) * period + (x % period);
      const colours = classes.get(key) ?? new Set<number>();
      if (at(grid, y, x) > 0) colours.add(at(grid, y, x));
      classes.set(key, colours);
    }
    if ([...classes.values()].some((colours) => colours.size !== 1)) continue;
    return mapGrid(grid, (_, y, x) => [...classes.get((y % period) * period + (x % period))!][0]!);
  }
  return grid;
};

const heal = family({
  name: "heal",
  about: "Stray cells in an object take its main colour.",
  oneRow: true,
  minSide: 4,
  draw: (random, limit) => {
    const canvas = drawCanvas(random, limit, { min: isOneRow(limit) ? 8 : 4 });
    const palette = drawPalette(random, 2, 3);
    return {
      rule: (grid) =>
        paintObjects(
          grid,
          objectsOf(grid, { mixed: true, diagonal: true }),
          ({ cells }) => mostCommon([cells.map(({ colour }) => colour)])[0] ?? 0,
        ),
      input: (each) => {
        const size = canvas.next(each);
        const colours = palette(each);
        const boxes = Array.from({ length: Math.max(size.height, size.width) > 7 ? 2 : 1 }, (_, i) => {
          const high = size.height === 1 ? 1 : between(each, 2, Math.min(4, size.height));
          const wide = between(each, 3, Math.min(5, size.width));
          const box = rectangle(high, wide, colours[i % colours.length]!);
          const strays = between(each, 1, Math.floor((high * wide - 1) / 2));
          const noise = scatter(each, { height: high, width: wide }, Math.min(strays, 3), [
            colours[(i + 1) % colours.length]!,
          ]);
          stampInto(box, noise, 0, 0);
          return box;
        });
        return place(each, size, boxes);
      },
      symmetries: D4_COLOURS,
    };
  },
});

/** Damage that is repaired. */
export const RESTORE: readonly Family[] = [restorePeriod, heal];
