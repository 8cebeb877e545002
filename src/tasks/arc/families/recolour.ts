import type { Random } from "../../../protocol/random.ts";
import { at, colourCounts, coloursOf, type Grid, mapGrid, sizeOf } from "../grid.ts";
import { between, drawCanvas, isOneRow } from "./canvas.ts";
import { drawContent, drawNoise, scatter } from "./content.ts";
import { along, drawAxis, drawDirection, facing, flipAcross } from "./direction.ts";
import { D4, EVERY, type Family, FLIPS, family } from "./family.ts";
import { neighbours } from "./objects.ts";
import { drawColour, drawColours, drawPair, drawPalette } from "./palette.ts";

const colourMap = family({
  name: "colour code",
  about: "Every colour becomes another by a fixed code.",
  oneRow: true,
  draw: (random, limit) => {
    const colours = drawColours(random, between(random, 2, 4));
    const swaps = random.next() < 0.5;
    const targets = swaps ? [...colours.slice(1), colours[0]!] : drawColours(random, colours.length, colours);
    const code = new Map(colours.map((colour, i) => [colour, targets[i]!]));
    const canvas = drawCanvas(random, limit);
    const density = 0.4 + 0.5 * random.next();
    return {
      rule: (grid) => mapGrid(grid, (colour) => code.get(colour) ?? colour),
      input: (each) => drawNoise(each, canvas.next(each), density, each.shuffle(colours)),
      symmetries: [...D4, "shift"],
    };
  },
});

const swapColours = family({
  name: "swap the colours",
  about: "The two colours of the grid change places.",
  oneRow: true,
  draw: (random, limit) => ({
    rule: (grid) => {
      const [a, b, ...others] = coloursOf(grid);
      if (a === undefined || b === undefined || others.length > 0) return grid;
      return mapGrid(grid, (colour) => (colour === a ? b : colour === b ? a : colour));
    },
    input: drawContent(random, limit, { colours: [2, 2] }),
    symmetries: EVERY,
  }),
});

const majority = family({
  name: "majority takes all",
  about: "Every coloured cell takes the most common colour.",
  oneRow: true,
  draw: (random, limit) => ({
    rule: (grid) => {
      const [winner = 0] = mostCommon(grid);
      return mapGrid(grid, (colour) => (colour > 0 ? winner : 0));
    },
    input: withoutTies(drawContent(random, limit, { colours: [2, 4] })),
    symmetries: EVERY,
  }),
});

const keepMostCommon = family({
  name: "keep the most common colour",
  about: "Only the most common colour stays.",
  oneRow: true,
  draw: (random, limit) => ({
    rule: (grid) => {
      const [winner = 0] = mostCommon(grid);
      return mapGrid(grid, (colour) => (colour === winner ? colour : 0));
    },
    input: withoutTies(drawContent(random, limit, { colours: [2, 4] })),
    symmetries: EVERY,
  }),
});

function withoutTies(content: (random: Random) => Grid): (random: Random) => Grid | null {
  return (random) => {
    const grid = content(random);
    return mostCommon(grid).length === 1 ? grid : null;
  };
}

/** The colours with the most cells, the background left out; several where they tie. */
export function mostCommon(grid: Grid): number[] {
  const counts = colourCounts(grid);
  const colours = coloursOf(grid);
  const most = Math.max(0, ...colours.map((colour) => counts[colour]!));
  return colours.filter((colour) => counts[colour] === most);
}

const header = family({
  name: "headed lines",
  about: "The cells of each line take the colour of the cell at its head.",
  minSide: 4,
  draw: (random, limit) => {
    const direction = drawDirection(random, limit);
    const canvas = drawCanvas(random, limit, { min: 4 });
    const base = random.next() < 0.5 ? drawColour(random) : null;
    const palette = drawPalette(random, 2, 4, base === null ? [] : [base]);
    return {
      rule: facing(direction, (grid) =>
        grid.map((row) => row.map((colour) => (colour > 0 && (row[0] ?? 0) > 0 ? row[0]! : colour))),
      ),
      input: (each) => {
        const colours = palette(each);
        const body = drawNoise(each, canvas.next(each), 0.45, base === null ? colours : [base]);
        return facing(direction, (grid) =>
          mapGrid(grid, (colour, _, x) => (x === 0 ? each.pick(colours) : colour)),
        )(body);
      },
      symmetries: ["permute_colours", flipAcross(direction)],
    };
  },
});

const legend = family({
  name: "legend",
  about: "The two cells in a corner say which colour becomes which.",
  minSide: 4,
  draw: (random, limit) => {
    const direction = drawDirection(random, limit);
    const canvas = drawCanvas(random, limit, { min: 4 });
    const palette = drawPalette(random, 3, 4);
    return {
      rule: facing(direction, (grid) => {
        const [from, to] = [at(grid, 0, 0), at(grid, 0, 1)];
        return mapGrid(grid, (colour, y, x) =>
          colour > 0 && colour === from && (y > 0 || x > 0) ? to : colour,
        );
      }),
      input: (each) => {
        const colours = palette(each);
        const [from, to] = colours;
        const body = drawNoise(each, canvas.next(each), 0.5, [from!, ...colours.slice(2)]);
        // A blank line sets the legend apart.
        return facing(direction, (grid) =>
          mapGrid(grid, (colour, y, x) => (y === 0 ? (x === 0 ? from! : x === 1 ? to! : 0) : colour)),
        )(body);
      },
      symmetries: ["permute_colours"],
    };
  },
});

const crowded = family({
  name: "crowded cells",
  about: "Coloured cells with enough coloured neighbours get a new colour.",
  anyInput: true,
  draw: (random, limit) => {
    const mark = drawColour(random);
    const enough = between(random, 2, 3);
    return {
      rule: (grid) =>
        mapGrid(grid, (colour, y, x) =>
          colour > 0 && neighbours(grid, y, x).filter((cell) => cell.colour > 0).length >= enough
            ? mark
            : colour,
        ),
      input: drawContent(random, limit, { colours: [1, 2], except: [mark], min: 4 }),
      symmetries: D4,
    };
  },
});

const lonely = family({
  name: "lonely cells",
  about: "Coloured cells without coloured neighbours get a new colour.",
  oneRow: true,
  anyInput: true,
  draw: (random, limit) => {
    const mark = drawColour(random);
    const density = 0.25 + 0.2 * random.next();
    const canvas = drawCanvas(random, limit, { min: isOneRow(limit) ? 7 : 4 });
    const palette = drawPalette(random, 1, 2, [mark]);
    return {
      rule: (grid) =>
        mapGrid(grid, (colour, y, x) =>
          colour > 0 && neighbours(grid, y, x).every((cell) => cell.colour === 0) ? mark : colour,
        ),
      input: (each) => drawNoise(each, canvas.next(each), density, palette(each)),
      symmetries: D4,
    };
  },
});

const everySecond = family({
  name: "every second line",
  about: "Coloured cells in every second line get a new colour.",
  oneRow: true,
  anyInput: true,
  draw: (random, limit) => {
    const mark = drawColour(random);
    const direction = drawDirection(random, limit);
    const remainder = random.below(2);
    return {
      rule: facing(direction, (grid) =>
        mapGrid(grid, (colour, _, x) => (colour > 0 && x % 2 === remainder ? mark : colour)),
      ),
      // Of an even number of lines: of an odd number the rule would be the same from both sides.
      input: drawContent(random, limit, { colours: [1, 3], except: [mark], parity: "even" }),
      symmetries: [flipAcross(direction)],
    };
  },
});

const countedLines = family({
  name: "lines with a number",
  about: "Lines with a certain number of coloured cells get a new colour.",
  anyInput: true,
  draw: (random, limit) => {
    const mark = drawColour(random);
    const number = between(random, 1, 3);
    return {
      rule: along(drawAxis(random, limit), (grid) =>
        grid.map((row) => {
          const marked = row.filter((colour) => colour > 0).length === number;
          return marked ? row.map((colour) => (colour > 0 ? mark : 0)) : row;
        }),
      ),
      input: drawContent(random, limit, { colours: [1, 2], except: [mark] }),
      symmetries: [...FLIPS, "shift"],
    };
  },
});

const besideLine = family({
  name: "one side of the line",
  about: "Coloured cells on one side of a line get a new colour.",
  oneRow: true,
  minSide: 4,
  draw: (random, limit) => {
    const [mark, line] = drawPair(random);
    const direction = drawDirection(random, limit);
    const canvas = drawCanvas(random, limit, { min: 4 });
    const palette = drawPalette(random, 1, 2, [mark, line]);
    return {
      rule: facing(direction, (grid) => {
        const wall = (grid[0] ?? []).findIndex((_, x) => grid.every((row) => row[x] === line));
        return wall < 0 ? grid : mapGrid(grid, (colour, _, x) => (colour > 0 && x > wall ? mark : colour));
      }),
      input: (each) =>
        facing(direction, (grid) => {
          const wall = between(each, 1, sizeOf(grid).width - 2);
          return mapGrid(grid, (colour, _, x) => (x === wall ? line : colour));
        })(drawNoise(each, canvas.next(each), 0.4, palette(each))),
      symmetries: [flipAcross(direction)],
    };
  },
});

const loneRow = family({
  name: "rare colour of each line",
  about: "The colour that a line holds once fills the whole line.",
  draw: (random, limit) => {
    const axis = drawAxis(random, limit);
    const canvas = drawCanvas(random, limit);
    return {
      rule: along(axis, (grid) =>
        grid.map((row) => {
          const [lone, ...others] = coloursOf([row]).filter((colour) => colourCounts([row])[colour] === 1);
          return lone === undefined || others.length > 0 ? row : row.map(() => lone);
        }),
      ),
      input: (each) =>
        along(axis, (grid) =>
          grid.map((row) => {
            const [common, rare] = drawPair(each);
            const place = each.below(row.length);
            return row.map((_, x) => (x === place ? rare : common));
          }),
        )(scatter(each, canvas.next(each), 0, [1])),
      symmetries: [...FLIPS, "permute_colours", "shift"],
    };
  },
});

/** Cells that get another colour, by what they are or where they are. */
export const RECOLOUR: readonly Family[] = [
  colourMap,
  swapColours,
  majority,
  keepMostCommon,
  header,
  legend,
  crowded,
  lonely,
  everySecond,
  countedLines,
  besideLine,
  loneRow,
];
