import { at, cloneGrid, sizeOf } from "../grid.ts";
import { crop, padBorder } from "../views/transforms.ts";
import { between, drawCanvas } from "./canvas.ts";
import { drawContent, drawNoise, place, placesOf, scatter, stampInto, trimmed } from "./content.ts";
import { drawCorner, facingCorner, symmetriesOf } from "./direction.ts";
import { D4, D4_COLOURS, type Family, family } from "./family.ts";
import { drawColour, drawPalette } from "./palette.ts";

const quarter = family({
  name: "keep a quarter",
  about: "One quarter of the grid is all that remains.",
  minSide: 4,
  anyInput: true,
  draw: (random, limit) => {
    const corner = drawCorner(random);
    return {
      rule: facingCorner(corner, (grid) => {
        const { height, width } = sizeOf(grid);
        const [high, wide] = [Math.ceil(height / 2), Math.ceil(width / 2)];
        return crop(grid, height - high, width - wide, high, wide);
      }),
      input: drawContent(random, limit, { min: 4, parity: "even" }),
      symmetries: ["permute_colours", ...symmetriesOf(corner)],
    };
  },
});

const peel = family({
  name: "peel",
  about: "The outermost cells are taken away.",
  minSide: 4,
  draw: (random, limit) => ({
    rule: padBorder(0).invert,
    input: drawContent(random, limit, { min: 4 }),
    symmetries: D4_COLOURS,
  }),
});

const cropToObject = family({
  name: "cut out",
  about: "The box around the object is cut out.",
  minSide: 4,
  draw: (random, limit) => {
    const canvas = drawCanvas(random, limit, { min: 4 });
    const palette = drawPalette(random, 1, 3);
    return {
      rule: trimmed,
      input: (each) => {
        const size = canvas.next(each);
        const box = { height: between(each, 1, size.height - 1), width: between(each, 1, size.width - 1) };
        return place(each, size, [drawNoise(each, box, 0.75, palette(each))]);
      },
      symmetries: D4_COLOURS,
    };
  },
});

const cropToColour = family({
  name: "cut out a colour",
  about: "The box around the cells of one colour is cut out.",
  minSide: 4,
  draw: (random, limit) => {
    const marked = drawColour(random);
    const canvas = drawCanvas(random, limit, { min: 4 });
    const palette = drawPalette(random, 1, 3, [marked]);
    return {
      rule: (grid) => {
        const places = placesOf(sizeOf(grid)).filter(([y, x]) => at(grid, y, x) === marked);
        if (places.length === 0) return grid;
        const [rows, columns] = [places.map(([y]) => y), places.map(([, x]) => x)];
        const [top, left] = [Math.min(...rows), Math.min(...columns)];
        return crop(grid, top, left, Math.max(...rows) - top + 1, Math.max(...columns) - left + 1);
      },
      input: (each) => {
        const size = canvas.next(each);
        const grid = cloneGrid(drawNoise(each, size, 0.5, palette(each)));
        const cells = scatter(each, size, between(each, 2, 3), [marked]);
        stampInto(grid, cells, 0, 0);
        return grid;
      },
      symmetries: D4,
    };
  },
});

/** Parts that are cut out. */
export const CROP: readonly Family[] = [quarter, peel, cropToObject, cropToColour];
