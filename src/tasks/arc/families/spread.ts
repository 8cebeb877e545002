import { coloursOf, mapGrid, sizeOf } from "../grid.ts";
import { between, drawCanvas, isOneRow } from "./canvas.ts";
import { drawContent, scatter } from "./content.ts";
import { along, drawAxis } from "./direction.ts";
import { D4, D4_COLOURS, EVERY, type Family, FLIPS, family } from "./family.ts";
import { neighbours, objectsOf } from "./objects.ts";
import { drawColour, drawPalette } from "./palette.ts";

const invert = family({
  name: "invert",
  about: "Coloured cells and empty cells change roles.",
  oneRow: true,
  draw: (random, limit) => ({
    rule: (grid) => {
      const [colour, ...others] = coloursOf(grid);
      return colour === undefined || others.length > 0
        ? grid
        : mapGrid(grid, (cell) => (cell === 0 ? colour : 0));
    },
    input: drawContent(random, limit, { colours: [1, 1] }),
    symmetries: EVERY,
  }),
});

const nearestSeed = family({
  name: "nearest colour",
  about: "Every empty cell takes the colour that is nearest; where two are equally near it stays empty.",
  oneRow: true,
  draw: (random, limit) => {
    const canvas = drawCanvas(random, limit, { min: isOneRow(limit) ? 6 : 3 });
    const palette = drawPalette(random, 2, 3);
    return {
      rule: (grid) => {
        const seeds = objectsOf(grid).flatMap(({ cells }) => cells);
        return mapGrid(grid, (colour, y, x) => {
          if (colour > 0 || seeds.length === 0) return colour;
          const distances = seeds.map(({ row, column }) => Math.abs(row - y) + Math.abs(column - x));
          const least = Math.min(...distances);
          const nearest = new Set(seeds.filter((_, i) => distances[i] === least).map((seed) => seed.colour));
          return nearest.size === 1 ? [...nearest][0]! : 0;
        });
      },
      input: (each) => {
        const colours = palette(each);
        return scatter(each, canvas.next(each), colours.length, colours);
      },
      symmetries: D4_COLOURS,
    };
  },
});

const fillRows = family({
  name: "fill lines",
  about: "A line with one colour in it is filled with that colour.",
  anyInput: true,
  draw: (random, limit) => {
    const canvas = drawCanvas(random, limit);
    const palette = drawPalette(random, 1, 4);
    return {
      rule: along(drawAxis(random, limit), (grid) =>
        grid.map((row) => {
          const [colour, ...others] = coloursOf([row]);
          return colour === undefined || others.length > 0 ? row : row.map(() => colour);
        }),
      ),
      input: (each) => {
        const size = canvas.next(each);
        return scatter(each, size, between(each, 1, Math.max(size.height, size.width) - 1), palette(each));
      },
      symmetries: [...FLIPS, "permute_colours", "shift"],
    };
  },
});

const frameGrid = family({
  name: "frame",
  about: "The grid gets a frame in a colour that is always the same.",
  anyInput: true,
  draw: (random, limit) => {
    const colour = drawColour(random);
    return {
      rule: (grid) => {
        const { height, width } = sizeOf(grid);
        return mapGrid(grid, (cell, y, x) =>
          y === 0 || x === 0 || y === height - 1 || x === width - 1 ? colour : cell,
        );
      },
      input: drawContent(random, limit, { min: 4, except: [colour] }),
      symmetries: D4,
    };
  },
});

const checkerboard = family({
  name: "checkerboard",
  about: "From one cell a checkerboard spreads over the grid.",
  oneRow: true,
  draw: (random, limit) => {
    const canvas = drawCanvas(random, limit);
    return {
      rule: (grid) => {
        const seed = objectsOf(grid)[0]?.cells[0];
        if (!seed) return grid;
        return mapGrid(grid, (colour, y, x) =>
          (Math.abs(y - seed.row) + Math.abs(x - seed.column)) % 2 === 0 ? seed.colour : colour,
        );
      },
      input: (each) => scatter(each, canvas.next(each), 1, [drawColour(each)]),
      symmetries: D4_COLOURS,
    };
  },
});

const spread = family({
  name: "grow by one",
  about: "Every colour grows into the empty cells at its sides; where two meet nothing grows.",
  oneRow: true,
  anyInput: true,
  draw: (random, limit) => {
    const canvas = drawCanvas(random, limit, { min: isOneRow(limit) ? 6 : 4 });
    const palette = drawPalette(random, 1, 3);
    return {
      rule: (grid) =>
        mapGrid(grid, (colour, y, x) => {
          if (colour > 0) return colour;
          const around = coloursOf([neighbours(grid, y, x).map((cell) => cell.colour)]);
          return around.length === 1 ? around[0]! : 0;
        }),
      input: (each) => {
        const size = canvas.next(each);
        return scatter(
          each,
          size,
          between(each, 1, Math.max(2, Math.floor((size.height * size.width) / 8))),
          palette(each),
        );
      },
      symmetries: D4_COLOURS,
    };
  },
});
/** Colours that spread over empty cells. */
export const SPREAD: readonly Family[] = [invert, nearestSeed, fillRows, frameGrid, checkerboard, spread];
