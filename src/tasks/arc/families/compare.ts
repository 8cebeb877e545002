import { at, colourCounts, mapGrid, sameGrid } from "../grid.ts";
import { flipLeftRight, type Transform } from "../views/transforms.ts";
import { between, drawCanvas, isOneRow } from "./canvas.ts";
import { drawBlob, drawNoise, place } from "./content.ts";
import { along, drawAxis, drawDirection, facing, flipAcross } from "./direction.ts";
import { D4, D4_COLOURS, type Family, FLIPS, family } from "./family.ts";
import { drawHalfCanvas, halvesOf, joinHalves } from "./halves.ts";
import { type GridObject, objectsOf, paintObjects } from "./objects.ts";
import { drawColour, drawPair, drawPalette } from "./palette.ts";

const oddShape = family({
  name: "odd shape out",
  about: "The one object whose shape differs is marked, or is all that stays.",
  minSide: 7,
  draw: (random, limit) => {
    const mark = random.next() < 0.5 ? drawColour(random) : null;
    const canvas = drawCanvas(random, limit, { min: 7 });
    const palette = drawPalette(random, 1, 2, mark === null ? [] : [mark]);
    return {
      rule: (grid) => {
        const objects = objectsOf(grid);
        const odd = oddOf(objects);
        if (mark === null)
          return paintObjects(
            grid,
            objects.filter((object) => object !== odd),
            () => 0,
          );
        return odd === null ? grid : paintObjects(grid, [odd], () => mark);
      },
      input: (each) => {
        const colours = palette(each);
        const box = { height: 3, width: 3 };
        const common = drawBlob(each, box, between(each, 2, 4), 1);
        const odd = drawBlob(each, box, between(each, 2, 4), 1);
        if (sameGrid(common, odd)) return null;
        const shapes = [odd, ...Array.from({ length: between(each, 2, 3) }, () => common)].map((shape) => {
          const colour = each.pick(colours);
          return mapGrid(shape, (cell) => (cell > 0 ? colour : 0));
        });
        return place(each, canvas.next(each), shapes);
      },
      symmetries: mark === null ? D4_COLOURS : D4,
    };
  },
});

/** The one object whose shape, wherever it stands, occurs once; null where there is none or several. */
function oddOf(objects: readonly GridObject[]): GridObject | null {
  const shapes = objects.map(({ cells, top, left }) =>
    cells
      .map(({ row, column }) => `${row - top},${column - left}`)
      .sort()
      .join(" "),
  );
  const odd = objects.filter((_, i) => shapes.filter((shape) => shape === shapes[i]).length === 1);
  return odd.length === 1 ? odd[0]! : null;
}

const sameHalves = family({
  name: "are the halves the same",
  about: "The answer is one colour if both halves are the same, and another if not.",
  minSide: 5,
  oneRow: true,
  draw: (random, limit) => {
    const axis = drawAxis(random, limit);
    const [yes, no] = drawPair(random);
    const line = drawColour(random, [yes, no]);
    const canvas = drawHalfCanvas(random, limit, axis, true);
    const palette = drawPalette(random, 1, 2, [yes, no, line]);
    return {
      rule: (grid) => {
        const [first, second] = halvesOf(grid, axis);
        return [[sameGrid(first, second) ? yes : no]];
      },
      input: (each) => {
        const [size, colours] = [canvas.next(each), palette(each)];
        const first = drawNoise(each, size, 0.5, colours);
        return joinHalves(
          first,
          each.below(2) === 0 ? first : drawNoise(each, size, 0.5, colours),
          axis,
          line,
        );
      },
      symmetries: FLIPS,
    };
  },
});

const isSymmetric = family({
  name: "is it symmetric",
  about: "The answer is one colour if the grid is its own mirror image, and another if not.",
  minSide: 4,
  oneRow: true,
  draw: (random, limit) => {
    const [yes, no] = drawPair(random);
    const axis = drawAxis(random, limit);
    const mirror = along(axis, flipLeftRight);
    const canvas = drawCanvas(random, limit, { min: 4 });
    const palette = drawPalette(random, 1, 3, [yes, no]);
    return {
      rule: (grid) => [[sameGrid(grid, mirror(grid)) ? yes : no]],
      input: (each) => {
        const grid = drawNoise(each, canvas.next(each), 0.6, palette(each));
        return each.below(2) === 0 ? grid : along(axis, mirrorLeftHalf)(grid);
      },
      symmetries: FLIPS,
    };
  },
});

const mirrorLeftHalf: Transform = (grid) =>
  mapGrid(grid, (_, y, x) => at(grid, y, Math.min(x, (grid[0]?.length ?? 0) - 1 - x)));

const uniformLines = family({
  name: "lines of one colour",
  about: "Lines of a single colour are marked, all others cleared.",
  draw: (random, limit) => {
    const mark = drawColour(random);
    const axis = drawAxis(random, limit);
    const canvas = drawCanvas(random, limit);
    const palette = drawPalette(random, 2, 3, [mark]);
    return {
      rule: along(axis, (grid) =>
        grid.map((row) => row.map(() => (row.every((colour) => colour > 0 && colour === row[0]) ? mark : 0))),
      ),
      input: (each) =>
        along(axis, (grid) => grid.map((row) => (each.below(2) === 0 ? row.map(() => row[0]!) : row)))(
          drawNoise(each, canvas.next(each), 1, palette(each)),
        ),
      symmetries: [...FLIPS, "shift"],
    };
  },
});

const likeFirst = family({
  name: "like the first line",
  about: "Lines that equal the first one are marked.",
  minSide: 4,
  draw: (random, limit) => {
    const mark = drawColour(random);
    const direction = drawDirection(random, limit);
    const canvas = drawCanvas(random, limit, { min: 4 });
    const palette = drawPalette(random, 1, 3, [mark]);
    return {
      rule: facing(direction, (grid) => {
        const same = (grid[0] ?? []).map((_, x) => x > 0 && grid.every((row) => row[x] === row[0]));
        return grid.map((row) => row.map((colour, x) => (same[x] && colour > 0 ? mark : colour)));
      }),
      input: (each) => {
        const turned = facing(direction, (grid) => {
          const copies = (grid[0] ?? []).map(() => each.below(5) < 2);
          return mapGrid(grid, (colour, y, x) => (copies[x] ? at(grid, y, 0) : colour));
        });
        return turned(drawNoise(each, canvas.next(each), 0.7, palette(each)));
      },
      symmetries: [flipAcross(direction)],
    };
  },
});

const rareObject = family({
  name: "odd colour out",
  about: "Only the object whose colour no other object has stays.",
  oneRow: true,
  minSide: 5,
  draw: (random, limit) => {
    const canvas = drawCanvas(random, limit, { min: isOneRow(limit) ? 10 : 5 });
    return {
      rule: (grid) => {
        const objects = objectsOf(grid);
        const colours = objects.map(({ cells }) => cells[0]?.colour ?? 0);
        const counts = colourCounts([colours]);
        return paintObjects(
          grid,
          objects.filter((_, i) => counts[colours[i]!] !== 1),
          () => 0,
        );
      },
      input: (each) => {
        const size = canvas.next(each);
        const [common, odd] = drawPair(each);
        const count = between(each, 2, Math.max(size.height, size.width) > 7 ? 3 : 2);
        const box = { height: Math.min(2, size.height), width: size.height === 1 ? 4 : 2 };
        const shapes = Array.from({ length: count + 1 }, (_, i) =>
          drawBlob(each, box, between(each, 1, 3), i === 0 ? odd : common),
        );
        return place(each, size, each.shuffle(shapes));
      },
      symmetries: D4_COLOURS,
    };
  },
});

/** Things that are the same or different. */
export const COMPARE: readonly Family[] = [
  oddShape,
  sameHalves,
  isSymmetric,
  uniformLines,
  likeFirst,
  rareObject,
];
