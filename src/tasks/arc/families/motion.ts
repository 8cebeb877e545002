import { at, cloneGrid, filledGrid, sizeOf } from "../grid.ts";
import type { Transform } from "../views/transforms.ts";
import { between, drawCanvas } from "./canvas.ts";
import { drawBlob, drawContent, place, scatter } from "./content.ts";
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
import { type Family, family } from "./family.ts";
import { type GridObject, objectsOf } from "./objects.ts";
import { drawColour, drawPair, drawPalette } from "./palette.ts";

const gravity = family({
  name: "gravity",
  about: "Every cell falls until it meets something.",
  oneRow: true,
  anyInput: true,
  draw: (random, limit) => {
    const direction = drawDirection(random, limit);
    return {
      rule: facing(direction, (grid) =>
        grid.map((row) => {
          const cells = row.filter((colour) => colour > 0);
          return [...new Array<number>(row.length - cells.length).fill(0), ...cells];
        }),
      ),
      input: drawContent(random, limit),
      symmetries: ["permute_colours", flipAcross(direction)],
    };
  },
});

const objectGravity = family({
  name: "falling objects",
  about: "Every object falls as a whole until it meets something.",
  minSide: 4,
  draw: (random, limit) => {
    const direction = drawDirection(random, limit);
    const canvas = drawCanvas(random, limit, { min: 4 });
    const palette = drawPalette(random, 1, 3);
    return {
      rule: facing(direction, fallRight),
      input: (each) => {
        const size = canvas.next(each);
        const colours = palette(each);
        const count = between(each, 1, Math.max(2, Math.floor((size.height * size.width) / 16)));
        const box = { height: 3, width: 3 };
        const shapes = Array.from({ length: count }, (_, i) =>
          drawBlob(each, box, between(each, 2, 4), colours[i % colours.length]!),
        );
        return place(each, size, shapes);
      },
      symmetries: ["permute_colours", flipAcross(direction)],
    };
  },
});

/** Objects move to the right together; whoever would hit the wall or a stopped object stops. */
const fallRight: Transform = (grid) => {
  const { width } = sizeOf(grid);
  let moving = objectsOf(grid, { diagonal: true, mixed: true });
  const settled = filledGrid(sizeOf(grid));
  for (let steps = 0; moving.length > 0; steps++) {
    const isBlocked = ({ cells }: GridObject) =>
      cells.some(
        ({ row, column }) => column + steps + 1 >= width || at(settled, row, column + steps + 1) > 0,
      );
    for (let blocked = moving.filter(isBlocked); blocked.length > 0; blocked = moving.filter(isBlocked)) {
      moving = moving.filter((object) => !blocked.includes(object));
      for (const { row, column, colour } of blocked.flatMap(({ cells }) => cells)) {
        settled[row]![column + steps] = colour;
      }
    }
  }
  return settled;
};

const colourGravity = family({
  name: "two ways",
  about: "Cells of one colour go one way, cells of another go the opposite way.",
  oneRow: true,
  draw: (random, limit) => {
    const [first, last] = drawPair(random);
    const axis = drawAxis(random, limit);
    const density = 0.25 + 0.25 * random.next();
    const canvas = drawCanvas(random, limit, { min: 4 });
    return {
      rule: along(axis, (grid) =>
        grid.map((row) => {
          const before = row.filter((colour) => colour === first);
          const after = row.filter((colour) => colour > 0 && colour !== first);
          const gap = new Array<number>(row.length - before.length - after.length).fill(0);
          return [...before, ...gap, ...after];
        }),
      ),
      input: (each) => {
        const size = canvas.next(each);
        const cells = Math.max(2, Math.round(size.height * size.width * density));
        return scatter(each, size, cells, [first, last]);
      },
      symmetries: [axis === "rows" ? "flip_up_down" : "flip_left_right"],
    };
  },
});

const step = family({
  name: "one colour moves",
  about: "Cells of one colour move some steps where the way is free; the others stay.",
  oneRow: true,
  draw: (random, limit) => {
    const mover = drawColour(random);
    const direction = drawDirection(random, limit);
    const steps = between(random, 1, Math.max(limit.height, limit.width) > 5 ? 3 : 2);
    const canvas = drawCanvas(random, limit, { min: 4 });
    const palette = drawPalette(random, 1, 2, [mover]);
    const density = 0.2 + 0.2 * random.next();
    return {
      rule: facing(direction, (grid) => {
        const moved = cloneGrid(grid);
        for (const row of moved) {
          for (let x = row.length - 1; x >= 0; x--) {
            for (let i = x; i < Math.min(x + steps, row.length - 1) && row[i] === mover; i++) {
              if (row[i + 1] !== 0) break;
              row[i] = 0;
              row[i + 1] = mover;
            }
          }
        }
        return moved;
      }),
      input: (each) => {
        const size = canvas.next(each);
        const count = Math.max(2, Math.round(size.height * size.width * density));
        const others = palette(each);
        const colours = Array.from({ length: count }, (_, i) => (i % 2 === 0 ? mover : each.pick(others)));
        return scatter(each, size, count, colours);
      },
      symmetries: [flipAcross(direction)],
    };
  },
});

const bounce = family({
  name: "bounce",
  about: "A ball crosses the grid, bouncing off the walls, and leaves its trail.",
  draw: (random, limit) => {
    const direction = drawDirection(random, limit);
    const firstDown = random.next() < 0.5;
    const canvas = drawCanvas(random, limit, { min: 3 });
    return {
      rule: facing(direction, (grid) => {
        const { height, width } = sizeOf(grid);
        const trail = cloneGrid(grid);
        grid.forEach((row, start) => {
          const colour = row[0] ?? 0;
          if (colour === 0) return;
          let [y, dy] = [start, firstDown ? 1 : -1];
          for (let x = 0; x < width; x++) {
            trail[y]![x] = colour;
            if (y + dy < 0 || y + dy >= height) dy = height === 1 ? 0 : -dy;
            y += dy;
          }
        });
        return trail;
      }),
      input: (each) => {
        const size = canvas.next(each);
        const colour = drawColour(each);
        return facing(direction, (grid) => {
          const start = cloneGrid(grid);
          start[each.below(start.length)]![0] = colour;
          return start;
        })(filledGrid(size));
      },
      symmetries: ["permute_colours"],
    };
  },
});

const diagonalGravity = family({
  name: "diagonal gravity",
  about: "Every cell falls along its diagonal until it meets something.",
  anyInput: true,
  draw: (random, limit) => {
    const corner = drawCorner(random);
    return {
      rule: facingCorner(corner, (grid) => {
        const { height, width } = sizeOf(grid);
        const fallen = filledGrid({ height, width });
        for (let start = 1 - height; start < width; start++) {
          let free = Math.min(height - 1, width - 1 - start);
          for (let y = free; y >= Math.max(0, -start); y--) {
            const colour = at(grid, y, y + start);
            if (colour <= 0) continue;
            fallen[free]![free + start] = colour;
            free--;
          }
        }
        return fallen;
      }),
      input: drawContent(random, limit),
      symmetries: ["permute_colours", ...symmetriesOf(corner)],
    };
  },
});

/** Cells and objects that move. */
export const MOTION: readonly Family[] = [
  gravity,
  objectGravity,
  colourGravity,
  step,
  bounce,
  diagonalGravity,
];
