import type { Grid } from "../../grid.ts";
import type { Puzzle } from "../../puzzle.ts";

/** Lengths in the picture, in its own units; a cell of a PNG of scale 1 is as many pixels wide. */
const CELL = 20;
const GAP = 20;
const LABEL = 18;

export interface PictureColumn {
  readonly label: string;
  readonly top: Grid;
  /** Null: not known. */
  readonly bottom: Grid | null;
}

/** A picture by itself, with its size in pixels at scale 1. */
export interface PuzzlePicture {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/**
 * A puzzle as SVG, demonstrations first; an output that is not known is left empty.
 *
 * @param colours of the ten digits, as CSS colours
 */
export function puzzleSvg({ train, test }: Puzzle, colours: readonly string[]): PuzzlePicture {
  const columns = [
    ...train.map(({ input, output }, i) => ({ label: `Example ${i + 1}`, top: input, bottom: output })),
    ...test.map(({ input, output }, i) => ({
      label: test.length === 1 ? "Test" : `Test ${i + 1}`,
      top: input,
      bottom: output,
    })),
  ];
  return columnsSvg(columns, colours);
}

/** Pairs of grids side by side, one above the other in each. */
export function columnsSvg(columns: readonly PictureColumn[], colours: readonly string[]): PuzzlePicture {
  const widthOf = (grid: Grid | null) => (grid?.[0]?.length ?? 0) * CELL;
  const heightOf = (grid: Grid | null) => (grid?.length ?? 0) * CELL;
  const upper = Math.max(...columns.map(({ top }) => heightOf(top)));
  const lower = Math.max(...columns.map(({ bottom }) => heightOf(bottom)), CELL);
  const second = GAP + LABEL + upper + GAP;
  let x = GAP;
  const parts = columns.map(({ label, top, bottom }) => {
    const left = x;
    const width = Math.max(widthOf(top), widthOf(bottom), label.length * 9);
    x += width + GAP;
    return [
      `<text x="${left}" y="${GAP + LABEL - 6}" font-family="sans-serif" font-size="13" fill="#555">${label}</text>`,
      gridSvg(top, left, GAP + LABEL, colours),
      bottom === null
        ? `<text x="${left}" y="${second + 15}" font-family="sans-serif" font-size="16" fill="#555">?</text>`
        : gridSvg(bottom, left, second, colours),
    ].join("\n");
  });
  const [width, height] = [x, second + lower + GAP];
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    ...parts,
    "</svg>\n",
  ].join("\n");
  return { svg, width, height };
}

function gridSvg(grid: Grid, left: number, top: number, colours: readonly string[]): string {
  const cells = grid.flatMap((row, y) =>
    row.map((colour, x) => {
      const place = `x="${left + x * CELL}" y="${top + y * CELL}"`;
      return `<rect ${place} width="${CELL}" height="${CELL}" fill="${colours[colour] ?? "#fff"}" stroke="#777" stroke-width="1"/>`;
    }),
  );
  return cells.join("\n");
}
