import type { Random } from "../../../protocol/random.ts";
import { colourCounts, coloursOf, type Grid, type Size } from "../grid.ts";
import { between, drawCanvas, isOneRow } from "./canvas.ts";
import { drawBlob, frame, place, rectangle } from "./content.ts";
import { drawDirection, facing, flipAcross } from "./direction.ts";
import { D4, D4_COLOURS, type Family, FLIPS, family } from "./family.ts";
import {
  extremeSize,
  type GridObject,
  objectsOf,
  paint,
  paintObjects,
  regionsOf,
  touchesBorder,
} from "./objects.ts";
import { drawColour, drawColours, drawPair, drawPalette } from "./palette.ts";

/** Connected objects of one colour each, of the sizes asked for, that do not touch. */
function drawObjects(
  random: Random,
  size: Size,
  sizes: readonly number[],
  colours: readonly number[],
): Grid | null {
  const box = { height: Math.min(size.height, 3), width: size.height === 1 ? 6 : Math.min(size.width, 3) };
  const shapes = sizes.map((cells, i) => drawBlob(random, box, cells, colours[i % colours.length]!));
  return place(random, size, shapes);
}

/** As many as fit in puzzles of this size. */
function objectCount(random: Random, size: Size): number {
  return between(random, 2, size.height === 1 ? 3 : Math.max(2, Math.floor((size.height * size.width) / 12)));
}

function drawSizes(random: Random, count: number, most: number): number[] {
  return Array.from({ length: count }, () => between(random, 1, most));
}

const bySize = family({
  name: "largest or smallest",
  about: "The largest (or smallest) object gets one colour, the others another.",
  oneRow: true,
  minSide: 4,
  draw: (random, limit) => {
    const which = random.pick(["largest", "smallest"] as const);
    const [chosen, rest] = drawPair(random);
    const changesRest = random.next() < 0.5;
    const canvas = drawCanvas(random, limit, { min: isOneRow(limit) ? 8 : 4 });
    const palette = drawPalette(random, 1, 2, [chosen, rest]);
    return {
      rule: (grid) => {
        const objects = objectsOf(grid);
        const size = extremeSize(objects, which);
        const isChosen = ({ cells }: GridObject) => cells.length === size;
        return paintObjects(grid, changesRest ? objects : objects.filter(isChosen), (object) =>
          isChosen(object) ? chosen : rest,
        );
      },
      input: (each) => {
        const size = canvas.next(each);
        const sizes = drawSizes(each, objectCount(each, size), 5);
        const extreme = which === "largest" ? Math.max(...sizes) : Math.min(...sizes);
        if (sizes.filter((cells) => cells === extreme).length > 1) return null;
        return drawObjects(each, size, sizes, palette(each));
      },
      symmetries: D4,
    };
  },
});

const byCount = family({
  name: "colours for sizes",
  about: "The number of cells of an object decides its colour.",
  oneRow: true,
  minSide: 4,
  draw: (random, limit) => {
    const colours = drawColours(random, 3);
    const canvas = drawCanvas(random, limit, { min: isOneRow(limit) ? 8 : 4 });
    const palette = drawPalette(random, 1, 1, colours);
    return {
      rule: (grid) =>
        paintObjects(grid, objectsOf(grid), ({ cells }) => colours[Math.min(3, cells.length) - 1]!),
      input: (each) => {
        const size = canvas.next(each);
        return drawObjects(each, size, drawSizes(each, objectCount(each, size), 3), palette(each));
      },
      symmetries: D4,
    };
  },
});

const byParity = family({
  name: "odd and even",
  about: "Objects with an odd number of cells get one colour, those with an even number another.",
  oneRow: true,
  minSide: 4,
  draw: (random, limit) => {
    const colours = drawColours(random, 2);
    const canvas = drawCanvas(random, limit, { min: isOneRow(limit) ? 8 : 4 });
    const palette = drawPalette(random, 1, 1, colours);
    return {
      rule: (grid) => paintObjects(grid, objectsOf(grid), ({ cells }) => colours[cells.length % 2]!),
      input: (each) => {
        const size = canvas.next(each);
        return drawObjects(each, size, drawSizes(each, objectCount(each, size), 5), palette(each));
      },
      symmetries: D4,
    };
  },
});

const touching = family({
  name: "at the border",
  about: "Objects that touch the border get a new colour.",
  minSide: 5,
  draw: (random, limit) => {
    const mark = drawColour(random);
    const canvas = drawCanvas(random, limit, { min: 5 });
    const palette = drawPalette(random, 1, 2, [mark]);
    return {
      rule: (grid) =>
        paintObjects(
          grid,
          objectsOf(grid).filter((object) => touchesBorder(grid, object)),
          () => mark,
        ),
      input: (each) => {
        const size = canvas.next(each);
        const grid = drawObjects(each, size, drawSizes(each, objectCount(each, size) + 1, 3), palette(each));
        return grid !== null && objectsOf(grid).every((object) => touchesBorder(grid, object)) ? null : grid;
      },
      symmetries: D4,
    };
  },
});

const byOrientation = family({
  name: "lying and standing",
  about: "Lying bars get one colour, standing bars another.",
  minSide: 4,
  draw: (random, limit) => {
    const [lying, standing] = drawPair(random);
    const canvas = drawCanvas(random, limit, { min: 4 });
    const palette = drawPalette(random, 1, 1, [lying, standing]);
    return {
      rule: (grid) =>
        paintObjects(grid, objectsOf(grid), (object) => {
          const [high, wide] = [object.bottom - object.top, object.right - object.left];
          return high === wide ? (object.cells[0]?.colour ?? 0) : wide > high ? lying : standing;
        }),
      input: (each) => {
        const size = canvas.next(each);
        const colours = palette(each);
        const bars = Array.from({ length: objectCount(each, size) }, (_, i) => {
          const long = between(each, 2, Math.min(4, Math.min(size.height, size.width) - 1));
          const colour = colours[i % colours.length]!;
          return each.below(2) === 0 ? rectangle(1, long, colour) : rectangle(long, 1, colour);
        });
        return place(each, size, bars);
      },
      symmetries: FLIPS,
    };
  },
});

const byHole = family({
  name: "with a hole",
  about: "Objects that enclose something get a new colour.",
  minSide: 7,
  draw: (random, limit) => {
    const mark = drawColour(random);
    const canvas = drawCanvas(random, limit, { min: 7 });
    const palette = drawPalette(random, 1, 2, [mark]);
    return {
      rule: (grid) => {
        const holes = regionsOf(grid, (colour) => colour === 0).filter(
          (region) => !touchesBorder(grid, region),
        );
        const encloses = (object: GridObject) =>
          holes.some(
            (h) =>
              h.top > object.top &&
              h.bottom < object.bottom &&
              h.left > object.left &&
              h.right < object.right,
          );
        return paintObjects(grid, objectsOf(grid).filter(encloses), () => mark);
      },
      input: (each) => {
        const colours = palette(each);
        const colour = (i: number) => colours[i % colours.length]!;
        return place(each, canvas.next(each), [
          frame(3, between(each, 3, 4), colour(0)),
          rectangle(between(each, 2, 3), between(each, 2, 3), colour(1)),
          drawBlob(each, { height: 2, width: 3 }, between(each, 2, 4), colour(0)),
        ]);
      },
      symmetries: D4,
    };
  },
});

const rareCell = family({
  name: "one cell decides",
  about: "The one cell of another colour in an object recolours all of it.",
  oneRow: true,
  minSide: 4,
  draw: (random, limit) => {
    const canvas = drawCanvas(random, limit, { min: isOneRow(limit) ? 8 : 4 });
    return {
      rule: (grid) =>
        paintObjects(grid, objectsOf(grid, { mixed: true }), (object) => rareColour(object) ?? 0),
      input: (each) => {
        const size = canvas.next(each);
        const shape = drawObjects(
          each,
          size,
          Array.from({ length: objectCount(each, size) - 1 }, () => between(each, 3, 5)),
          [1],
        );
        if (shape === null) return null;
        return objectsOf(shape).reduce<Grid>((grid, { cells }) => {
          const [base, rare] = drawPair(each);
          const chosen = each.pick(cells);
          return paint(grid, cells, (cell) => (cell === chosen ? rare : base));
        }, shape);
      },
      symmetries: D4_COLOURS,
    };
  },
});

function rareColour({ cells }: GridObject): number | null {
  const row = [cells.map(({ colour }) => colour)];
  const lone = coloursOf(row).filter((colour) => colourCounts(row)[colour] === 1);
  return lone.length === 1 ? lone[0]! : (cells[0]?.colour ?? null);
}

const outermost = family({
  name: "first on one side",
  about: "The object that lies furthest to one side gets a new colour.",
  oneRow: true,
  minSide: 4,
  draw: (random, limit) => {
    const direction = drawDirection(random, limit);
    const mark = drawColour(random);
    const canvas = drawCanvas(random, limit, { min: isOneRow(limit) ? 8 : 4 });
    const palette = drawPalette(random, 1, 3, [mark]);
    return {
      rule: facing(direction, (grid) => {
        const objects = objectsOf(grid);
        const furthest = Math.max(...objects.map(({ right }) => right));
        return paintObjects(
          grid,
          objects.filter(({ right }) => right === furthest),
          () => mark,
        );
      }),
      input: (each) => {
        const size = canvas.next(each);
        return drawObjects(each, size, drawSizes(each, objectCount(each, size), 3), palette(each));
      },
      symmetries: [flipAcross(direction)],
    };
  },
});

/** Objects that get another colour, by what they are or where they are. */
export const RECOLOUR_OBJECTS: readonly Family[] = [
  bySize,
  byCount,
  byParity,
  touching,
  byOrientation,
  byHole,
  rareCell,
  outermost,
];
