import type { Random } from "../../../protocol/random.ts";
import { at, cloneGrid, filledGrid, type Grid, makeGrid, mapGrid, type Size, sizeOf } from "../grid.ts";
import { flipLeftRight, type Transform } from "../views/transforms.ts";
import { between, drawCanvas, isOneRow } from "./canvas.ts";
import { frame, placesOf, rectangle, scatter, stampInto } from "./content.ts";
import { drawDirection, facing, flipAcross } from "./direction.ts";
import { D4, D4_COLOURS, type Family, FLIPS, family } from "./family.ts";
import { objectsOf } from "./objects.ts";
import { drawColour, drawPair, drawPalette } from "./palette.ts";
import { seen } from "./rays.ts";

const connect = family({
  name: "connect",
  about: "Cells of the same colour that see each other along a line are connected.",
  oneRow: true,
  minSide: 4,
  draw: (random, limit) => {
    const line = random.next() < 0.4 ? drawColour(random) : null;
    const palette = drawPalette(random, 1, 3, line === null ? [] : [line]);
    const canvas = drawCanvas(random, limit, { min: 4 });
    return {
      rule: (grid) =>
        mapGrid(grid, (colour, y, x) => {
          if (colour > 0) return colour;
          const ends = [
            [seen(grid, y, x, 0, -1), seen(grid, y, x, 0, 1)],
            [seen(grid, y, x, -1, 0), seen(grid, y, x, 1, 0)],
          ];
          const joined = [...new Set(ends.flatMap(([one, other]) => (one === other ? [one ?? 0] : [])))];
          const drawn = joined.filter((found) => found > 0);
          // Where two lines of different colours would cross, neither is drawn.
          return drawn.length === 1 ? (line ?? drawn[0]!) : 0;
        }),
      input: (each) => linedUp(each, canvas.next(each), palette(each), false),
      symmetries: line === null ? D4_COLOURS : D4,
    };
  },
});

const connectDiagonally = family({
  name: "connect diagonally",
  about: "Cells of the same colour that see each other along a diagonal are connected.",
  minSide: 4,
  draw: (random, limit) => {
    const palette = drawPalette(random, 1, 2);
    const canvas = drawCanvas(random, limit, { min: 4 });
    return {
      rule: (grid) =>
        mapGrid(grid, (colour, y, x) => {
          if (colour > 0) return colour;
          const down = seen(grid, y, x, 1, 1);
          const up = seen(grid, y, x, 1, -1);
          const joined = new Set([
            down === seen(grid, y, x, -1, -1) ? down : 0,
            up === seen(grid, y, x, -1, 1) ? up : 0,
          ]);
          joined.delete(0);
          return joined.size === 1 ? [...joined][0]! : 0;
        }),
      input: (each) => linedUp(each, canvas.next(each), palette(each), true),
      symmetries: D4_COLOURS,
    };
  },
});

/** A pair of cells of each colour on a common line, at least one cell between them, and one cell alone. */
function linedUp(random: Random, size: Size, colours: readonly number[], diagonal: boolean): Grid | null {
  const grid = cloneGrid(scatter(random, size, random.below(2), colours));
  for (const colour of colours) {
    const long = between(random, 2, Math.max(size.height, size.width) - 1);
    const [dy, dx] = diagonal
      ? [long, random.pick([-long, long])]
      : random.pick([
          [0, long],
          [long, 0],
        ] as const);
    const [y, x] = random.pick(placesOf(size));
    if (at(grid, y, x) !== 0 || at(grid, y + dy, x + dx) !== 0) return null;
    grid[y]![x] = colour;
    grid[y + dy]![x + dx] = colour;
  }
  return grid;
}

const spiral = family({
  name: "spiral",
  about: "A line winds inwards from a corner.",
  minSide: 4,
  draw: (random, limit) => {
    const clockwise = random.next() < 0.5;
    const canvas = drawCanvas(random, limit, { min: Math.min(4, limit.height) });
    return {
      rule: clockwise ? windClockwise : (grid) => flipLeftRight(windClockwise(flipLeftRight(grid))),
      input: (each) => {
        const size = canvas.next(each);
        const grid = filledGrid(size);
        const row = each.pick([0, size.height - 1]);
        grid[row]![each.pick([0, size.width - 1])] = drawColour(each);
        return grid;
      },
      symmetries: ["rotate", "permute_colours"],
    };
  },
});

/** From each coloured corner along the wall, turning right, one cell free between the windings. */
const windClockwise: Transform = (grid) => {
  const { height, width } = sizeOf(grid);
  const ways = [
    [0, 1],
    [1, 0],
    [0, -1],
    [-1, 0],
  ] as const;
  const wound = cloneGrid(grid);
  const corners = [
    [0, 0, 0],
    [0, width - 1, 1],
    [height - 1, width - 1, 2],
    [height - 1, 0, 3],
  ] as const;
  for (const [startRow, startColumn, startWay] of corners) {
    const colour = at(grid, startRow, startColumn);
    let way: number = startWay;
    let [y, x] = [startRow, startColumn];
    for (let turns = 0; colour > 0 && turns < 2; ) {
      const [dy, dx] = ways[way % 4]!;
      if (at(wound, y + dy, x + dx) === 0 && at(wound, y + 2 * dy, x + 2 * dx) !== colour) {
        [y, x, turns] = [y + dy, x + dx, 0];
        wound[y]![x] = colour;
      } else [way, turns] = [way + 1, turns + 1];
    }
  }
  return wound;
};

const elbow = family({
  name: "elbow",
  about: "A path runs from one cell across to the column of another, then to that cell.",
  draw: (random, limit) => {
    const [from, to] = drawPair(random);
    const path = drawColour(random, [from, to]);
    const canvas = drawCanvas(random, limit, { min: 3 });
    return {
      rule: (grid) => {
        const places = placesOf(sizeOf(grid));
        const start = places.find(([y, x]) => at(grid, y, x) === from);
        const end = places.find(([y, x]) => at(grid, y, x) === to);
        if (!start || !end) return grid;
        const isBetween = (value: number, a: number, b: number) =>
          value >= Math.min(a, b) && value <= Math.max(a, b);
        return mapGrid(grid, (colour, y, x) => {
          const across = y === start[0] && isBetween(x, start[1], end[1]);
          const down = x === end[1] && isBetween(y, start[0], end[0]);
          return colour === 0 && (across || down) ? path : colour;
        });
      },
      input: (each) => scatter(each, canvas.next(each), 2, [from, to]),
      symmetries: FLIPS,
    };
  },
});

const continueLines = family({
  name: "continue the lines",
  about: "Two lines are continued at the same distance, their colours in turn.",
  minSide: 5,
  oneRow: true,
  draw: (random, limit) => {
    const direction = drawDirection(random, limit);
    const canvas = drawCanvas(random, limit, { min: isOneRow(limit) ? 8 : 5 });
    const palette = drawPalette(random, 2, 2);
    const farthest = Math.max(limit.height, limit.width) > 5 ? 3 : 2;
    return {
      rule: facing(direction, (grid) => {
        const { height, width } = sizeOf(grid);
        const lines = (grid[0] ?? []).flatMap((_, x) => (grid.every((row) => (row[x] ?? 0) > 0) ? [x] : []));
        const [first, second] = lines;
        if (first === undefined || second === undefined) return grid;
        return makeGrid({ height, width }, (y, x) => {
          const nth = (x - first) / (second - first);
          if (nth < 0 || !Number.isInteger(nth)) return at(grid, y, x);
          return at(grid, y, nth % 2 === 0 ? first : second);
        });
      }),
      input: (each) => {
        const [one = 1, other = 2] = palette(each);
        const start = each.below(2);
        const distance = between(each, 1, farthest);
        return facing(direction, (grid) =>
          mapGrid(grid, (_, __, x) => (x === start ? one : x === start + distance ? other : 0)),
        )(filledGrid(canvas.next(each)));
      },
      symmetries: ["permute_colours", flipAcross(direction)],
    };
  },
});

const rectangleFromCorners = family({
  name: "rectangle from its corners",
  about: "Two cells of a colour are opposite corners of a rectangle, which is drawn.",
  minSide: 4,
  draw: (random, limit) => {
    const draw = random.pick([frame, rectangle]);
    const canvas = drawCanvas(random, limit, { min: 4 });
    const palette = drawPalette(random, 1, Math.min(limit.height, limit.width) > 7 ? 2 : 1);
    const boxes = (grid: Grid) => {
      const cells = objectsOf(grid).flatMap((object) => object.cells);
      return [...new Set(cells.map(({ colour }) => colour))].flatMap((colour) => {
        const [a, b, ...others] = cells.filter((cell) => cell.colour === colour);
        if (!a || !b || others.length > 0 || a.row === b.row || a.column === b.column) return [];
        const [top, left] = [Math.min(a.row, b.row), Math.min(a.column, b.column)];
        return [
          { top, left, shape: draw(Math.abs(a.row - b.row) + 1, Math.abs(a.column - b.column) + 1, colour) },
        ];
      });
    };
    return {
      rule: (grid) => {
        const drawn = cloneGrid(grid);
        for (const { top, left, shape } of boxes(grid)) stampInto(drawn, shape, top, left);
        return drawn;
      },
      input: (each) => {
        const colours = palette(each);
        const grid = scatter(each, canvas.next(each), 2 * colours.length, colours);
        const found = boxes(grid);
        const [a, b] = found;
        if (
          found.length < colours.length ||
          found.some(({ shape }) => shape.length < 3 && shape[0]!.length < 3)
        )
          return null;
        // Overlapping rectangles would leave it open which lies on top.
        const apart =
          !a ||
          !b ||
          a.top + a.shape.length <= b.top ||
          b.top + b.shape.length <= a.top ||
          a.left + a.shape[0]!.length <= b.left ||
          b.left + b.shape[0]!.length <= a.left;
        return apart ? grid : null;
      },
      symmetries: D4_COLOURS,
    };
  },
});

const arrow = family({
  name: "arrows",
  about: "Every arrow shoots a ray out of its head.",
  minSide: 4,
  oneRow: true,
  draw: (random, limit) => {
    const head = drawColour(random);
    const canvas = drawCanvas(random, limit, { min: isOneRow(limit) ? 6 : 4 });
    const palette = drawPalette(random, 1, 2, [head]);
    return {
      rule: (grid) => {
        const shot = cloneGrid(grid);
        for (const object of objectsOf(grid, { mixed: true })) {
          const [first, second] = object.cells;
          if (object.cells.length !== 2 || first?.colour === second?.colour || !first || !second) continue;
          const [tip, tail] = first.colour === head ? [first, second] : [second, first];
          if (tip.colour !== head) continue;
          const [dy, dx] = [tip.row - tail.row, tip.column - tail.column];
          for (let y = tip.row + dy, x = tip.column + dx; at(grid, y, x) === 0; y += dy, x += dx) {
            shot[y]![x] = tail.colour;
          }
        }
        return shot;
      },
      input: (each) => {
        const colour = each.pick(palette(each));
        const across = each.shuffle([head, colour]);
        const domino = isOneRow(limit) || each.below(2) === 0 ? [across] : across.map((cell) => [cell]);
        const size = canvas.next(each);
        const grid = filledGrid(size);
        const row = each.below(size.height - domino.length + 1);
        stampInto(grid, domino, row, each.below(size.width - domino[0]!.length + 1));
        return grid;
      },
      symmetries: D4,
    };
  },
});

/** Lines drawn between cells, or along a path. */
export const LINES: readonly Family[] = [
  connect,
  connectDiagonally,
  spiral,
  elbow,
  continueLines,
  rectangleFromCorners,
  arrow,
];
