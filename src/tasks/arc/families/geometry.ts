import { at, cloneGrid, type Grid, makeGrid, mapGrid, sizeOf } from "../grid.ts";
import {
  antiTranspose,
  crop,
  flipLeftRight,
  flipUpDown,
  rotate90,
  rotate180,
  rotate270,
  shift,
  type Transform,
  transpose,
} from "../views/transforms.ts";
import { between, drawCanvas, isOneRow } from "./canvas.ts";
import { drawContent, drawNoise, place, stampInto } from "./content.ts";
import {
  along,
  drawAxis,
  drawCorner,
  drawDirection,
  facing,
  facingCorner,
  flipAcross,
  symmetriesOf,
} from "./direction.ts";
import { D4, D4_COLOURS, type Family, FLIPS, family } from "./family.ts";
import { objectsOf } from "./objects.ts";
import { drawColour, drawPalette } from "./palette.ts";

const flip = family({
  name: "flip",
  about: "The grid is mirrored.",
  oneRow: true,
  anyInput: true,
  draw: (random, limit) => ({
    rule: along(drawAxis(random, limit), flipLeftRight),
    input: drawContent(random, limit),
    symmetries: [...FLIPS, "permute_colours"],
  }),
});

const rotate = family({
  name: "rotate",
  about: "The grid is turned.",
  anyInput: true,
  draw: (random, limit) => {
    const rule = random.pick([rotate90, rotate180, rotate270]);
    return {
      rule,
      input: drawContent(random, limit),
      symmetries: rule === rotate180 ? D4_COLOURS : ["rotate", "permute_colours"],
    };
  },
});

const overDiagonal = family({
  name: "flip over a diagonal",
  about: "Rows become columns.",
  anyInput: true,
  draw: (random, limit) => ({
    rule: random.pick([transpose, antiTranspose]),
    input: drawContent(random, limit),
    symmetries: ["transpose", "permute_colours"],
  }),
});

const wrap = family({
  name: "shift around",
  about: "Everything moves; what leaves on one side comes in on the other.",
  oneRow: true,
  anyInput: true,
  draw: (random, limit) => {
    const direction = drawDirection(random, limit);
    const steps = between(random, 1, Math.min(limit.width, limit.height) >= 5 ? 2 : 1);
    return {
      rule: facing(direction, shift(0, steps).apply),
      // Half way around would be the same in both directions.
      input: drawContent(random, limit, { min: 2 * steps + 1 }),
      symmetries: ["shift", "permute_colours", flipAcross(direction)],
    };
  },
});

const slide = family({
  name: "shift away",
  about: "Everything moves; what leaves the grid is lost.",
  oneRow: true,
  anyInput: true,
  draw: (random, limit) => {
    const direction = drawDirection(random, limit);
    const steps = between(random, 1, Math.max(limit.width, limit.height) > 5 ? 3 : 2);
    return {
      rule: facing(direction, (grid) => mapGrid(grid, (_, y, x) => Math.max(0, at(grid, y, x - steps)))),
      input: drawContent(random, limit, { min: 4 }),
      symmetries: ["permute_colours", flipAcross(direction)],
    };
  },
});

const completeMirror = family({
  name: "complete the mirror image",
  about: "The empty half is filled with the mirror image of the other.",
  oneRow: true,
  draw: (random, limit) => {
    const axis = drawAxis(random, limit);
    const content = drawContent(random, limit, { min: 4 });
    const emptied = along(axis, (grid) =>
      mapGrid(grid, (colour, _, x) => (2 * x + 1 > (grid[0]?.length ?? 0) ? 0 : colour)),
    );
    const mirror = along(axis, flipLeftRight);
    const turned = random.pick([mirror, (grid: Grid) => grid]);
    return {
      rule: (grid) => {
        const image = mirror(grid);
        return mapGrid(grid, (colour, y, x) => (colour > 0 ? colour : at(image, y, x)));
      },
      input: (each) => turned(emptied(content(each))),
      symmetries: [...FLIPS, "permute_colours"],
    };
  },
});

const repairSymmetry = family({
  name: "repair a symmetric picture",
  about: "A covered part of a symmetric picture is restored.",
  minSide: 4,
  draw: (random, limit) => {
    const cover = drawColour(random);
    const fourfold = random.next() < 0.5;
    const axis = fourfold ? "rows" : drawAxis(random, limit);
    const images: Transform[] = fourfold
      ? [flipLeftRight, flipUpDown, rotate180]
      : [along(axis, flipLeftRight)];
    const canvas = drawCanvas(random, limit, { min: 4 });
    const palette = drawPalette(random, 2, 4, [cover]);
    return {
      rule: (grid) => {
        const mirrored = images.map((image) => image(grid));
        return mapGrid(grid, (colour, y, x) => {
          if (colour !== cover) return colour;
          const image = mirrored.find((candidate) => at(candidate, y, x) !== cover);
          return image === undefined ? colour : at(image, y, x);
        });
      },
      input: (each) => {
        const size = canvas.next(each);
        const whole = symmetric(drawNoise(each, size, 0.8, palette(each)), images);
        return along(axis, (grid) => covered(grid, cover, each.below(2) === 0))(whole);
      },
      symmetries: fourfold ? D4 : FLIPS,
    };
  },
});

/** Every cell takes the first of its images in reading order, so that all images agree. */
function symmetric(grid: Grid, images: readonly Transform[]): Grid {
  const { height, width } = sizeOf(grid);
  const numbered = makeGrid({ height, width }, (y, x) => y * width + x);
  const mirrored = images.map((image) => image(numbered));
  return mapGrid(grid, (_, y, x) => {
    const first = Math.min(at(numbered, y, x), ...mirrored.map((image) => at(image, y, x)));
    return at(grid, Math.floor(first / width), first % width);
  });
}

/** A block within the upper left (or right) quarter covered: each of its cells keeps an image. */
function covered(grid: Grid, cover: number, right: boolean): Grid {
  const { height, width } = sizeOf(grid);
  const block = { height: Math.max(1, Math.floor(height / 2)), width: Math.max(1, Math.floor(width / 2)) };
  const painted = cloneGrid(grid);
  const patch = Array.from({ length: block.height }, () => new Array<number>(block.width).fill(cover));
  stampInto(painted, patch, 0, right ? width - block.width : 0);
  return painted;
}

const shear = family({
  name: "shear",
  about: "Each line moves one cell further than the line before.",
  anyInput: true,
  draw: (random, limit) => {
    const wraps = random.next() < 0.5;
    return {
      rule: facing(drawDirection(random, limit), (grid) =>
        mapGrid(grid, (_, y, x) => {
          const from = x - y;
          const { width } = sizeOf(grid);
          return wraps ? at(grid, y, ((from % width) + width) % width) : Math.max(0, at(grid, y, from));
        }),
      ),
      input: drawContent(random, limit),
      symmetries: ["permute_colours"],
    };
  },
});

const turnObjects = family({
  name: "turn each object",
  about: "Each square object is turned where it stands.",
  minSide: 4,
  draw: (random, limit) => {
    const turn = random.pick([rotate90, rotate270]);
    const side = limit.height >= 8 && limit.width >= 8 && random.next() < 0.5 ? 3 : 2;
    const canvas = drawCanvas(random, limit, { min: side + 2 });
    const palette = drawPalette(random, 2, 4);
    return {
      rule: (grid) => {
        const turned = cloneGrid(grid);
        for (const { top, left, bottom, right } of objectsOf(grid, { diagonal: true, mixed: true })) {
          if (bottom - top !== right - left) continue;
          const length = bottom - top + 1;
          turn(crop(grid, top, left, length, length)).forEach((row, y) => {
            turned[top + y]!.splice(left, length, ...row);
          });
        }
        return turned;
      },
      input: (each) => {
        const shapes = Array.from(
          { length: between(each, 1, side === 2 ? 2 : 1) + (limit.height > 7 ? 1 : 0) },
          () => drawNoise(each, { height: side, width: side }, 0.9, palette(each)),
        );
        return place(each, canvas.next(each), shapes);
      },
      symmetries: ["rotate", "permute_colours"],
    };
  },
});

const kaleidoscope = family({
  name: "kaleidoscope",
  about: "One quarter is mirrored into the other three.",
  minSide: 4,
  anyInput: true,
  draw: (random, limit) => {
    const corner = drawCorner(random);
    return {
      rule: facingCorner(corner, (grid) => {
        const { height, width } = sizeOf(grid);
        return mapGrid(grid, (_, y, x) => at(grid, Math.max(y, height - 1 - y), Math.max(x, width - 1 - x)));
      }),
      input: drawContent(random, limit, { min: 4 }),
      symmetries: ["permute_colours", ...symmetriesOf(corner)],
    };
  },
});

const swapHalves = family({
  name: "swap the halves",
  about: "The two halves change places.",
  oneRow: true,
  anyInput: true,
  draw: (random, limit) => ({
    rule: along(drawAxis(random, limit), (grid) => {
      const { height, width } = sizeOf(grid);
      const half = Math.floor(width / 2);
      const middle = width % 2;
      const source = (x: number) =>
        x < half ? x + half + middle : x < half + middle ? x : x - half - middle;
      return makeGrid({ height, width }, (y, x) => at(grid, y, source(x)));
    }),
    input: drawContent(random, limit, { min: isOneRow(limit) ? 5 : 3 }),
    symmetries: [...FLIPS, "permute_colours"],
  }),
});

/** The whole grid turned, mirrored, moved or restored by its symmetry. */
export const GEOMETRY: readonly Family[] = [
  flip,
  rotate,
  overDiagonal,
  wrap,
  slide,
  completeMirror,
  repairSymmetry,
  shear,
  turnObjects,
  kaleidoscope,
  swapHalves,
];
