import type { ReactNode } from "react";
import type { Grid } from "../../grid.ts";
import styles from "./GridPicture.module.css";
import { type PaletteName, useLooks } from "./looks.ts";
import { colourName, PALETTE_TEXTS } from "./palette.ts";

interface GridPictureProps {
  grid: Grid;
  /** What it is, e.g. "Input of demonstration 2"; null where the surroundings say all that is needed. */
  label: string | null;
  /** Side of a cell in pixels; a whole number keeps the lines crisp. */
  cell?: number;
  /** Cells to be outlined, as "row,column". */
  marked?: ReadonlySet<string> | undefined;
  /** What the outlined cells are, for those who do not see them. */
  markedText?: string;
}

/** Narrower cells would be nothing but lines. */
const LINED = 4;

/** A grid as a picture that says its cells row by row. */
export function GridPicture({ grid, label, cell = 18, marked, markedText }: GridPictureProps) {
  const { palette, digits } = useLooks();
  const [height, width] = [grid.length, grid[0]?.length ?? 0];
  const said = label === null ? undefined : inWords(label, grid, palette, marked, markedText);
  return (
    <svg
      className={styles.grid}
      viewBox={`0 0 ${width} ${height}`}
      style={{ width: width * cell, aspectRatio: `${width} / ${height}` }}
      role={said === undefined ? "presentation" : "img"}
      aria-label={said}
      aria-hidden={said === undefined}
    >
      {coloursIn(grid).map((colour) => (
        <path key={colour} d={areaOf(grid, colour)} fill={PALETTE_TEXTS[palette].colours[colour]?.colour} />
      ))}
      {cell >= LINED && <path className={styles.lines} d={linesOf(width, height)} />}
      {digits &&
        cell >= 12 &&
        grid.flatMap((cells, y) => cells.map((colour, x) => digit(palette, colour, y, x)))}
      {marked && [...marked].map(outline)}
    </svg>
  );
}

function digit(palette: PaletteName, colour: number, y: number, x: number): ReactNode {
  if (colour < 0) return null;
  return (
    <text
      key={`${y},${x}`}
      className={styles.digit}
      x={x + 0.5}
      y={y + 0.5}
      fill={PALETTE_TEXTS[palette].colours[colour]?.ink}
    >
      {colour}
    </text>
  );
}

/** White within black: it shows on every colour. */
function outline(place: string): ReactNode {
  const [y = 0, x = 0] = place.split(",").map(Number);
  return (
    <g key={place} className={styles.outline}>
      <rect x={x + 0.07} y={y + 0.07} width={0.86} height={0.86} />
      <rect x={x + 0.17} y={y + 0.17} width={0.66} height={0.66} />
    </g>
  );
}

function coloursIn(grid: Grid): number[] {
  return [...new Set(grid.flat())].filter((colour) => colour >= 0);
}

function areaOf(grid: Grid, colour: number): string {
  return grid
    .flatMap((cells, y) => cells.map((one, x) => (one === colour ? `M${x} ${y}h1v1h-1z` : "")))
    .join("");
}

function linesOf(width: number, height: number): string {
  const down = Array.from({ length: width + 1 }, (_, x) => `M${x} 0V${height}`);
  const across = Array.from({ length: height + 1 }, (_, y) => `M0 ${y}H${width}`);
  return [...down, ...across].join("");
}

function inWords(
  label: string,
  grid: Grid,
  palette: PaletteName,
  marked: ReadonlySet<string> | undefined,
  markedText = "differ",
): string {
  const rows = grid.map(
    (cells, y) => `row ${y + 1}: ${cells.map((one) => colourName(palette, one)).join(", ")}`,
  );
  const places = [...(marked ?? [])].map((place) => {
    const [y = 0, x = 0] = place.split(",").map(Number);
    return `row ${y + 1} column ${x + 1}`;
  });
  const size = `${grid.length} by ${grid[0]?.length ?? 0}`;
  const marks = places.length > 0 ? ` Cells that ${markedText}: ${places.join(", ")}.` : "";
  return `${label}, ${size}. ${rows.join("; ")}.${marks}`;
}
