import { at, cloneGrid, coloursOf, type Grid, makeGrid, sizeOf } from "../grid.ts";
import { mirrorBeside, padBorder, repeat, transpose, upscale } from "../views/transforms.ts";
import { between, drawCanvas, isOneRow, shareOf } from "./canvas.ts";
import { drawContent, drawNoise } from "./content.ts";
import { drawCorner, facingCorner, symmetriesOf } from "./direction.ts";
import { D4, D4_COLOURS, EVERY, type Family, FLIPS, family } from "./family.ts";
import { drawColour, drawPalette } from "./palette.ts";

/** How often something is repeated or enlarged, down and across. */
const IN_A_GRID: readonly (readonly [down: number, across: number])[] = [
  [2, 2],
  [1, 2],
  [2, 1],
];
const IN_A_ROW: typeof IN_A_GRID = [
  [1, 2],
  [1, 3],
];

const tile = family({
  name: "tile",
  about: "The grid is repeated.",
  minSide: 4,
  oneRow: true,
  draw: (random, limit) => {
    const [down, across] = random.pick(isOneRow(limit) ? IN_A_ROW : IN_A_GRID);
    return {
      rule: repeat(down, across).apply,
      input: drawContent(random, limit, { min: 2, max: shareOf(limit, down, across) }),
      symmetries: down === across ? EVERY : [...FLIPS, "permute_colours", "shift"],
    };
  },
});

const mirrorTile = family({
  name: "mirror and join",
  about: "The grid and its mirror image are joined.",
  minSide: 4,
  oneRow: true,
  draw: (random, limit) => {
    const first = random.next() < 0.5;
    const across = isOneRow(limit) || random.next() < 0.5;
    const both = !isOneRow(limit) && random.next() < 0.4;
    const right = mirrorBeside("across", first);
    const below = mirrorBeside("down", first);
    const one = across ? right : below;
    return {
      rule: both ? (grid) => below.apply(right.apply(grid)) : one.apply,
      input: drawContent(random, limit, {
        min: 2,
        max: both ? shareOf(limit, 2, 2) : across ? shareOf(limit, 1, 2) : shareOf(limit, 2, 1),
      }),
      symmetries: both
        ? ["permute_colours", "transpose"]
        : ["permute_colours", across ? "flip_up_down" : "flip_left_right"],
    };
  },
});

const fractal = family({
  name: "grid of grids",
  about: "Every coloured cell is replaced by the whole grid.",
  minSide: 4,
  draw: (random, limit) => {
    const most = Math.floor(Math.sqrt(Math.min(limit.height, limit.width)));
    const sides = Array.from({ length: most - 1 }, (_, i) => i + 2);
    const side = random.pick(sides);
    const palette = drawPalette(random, 1, 3);
    return {
      rule: (grid) => {
        const { height, width } = sizeOf(grid);
        return makeGrid({ height: height * height, width: width * width }, (y, x) =>
          at(grid, Math.floor(y / height), Math.floor(x / width)) > 0 ? at(grid, y % height, x % width) : 0,
        );
      },
      input: (each) => drawNoise(each, { height: side, width: side }, 0.6, palette(each)),
      symmetries: D4_COLOURS,
    };
  },
});

const stretch = family({
  name: "stretch",
  about: "Every cell becomes a larger block.",
  minSide: 4,
  oneRow: true,
  draw: (random, limit) => {
    const [down, across] = random.pick(isOneRow(limit) ? IN_A_ROW : IN_A_GRID);
    return {
      rule: upscale(down, across).apply,
      input: drawContent(random, limit, { min: 2, max: shareOf(limit, down, across) }),
      symmetries: down === across ? D4_COLOURS : [...FLIPS, "permute_colours"],
    };
  },
});

const growClipped = family({
  name: "magnify a corner",
  about: "One corner of the grid is magnified until it fills the grid.",
  anyInput: true,
  minSide: 4,
  draw: (random, limit) => {
    const corner = drawCorner(random);
    return {
      rule: facingCorner(corner, (grid) => {
        const { height, width } = sizeOf(grid);
        return makeGrid({ height, width }, (y, x) =>
          at(
            grid,
            height - 1 - Math.floor((height - 1 - y) / 2),
            width - 1 - Math.floor((width - 1 - x) / 2),
          ),
        );
      }),
      input: drawContent(random, limit, { min: 4, colours: [2, 4] }),
      symmetries: ["permute_colours", ...symmetriesOf(corner)],
    };
  },
});

const shrink = family({
  name: "shrink",
  about: "Every block becomes a single cell.",
  minSide: 4,
  oneRow: true,
  draw: (random, limit) => {
    const [down, across] = random.pick(isOneRow(limit) ? IN_A_ROW : IN_A_GRID);
    const scale = upscale(down, across);
    const content = drawContent(random, limit, { min: 2, max: shareOf(limit, down, across) });
    return {
      rule: scale.invert,
      input: (each) => scale.apply(content(each)),
      symmetries: down === across ? D4_COLOURS : [...FLIPS, "permute_colours"],
    };
  },
});

const scaleByColours = family({
  name: "as large as it is colourful",
  about: "Every cell becomes a block whose side is the number of colours.",
  minSide: 4,
  draw: (_, limit) => {
    const most = Math.floor(Math.min(limit.height, limit.width) / 2);
    return {
      rule: (grid) => {
        const side = Math.max(1, coloursOf(grid).length);
        return upscale(side, side).apply(grid);
      },
      input: (each) => {
        const colours = between(each, 1, Math.min(3, most));
        const side = between(each, 2, Math.min(3, Math.floor(limit.height / colours)));
        return drawNoise(each, { height: side, width: side }, 0.7, drawPalette(each, colours, colours)(each));
      },
      symmetries: D4_COLOURS,
    };
  },
});

const addBorder = family({
  name: "add a border",
  about: "A border is put around the grid.",
  minSide: 4,
  draw: (random, limit) => {
    const colour = drawColour(random);
    const max = { height: limit.height - 2, width: limit.width - 2 };
    return {
      rule: padBorder(colour).apply,
      input: drawContent(random, limit, { min: 2, max, except: [colour] }),
      symmetries: D4,
    };
  },
});

const withoutRepeats = family({
  name: "without repeats",
  about: "Lines that repeat the line before are left out.",
  minSide: 4,
  oneRow: true,
  draw: (random, limit) => {
    const max = shareOf(limit, 2, 2);
    const content = drawContent(random, limit, { min: 2, max, colours: [2, 4] });
    const each = (grid: Grid): Grid =>
      grid.filter((row, y) => y === 0 || row.some((colour, x) => colour !== at(grid, y - 1, x)));
    return {
      rule: (grid) => transpose(each(transpose(each(grid)))),
      input: (draw) => {
        const doubled = (grid: Grid): Grid =>
          grid.flatMap((row) => (draw.below(2) === 0 ? [row, row] : [row]));
        const grid = transpose(doubled(transpose(content(draw))));
        return isOneRow(limit) ? grid : doubled(grid);
      },
      symmetries: D4_COLOURS,
    };
  },
});

const spaceOut = family({
  name: "space out",
  about: "Empty lines come between all lines.",
  minSide: 4,
  oneRow: true,
  draw: (random, limit) => ({
    rule: (grid) => {
      const { height, width } = sizeOf(grid);
      return makeGrid({ height: 2 * height - 1, width: 2 * width - 1 }, (y, x) =>
        y % 2 === 0 && x % 2 === 0 ? at(grid, y / 2, x / 2) : 0,
      );
    },
    input: drawContent(random, limit, {
      min: 2,
      max: { height: Math.ceil(limit.height / 2), width: Math.ceil(limit.width / 2) },
    }),
    symmetries: D4_COLOURS,
  }),
});

const closeUp = family({
  name: "close the gaps",
  about: "Empty lines are left out.",
  minSide: 4,
  oneRow: true,
  draw: (random, limit) => {
    const canvas = drawCanvas(random, limit, { min: 4 });
    const palette = drawPalette(random, 1, 3);
    const rows = (grid: Grid): Grid => grid.filter((row) => row.some((colour) => colour > 0));
    return {
      rule: (grid) => {
        const kept = transpose(rows(transpose(rows(grid))));
        return kept.length === 0 ? grid : kept;
      },
      input: (each) => {
        const grid = cloneGrid(drawNoise(each, canvas.next(each), 0.6, palette(each)));
        if (!isOneRow(limit)) grid[each.below(grid.length)]!.fill(0);
        const gap = each.below(grid[0]!.length);
        for (const row of grid) row[gap] = 0;
        return grid;
      },
      symmetries: D4_COLOURS,
    };
  },
});

/** Outputs of another size than their inputs. */
export const SCALE: readonly Family[] = [
  tile,
  mirrorTile,
  fractal,
  stretch,
  growClipped,
  shrink,
  scaleByColours,
  addBorder,
  withoutRepeats,
  spaceOut,
  closeUp,
];
