import type { Random } from "../../../protocol/random.ts";
import { at, coloursOf, filledGrid, type Grid, mapGrid, type Size, sizeOf } from "../grid.ts";
import { between, drawCanvas, isOneRow } from "./canvas.ts";
import { drawBlob, frame, place, placesOf, rectangle } from "./content.ts";
import { D4, D4_COLOURS, type Family, family } from "./family.ts";
import {
  type GridObject,
  neighbours,
  objectsOf,
  paint,
  paintObjects,
  regionsOf,
  touchesBorder,
} from "./objects.ts";
import { drawColour, drawPair, drawPalette } from "./palette.ts";

/** Regions of empty cells that do not reach the border. */
function holesOf(grid: Grid): GridObject[] {
  return regionsOf(grid, (colour) => colour === 0).filter((region) => !touchesBorder(grid, region));
}

/** One or two closed outlines, and cells that enclose nothing. */
function drawEnclosures(random: Random, size: Size, colours: readonly number[]): Grid | null {
  const count = Math.min(size.height, size.width) > 7 ? between(random, 1, 2) : 1;
  const most = Math.min(size.height, size.width, 6);
  const shapes = Array.from({ length: count }, (_, i) =>
    frame(between(random, 3, most), between(random, 3, most), colours[i % colours.length]!),
  );
  const loose = Array.from({ length: random.below(3) }, () => [[random.pick(colours)]]);
  return place(random, size, [...shapes, ...loose], 0, 0);
}

const fillHoles = family({
  name: "fill holes",
  about: "What is enclosed is filled with a colour that is always the same.",
  minSide: 4,
  anyInput: true,
  draw: (random, limit) => {
    const filling = drawColour(random);
    const canvas = drawCanvas(random, limit, { min: 4 });
    const palette = drawPalette(random, 1, 2, [filling]);
    return {
      rule: (grid) => paintObjects(grid, holesOf(grid), () => filling),
      input: (each) => drawEnclosures(each, canvas.next(each), palette(each)),
      symmetries: D4,
    };
  },
});

const fillHolesAlike = family({
  name: "make solid",
  about: "What is enclosed is filled with the colour that encloses it.",
  minSide: 4,
  draw: (random, limit) => {
    const canvas = drawCanvas(random, limit, { min: 4 });
    const palette = drawPalette(random, 1, 3);
    return {
      rule: (grid) =>
        paintObjects(grid, holesOf(grid), ({ cells }) => {
          const walls = new Set(
            cells.flatMap(({ row, column }) => neighbours(grid, row, column)).map(({ colour }) => colour),
          );
          walls.delete(0);
          return walls.size === 1 ? [...walls][0]! : 0;
        }),
      input: (each) => drawEnclosures(each, canvas.next(each), palette(each)),
      symmetries: D4_COLOURS,
    };
  },
});

const insideOutside = family({
  name: "inside and outside",
  about: "Empty cells get one colour inside a closed outline and another outside.",
  minSide: 4,
  draw: (random, limit) => {
    const [inside, outside] = drawPair(random);
    const canvas = drawCanvas(random, limit, { min: 4 });
    const palette = drawPalette(random, 1, 1, [inside, outside]);
    return {
      rule: (grid) =>
        paintObjects(
          grid,
          regionsOf(grid, (colour) => colour === 0),
          (region) => (touchesBorder(grid, region) ? outside : inside),
        ),
      input: (each) => drawEnclosures(each, canvas.next(each), palette(each)),
      symmetries: D4,
    };
  },
});

const hollow = family({
  name: "hollow out",
  about: "Solid shapes keep their outline only.",
  oneRow: true,
  draw: (random, limit) => {
    const canvas = drawCanvas(random, limit, { min: isOneRow(limit) ? 6 : 3 });
    const palette = drawPalette(random, 1, 2);
    return {
      // In a single row (or column) only the neighbours along it count.
      rule: (grid) => {
        const { height, width } = sizeOf(grid);
        const inside = (colour: number, y: number, x: number) =>
          (width === 1 || (at(grid, y, x - 1) === colour && at(grid, y, x + 1) === colour)) &&
          (height === 1 || (at(grid, y - 1, x) === colour && at(grid, y + 1, x) === colour));
        return mapGrid(grid, (colour, y, x) => (inside(colour, y, x) ? 0 : colour));
      },
      input: (each) => {
        const size = canvas.next(each);
        const most = (side: number) => Math.max(3, Math.min(side, 7));
        const shapes = palette(each).map((colour) =>
          rectangle(
            size.height === 1 ? 1 : between(each, 3, most(size.height)),
            between(each, 3, most(size.width)),
            colour,
          ),
        );
        return place(
          each,
          size,
          Math.min(size.height, size.width) < 7 && size.height > 1 ? shapes.slice(0, 1) : shapes,
        );
      },
      symmetries: D4_COLOURS,
    };
  },
});

const outline = family({
  name: "outline",
  about: "Everything gets an outline in a colour that is always the same.",
  oneRow: true,
  anyInput: true,
  draw: (random, limit) => {
    const line = drawColour(random);
    const corners = random.next() < 0.5;
    const canvas = drawCanvas(random, limit, { min: isOneRow(limit) ? 6 : 4 });
    const palette = drawPalette(random, 1, 2, [line]);
    return {
      rule: (grid) =>
        mapGrid(grid, (colour, y, x) => {
          if (colour > 0) return colour;
          return neighbours(grid, y, x, corners).some((cell) => cell.colour > 0) ? line : 0;
        }),
      input: (each) => {
        const size = canvas.next(each);
        const box = { height: Math.ceil(size.height / 3), width: Math.ceil(size.width / 3) };
        const shapes = palette(each).map((colour) => drawBlob(each, box, between(each, 1, 4), colour));
        return place(each, size, shapes);
      },
      symmetries: D4,
    };
  },
});

const flood = family({
  name: "flood rooms",
  about: "A coloured cell fills its whole room up to the walls.",
  minSide: 4,
  oneRow: true,
  draw: (random, limit) => {
    const wall = drawColour(random);
    const canvas = drawCanvas(random, limit, { min: isOneRow(limit) ? 7 : 4 });
    const palette = drawPalette(random, 1, 3, [wall]);
    return {
      rule: (grid) =>
        paintRooms(grid, wall, (room) => {
          const seeds = coloursOf([room.cells.map(({ colour }) => colour)]);
          return seeds.length === 1 ? seeds[0]! : null;
        }),
      input: (each) => {
        const size = canvas.next(each);
        const grid = filledGrid(size);
        const walls = Math.max(size.height, size.width) > 7 ? 2 : 1;
        for (let i = 0; i < walls; i++) {
          const [row, column] = [between(each, 1, size.height - 2), between(each, 1, size.width - 2)];
          if (size.height > 1 && each.below(2) === 0) grid[row]!.fill(wall);
          else for (const cells of grid) cells[column] = wall;
        }
        for (const colour of palette(each)) {
          const free = placesOf(size).filter(([y, x]) => grid[y]![x] === 0);
          const [y, x] = each.pick(free);
          grid[y]![x] = colour;
        }
        return grid;
      },
      symmetries: D4,
    };
  },
});

function paintRooms(grid: Grid, wall: number, colour: (room: GridObject) => number | null): Grid {
  const rooms = regionsOf(grid, (cell) => cell !== wall);
  return paint(
    grid,
    rooms.flatMap((room) => {
      const filling = colour(room);
      return filling === null ? [] : room.cells.map((cell) => ({ ...cell, colour: filling }));
    }),
    (cell) => cell.colour,
  );
}

const boundingBox = family({
  name: "bounding box",
  about: "The empty cells in the box around each object are filled.",
  minSide: 4,
  draw: (random, limit) => {
    const filling = drawColour(random);
    const canvas = drawCanvas(random, limit, { min: 4 });
    const palette = drawPalette(random, 1, 2, [filling]);
    return {
      rule: (grid) => {
        const boxes = objectsOf(grid, { diagonal: true, mixed: true });
        return mapGrid(grid, (colour, y, x) =>
          colour === 0 && boxes.some((b) => y >= b.top && y <= b.bottom && x >= b.left && x <= b.right)
            ? filling
            : colour,
        );
      },
      input: (each) => {
        const size = canvas.next(each);
        const box = { height: Math.min(4, size.height - 1), width: Math.min(4, size.width - 1) };
        const count = Math.min(size.height, size.width) > 7 ? 2 : 1;
        const shapes = palette(each)
          .slice(0, count)
          .map((colour) => drawBlob(each, box, between(each, 3, 6), colour));
        return place(each, size, shapes);
      },
      symmetries: D4,
    };
  },
});

/** Regions, insides and outlines that get a colour or lose it. */
export const FILL: readonly Family[] = [
  fillHoles,
  fillHolesAlike,
  insideOutside,
  hollow,
  outline,
  flood,
  boundingBox,
];
