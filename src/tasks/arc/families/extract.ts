import type { Random } from "../../../protocol/random.ts";
import {
  colourCounts,
  coloursOf,
  filledGrid,
  type Grid,
  gridKey,
  mapGrid,
  type Size,
  sizeOf,
} from "../grid.ts";
import { crop } from "../views/transforms.ts";
import { between, drawCanvas, isOneRow } from "./canvas.ts";
import { drawBlob, drawNoise, frame, place, stampInto } from "./content.ts";
import { D4_COLOURS, type Family, FLIPS, family } from "./family.ts";
import { colourOf, extremeSize, type GridObject, objectsOf } from "./objects.ts";
import { drawPalette } from "./palette.ts";

/** The box around an object, without what else lies in it. */
function pictureOf({ cells, top, left, bottom, right }: GridObject): Grid {
  const picture = filledGrid({ height: bottom - top + 1, width: right - left + 1 });
  for (const { row, column, colour } of cells) picture[row - top]![column - left] = colour;
  return picture;
}

/** Some objects of one colour each that do not touch. */
function drawObjects(random: Random, size: Size, count: number, colours: readonly number[]): Grid | null {
  const box = { height: Math.min(3, size.height), width: isOneRow(size) ? 6 : 3 };
  const shapes = Array.from({ length: count }, (_, i) =>
    drawBlob(random, box, between(random, 1, 6), colours[i % colours.length]!),
  );
  return place(random, size, shapes);
}

const cutLargest = family({
  name: "cut out the largest",
  about: "The largest object is cut out.",
  minSide: 5,
  draw: (random, limit) => {
    const canvas = drawCanvas(random, limit, { min: 5 });
    const palette = drawPalette(random, 1, 3);
    return {
      rule: (grid) => {
        const objects = objectsOf(grid);
        const most = extremeSize(objects, "largest");
        const largest = objects.find(({ cells }) => cells.length === most);
        return largest === undefined ? grid : pictureOf(largest);
      },
      input: (each) => {
        const size = canvas.next(each);
        const grid = drawObjects(each, size, between(each, 2, size.height > 7 ? 4 : 3), palette(each));
        if (grid === null) return null;
        const objects = objectsOf(grid);
        const most = extremeSize(objects, "largest");
        return objects.filter(({ cells }) => cells.length === most).length === 1 ? grid : null;
      },
      symmetries: D4_COLOURS,
    };
  },
});

const cutOddColour = family({
  name: "cut out the odd colour",
  about: "The one object whose colour no other object has is cut out.",
  minSide: 6,
  draw: (random, limit) => {
    const canvas = drawCanvas(random, limit, { min: 6 });
    const palette = drawPalette(random, 2, 2);
    return {
      rule: (grid) => {
        const objects = objectsOf(grid);
        const colours = [objects.map(colourOf)];
        const odd = objects.find((object) => colourCounts(colours)[colourOf(object)] === 1);
        return odd === undefined ? grid : pictureOf(odd);
      },
      input: (each) => {
        const [usual, odd] = palette(each);
        const size = canvas.next(each);
        const colours = [odd!, usual!, usual!, ...(size.height > 7 ? [usual!] : [])];
        return drawObjects(each, size, colours.length, colours);
      },
      symmetries: D4_COLOURS,
    };
  },
});

const cutRepeated = family({
  name: "cut out the repeated",
  about: "The object that is there more than once is cut out.",
  minSide: 6,
  draw: (random, limit) => {
    const canvas = drawCanvas(random, limit, { min: 6 });
    const palette = drawPalette(random, 1, 2);
    return {
      rule: (grid) => {
        const pictures = objectsOf(grid, { diagonal: true, mixed: true }).map(pictureOf);
        const keys = pictures.map(gridKey);
        return pictures.find((_, i) => keys.filter((key) => key === keys[i]).length > 1) ?? grid;
      },
      input: (each) => {
        const colours = palette(each);
        const size = canvas.next(each);
        const box = { height: between(each, 1, 2), width: between(each, 2, 3) };
        const shape = () => drawNoise(each, box, 0.8, colours);
        const [twice, once] = [shape(), shape()];
        const grid = place(each, size, [twice, twice, once]);
        const keys =
          grid && objectsOf(grid, { diagonal: true, mixed: true }).map((o) => gridKey(pictureOf(o)));
        return keys?.length === 3 && new Set(keys).size === 2 ? grid : null;
      },
      symmetries: D4_COLOURS,
    };
  },
});

const insideFrame = family({
  name: "what the frame holds",
  about: "What lies inside the frame is cut out.",
  minSide: 5,
  draw: (random, limit) => {
    const canvas = drawCanvas(random, limit, { min: 5 });
    const palette = drawPalette(random, 2, 4);
    return {
      rule: (grid) => {
        const border = objectsOf(grid).find(isFrame);
        if (border === undefined) return grid;
        const { top, left, bottom, right } = border;
        return crop(grid, top + 1, left + 1, bottom - top - 1, right - left - 1);
      },
      input: (each) => {
        const [line = 1, ...others] = palette(each);
        const size = canvas.next(each);
        const box = { height: between(each, 4, size.height), width: between(each, 4, size.width) };
        const held = drawNoise(each, { height: box.height - 2, width: box.width - 2 }, 0.6, others);
        const grid = drawNoise(each, size, 0.25, others) as number[][];
        const framed = frame(box.height, box.width, line);
        const [top, left] = [
          each.below(size.height - box.height + 1),
          each.below(size.width - box.width + 1),
        ];
        for (let y = 0; y < box.height; y++) grid[top + y]!.splice(left, box.width, ...framed[y]!);
        stampInto(grid, held, top + 1, left + 1);
        return objectsOf(grid).filter(isFrame).length === 1 ? grid : null;
      },
      symmetries: D4_COLOURS,
    };
  },
});

/** Whether an object is the outline of a rectangle with something within. */
function isFrame({ cells, top, left, bottom, right }: GridObject): boolean {
  const [high, wide] = [bottom - top + 1, right - left + 1];
  return (
    high > 2 &&
    wide > 2 &&
    cells.length === 2 * (high + wide) - 4 &&
    cells.every(({ row, column }) => row === top || row === bottom || column === left || column === right)
  );
}

const countObjects = family({
  name: "count the objects",
  about: "The answer is a strip with as many cells as there are objects.",
  minSide: 5,
  draw: (random, limit) => {
    const canvas = drawCanvas(random, limit, { min: 5 });
    const palette = drawPalette(random, 1, 1);
    return {
      rule: (grid) => [new Array<number>(Math.max(1, objectsOf(grid).length)).fill(coloursOf(grid)[0] ?? 0)],
      input: (each) => {
        const size = canvas.next(each);
        return drawObjects(
          each,
          size,
          between(each, 1, Math.min(size.height, size.width) - 2),
          palette(each),
        );
      },
      symmetries: [...FLIPS, "permute_colours"],
    };
  },
});

const endsOfBars = family({
  name: "ends of the bars",
  about: "Of every bar only the two ends stay.",
  oneRow: true,
  minSide: 4,
  draw: (random, limit) => {
    const canvas = drawCanvas(random, limit, { min: isOneRow(limit) ? 8 : 4 });
    const palette = drawPalette(random, 1, 3);
    return {
      rule: (grid) => {
        const objects = objectsOf(grid);
        const { width } = sizeOf(grid);
        const owner = new Map(
          objects.flatMap((object) =>
            object.cells.map(({ row, column }) => [row * width + column, object] as const),
          ),
        );
        return mapGrid(grid, (colour, y, x) => {
          const object = owner.get(y * width + x);
          if (object === undefined) return colour;
          const isEnd =
            (y === object.top || y === object.bottom) && (x === object.left || x === object.right);
          return isEnd ? colour : 0;
        });
      },
      input: (each) => {
        const size = canvas.next(each);
        const colours = palette(each);
        const bars = Array.from({ length: between(each, 1, 3) }, (_, i) => {
          const across = isOneRow(limit) || each.below(2) === 0;
          const long = between(each, 3, Math.min(7, across ? size.width : size.height));
          return filledGrid(
            across ? { height: 1, width: long } : { height: long, width: 1 },
            colours[i % colours.length]!,
          );
        });
        return place(each, size, bars);
      },
      symmetries: D4_COLOURS,
    };
  },
});

/** Objects that are picked out, counted or reduced. */
export const EXTRACT: readonly Family[] = [
  cutLargest,
  cutOddColour,
  cutRepeated,
  insideFrame,
  countObjects,
  endsOfBars,
];
