import { at, cloneGrid, filledGrid, mapGrid, sizeOf } from "../grid.ts";
import { between, drawCanvas } from "./canvas.ts";
import { drawBlob, place, scatter, stampInto } from "./content.ts";
import { along, drawAxis, drawDirection, facing, flipAcross } from "./direction.ts";
import { type Family, FLIPS, family } from "./family.ts";
import { objectsOf, paintObjects } from "./objects.ts";
import { drawColour, drawPalette } from "./palette.ts";

const shadow = family({
  name: "shadow on the wall",
  about: "Every line casts the colour of its last cell on one wall.",
  minSide: 4,
  draw: (random, limit) => {
    const direction = drawDirection(random, limit);
    const canvas = drawCanvas(random, limit, { min: 4 });
    const palette = drawPalette(random, 1, 3);
    return {
      rule: facing(direction, (grid) =>
        grid.map((row) => {
          const last = row.findLast((colour) => colour > 0) ?? 0;
          return row.map((colour, x) => (x === row.length - 1 ? last : colour));
        }),
      ),
      input: (each) => {
        const size = canvas.next(each);
        const most = Math.max(2, Math.floor((size.height * size.width) / 5));
        const grid = scatter(each, size, between(each, 2, most), palette(each));
        return facing(direction, (turned) =>
          turned.map((row) => row.map((colour, x) => (x === row.length - 1 ? 0 : colour))),
        )(grid);
      },
      symmetries: ["permute_colours", flipAcross(direction)],
    };
  },
});

const ontoLine = family({
  name: "onto the line",
  about: "Cells on both sides move up to the line.",
  minSide: 5,
  draw: (random, limit) => {
    const axis = drawAxis(random, limit);
    const line = drawColour(random);
    const canvas = drawCanvas(random, limit, { min: 5 });
    const palette = drawPalette(random, 1, 3, [line]);
    return {
      rule: along(axis, (grid) => {
        const { width } = sizeOf(grid);
        const column = (grid[0] ?? []).findIndex((_, x) => grid.every((row) => row[x] === line));
        if (column < 0) return grid;
        return grid.map((row) => {
          const coloured = (cells: readonly number[]) => cells.filter((colour) => colour > 0);
          const left = coloured(row.slice(0, column));
          const right = coloured(row.slice(column + 1));
          return [
            ...new Array<number>(column - left.length).fill(0),
            ...left,
            line,
            ...right,
            ...new Array<number>(width - column - 1 - right.length).fill(0),
          ];
        });
      }),
      input: (each) => {
        const size = canvas.next(each);
        const grid = scatter(each, size, between(each, 2, size.height + 1), palette(each));
        return along(axis, (turned) => {
          const column = 1 + each.below(sizeOf(turned).width - 2);
          return turned.map((row) => row.map((colour, x) => (x === column ? line : colour)));
        })(grid);
      },
      symmetries: FLIPS,
    };
  },
});

const firstLineOfEach = family({
  name: "one side of each object",
  about: "Of every object the cells furthest to one side get a new colour.",
  minSide: 5,
  draw: (random, limit) => {
    const direction = drawDirection(random, limit);
    const mark = drawColour(random);
    const canvas = drawCanvas(random, limit, { min: 5 });
    const palette = drawPalette(random, 1, 2, [mark]);
    return {
      rule: facing(direction, (grid) => {
        const ends = objectsOf(grid).map((object) => ({
          ...object,
          cells: object.cells.filter(({ column }) => column === object.right),
        }));
        return paintObjects(grid, ends, () => mark);
      }),
      input: (each) => {
        const size = canvas.next(each);
        const colours = palette(each);
        const shapes = Array.from({ length: between(each, 1, size.height > 7 ? 3 : 2) }, (_, i) =>
          drawBlob(each, { height: 3, width: 3 }, between(each, 3, 7), colours[i % colours.length]!),
        );
        return place(each, size, shapes);
      },
      symmetries: [flipAcross(direction)],
    };
  },
});

const pulledOut = family({
  name: "trail to the wall",
  about: "Every object leaves a trail on its way to one wall.",
  minSide: 5,
  draw: (random, limit) => {
    const direction = drawDirection(random, limit);
    const trail = drawColour(random);
    const canvas = drawCanvas(random, limit, { min: 5 });
    const palette = drawPalette(random, 1, 3, [trail]);
    return {
      rule: facing(direction, (grid) =>
        mapGrid(grid, (colour, y, x) => {
          if (colour > 0) return colour;
          return (grid[y] ?? []).slice(0, x).some((cell) => cell > 0) ? trail : 0;
        }),
      ),
      input: (each) => {
        const size = canvas.next(each);
        const grid = cloneGrid(filledGrid(size));
        for (const colour of palette(each)) {
          const shape = drawBlob(each, { height: 2, width: 2 }, between(each, 1, 4), colour);
          const { height, width } = sizeOf(shape);
          const [top, left] = [each.below(size.height - height + 1), each.below(size.width - width + 1)];
          if (at(grid, top, left) === 0) stampInto(grid, shape, top, left);
        }
        return grid;
      },
      symmetries: [flipAcross(direction)],
    };
  },
});

/** What lies on one side: walls, lines and the sides of objects. */
export const SIDES: readonly Family[] = [shadow, ontoLine, firstLineOfEach, pulledOut];
