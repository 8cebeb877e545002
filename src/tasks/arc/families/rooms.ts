import type { Random } from "../../../protocol/random.ts";
import { at, cellCount, type Grid, gridKey, makeGrid, mapGrid, type Size, sizeOf } from "../grid.ts";
import { crop } from "../views/transforms.ts";
import { between } from "./canvas.ts";
import { drawNoise } from "./content.ts";
import { D4_COLOURS, type Family, family } from "./family.ts";
import { drawColour, drawColours, drawPalette } from "./palette.ts";

/** A part of a grid that lines of one colour divide. */
interface Room extends Size {
  readonly top: number;
  readonly left: number;
}

/** How many rooms there are, and how large each is. */
interface Plan extends Size {
  readonly down: number;
  readonly across: number;
}

function drawPlan(random: Random, limit: Size, least = 2): Plan {
  const fitting = (side: number) =>
    [2, 3].flatMap((count) => {
      const room = Math.floor((side - count + 1) / count);
      return room >= least
        ? Array.from({ length: room - least + 1 }, (_, i) => [count, least + i] as const)
        : [];
    });
  const [down, height] = random.pick(fitting(limit.height));
  const [across, width] = random.pick(fitting(limit.width));
  return { down, across, height, width };
}

/** The rooms' grids, row by row, with lines of a colour between them. */
function joined({ down, across, height, width }: Plan, rooms: readonly Grid[], line: number): Grid {
  const size = { height: down * (height + 1) - 1, width: across * (width + 1) - 1 };
  return makeGrid(size, (y, x) => {
    const [row, column] = [Math.floor(y / (height + 1)), Math.floor(x / (width + 1))];
    const colour = at(rooms[row * across + column]!, y % (height + 1), x % (width + 1));
    return colour < 0 ? line : colour;
  });
}

/** The rooms between full lines of the colour in which both a whole row and a whole column are drawn. */
function roomsOf(grid: Grid): { rooms: Room[]; line: number } {
  const { height, width } = sizeOf(grid);
  const column = (x: number) => grid.map((row) => row[x] ?? 0);
  const uniform = (cells: readonly number[]) =>
    cells.every((colour) => colour > 0 && colour === cells[0]) ? (cells[0] ?? 0) : 0;
  const rows = grid.map(uniform);
  const columns = Array.from({ length: width }, (_, x) => uniform(column(x)));
  const line = rows.find((colour) => colour > 0 && columns.includes(colour)) ?? -1;
  const spans = (lines: readonly number[], side: number) => {
    const ends = [...lines.flatMap((colour, i) => (colour === line ? [i] : [])), side];
    return ends.flatMap((end, i) => {
      const start = i === 0 ? 0 : ends[i - 1]! + 1;
      return end > start ? [[start, end - start] as const] : [];
    });
  };
  const rooms = spans(rows, height).flatMap(([top, high]) =>
    spans(columns, width).map(([left, wide]) => ({ top, left, height: high, width: wide })),
  );
  return { rooms, line };
}

function inside(grid: Grid, { top, left, height, width }: Room): Grid {
  return crop(grid, top, left, height, width);
}

function filled(grid: Grid): number {
  return grid.flat().filter((colour) => colour > 0).length;
}

const fullestRoom = family({
  name: "fullest room",
  about: "Of the rooms between the lines the one with the most coloured cells remains.",
  minSide: 5,
  draw: (random, limit) => {
    const plan = drawPlan(random, limit);
    const line = drawColour(random);
    const palette = drawPalette(random, 1, 2, [line]);
    return {
      rule: (grid) => {
        const rooms = roomsOf(grid).rooms.map((room) => inside(grid, room));
        return rooms.toSorted((a, b) => filled(b) - filled(a))[0] ?? grid;
      },
      input: (each) => {
        const rooms = Array.from({ length: plan.down * plan.across }, () =>
          drawNoise(each, plan, 0.1 + 0.5 * each.next(), palette(each)),
        );
        const counts = rooms.map(filled);
        const most = Math.max(...counts);
        return counts.filter((count) => count === most).length === 1 ? joined(plan, rooms, line) : null;
      },
      symmetries: D4_COLOURS,
    };
  },
});

const roomColours = family({
  name: "colours of the rooms",
  about: "Every room becomes one cell of the colour in it.",
  minSide: 5,
  draw: (random, limit) => {
    const plan = drawPlan(random, limit);
    const line = drawColour(random);
    const palette = drawPalette(random, 2, 4, [line]);
    return {
      rule: (grid) => {
        const { rooms } = roomsOf(grid);
        const rows = [...new Set(rooms.map(({ top }) => top))];
        return rows.map((top) =>
          rooms.filter((room) => room.top === top).map((room) => Math.max(...inside(grid, room).flat())),
        );
      },
      input: (each) => {
        const colours = palette(each);
        const rooms = Array.from({ length: plan.down * plan.across }, () =>
          each.next() < 0.3 ? drawNoise(each, plan, 0, []) : drawNoise(each, plan, 0.4, [each.pick(colours)]),
        );
        return joined(plan, rooms, line);
      },
      symmetries: D4_COLOURS,
    };
  },
});

const roomsTogether = family({
  name: "rooms together",
  about: "What is coloured in any of the rooms, in one room.",
  minSide: 5,
  draw: (random, limit) => {
    const plan = drawPlan(random, limit);
    const line = drawColour(random);
    const palette = drawPalette(random, 1, 1, [line]);
    return {
      rule: (grid) => {
        const rooms = roomsOf(grid).rooms.map((room) => inside(grid, room));
        const [first] = rooms;
        return first === undefined
          ? grid
          : mapGrid(first, (_, y, x) => Math.max(...rooms.map((room) => at(room, y, x))));
      },
      input: (each) => {
        const colours = palette(each);
        const rooms = Array.from({ length: plan.down * plan.across }, () =>
          drawNoise(each, plan, 0.25, colours),
        );
        return joined(plan, rooms, line);
      },
      symmetries: D4_COLOURS,
    };
  },
});

const oddRoom = family({
  name: "odd room out",
  about: "The one room that differs from all others remains.",
  minSide: 5,
  draw: (random, limit) => {
    const plan = drawPlan(random, limit);
    const line = drawColour(random);
    const palette = drawPalette(random, 1, 2, [line]);
    return {
      rule: (grid) => {
        const rooms = roomsOf(grid).rooms.map((room) => inside(grid, room));
        const keys = rooms.map(gridKey);
        return rooms.find((_, i) => keys.filter((key) => key === keys[i]).length === 1) ?? grid;
      },
      input: (each) => {
        const colours = palette(each);
        const [usual, odd] = [drawNoise(each, plan, 0.5, colours), drawNoise(each, plan, 0.5, colours)];
        if (gridKey(usual) === gridKey(odd)) return null;
        const count = plan.down * plan.across;
        const place = each.below(count);
        const rooms = Array.from({ length: count }, (_, i) => (i === place ? odd : usual));
        return joined(plan, rooms, line);
      },
      symmetries: D4_COLOURS,
    };
  },
});

const everyRoom = family({
  name: "into every room",
  about: "What is drawn in one room is drawn in all of them.",
  minSide: 5,
  draw: (random, limit) => {
    const plan = drawPlan(random, limit);
    const line = drawColour(random);
    const palette = drawPalette(random, 1, 3, [line]);
    return {
      rule: (grid) => {
        const { rooms, line: found } = roomsOf(grid);
        const drawn = rooms.map((room) => inside(grid, room)).find((room) => filled(room) > 0);
        if (drawn === undefined) return grid;
        return mapGrid(grid, (colour, y, x) => {
          const room = rooms.find(
            ({ top, left, height, width }) => y >= top && y < top + height && x >= left && x < left + width,
          );
          return room === undefined || colour === found ? colour : at(drawn, y - room.top, x - room.left);
        });
      },
      input: (each) => {
        const count = plan.down * plan.across;
        const place = each.below(count);
        const colours = palette(each);
        const rooms = Array.from({ length: count }, (_, i) =>
          drawNoise(each, plan, i === place ? 0.5 : 0, i === place ? colours : []),
        );
        return joined(plan, rooms, line);
      },
      symmetries: D4_COLOURS,
    };
  },
});

const countedRooms = family({
  name: "rooms by their number",
  about: "A room with more than half of its cells coloured is filled, every other one is emptied.",
  minSide: 5,
  draw: (random, limit) => {
    const plan = drawPlan(random, limit);
    const [line = 1, colour = 2] = drawColours(random, 2);
    const cells = cellCount(plan);
    return {
      rule: (grid) => {
        const { rooms, line: found } = roomsOf(grid);
        return mapGrid(grid, (before, y, x) => {
          const room = rooms.find(
            ({ top, left, height, width }) => y >= top && y < top + height && x >= left && x < left + width,
          );
          if (room === undefined || before === found) return before;
          const own = inside(grid, room);
          return 2 * filled(own) > cellCount(room) ? Math.max(...own.flat()) : 0;
        });
      },
      input: (each) => {
        const rooms = Array.from({ length: plan.down * plan.across }, () => {
          const count = between(each, 1, cells - 1);
          const order = each.shuffle(Array.from({ length: cells }, (_, i) => i));
          return makeGrid(plan, (y, x) => (order[y * plan.width + x]! < count ? colour : 0));
        });
        return joined(plan, rooms, line);
      },
      symmetries: D4_COLOURS,
    };
  },
});

/** Grids that lines divide into rooms of one size. */
export const ROOMS: readonly Family[] = [
  fullestRoom,
  roomColours,
  roomsTogether,
  oddRoom,
  everyRoom,
  countedRooms,
];
