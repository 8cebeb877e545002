import { type KeyboardEvent, memo, type PointerEvent, type SyntheticEvent, useRef, useState } from "react";
import type { Grid } from "../../grid.ts";
import { type PaletteName, useLooks } from "../grids/looks.ts";
import { colourName, PALETTE_TEXTS } from "../grids/palette.ts";
import styles from "./CellGrid.module.css";
import { type Cell, type Region, regionBetween, wholeOf } from "./regions.ts";

interface CellGridProps {
  grid: Grid;
  label: string;
  /** Side of a cell in pixels. */
  cell: number;
  selected: Region | null;
  /** Dragging selects cells, in the place of working on them. */
  selecting: boolean;
  onSelect: (region: Region | null) => void;
  /** A cell has the focus, or was pointed at. */
  onReach: (cell: Cell) => void;
  /** The cell is worked on with the tool in hand; `goesOn` while a stroke of the mouse lasts. */
  onUse: (cell: Cell, goesOn: boolean) => void;
  /** Another key was typed on the cell. @returns whether it means something */
  onKey: (key: string, cell: Cell) => boolean;
}

const STEPS: Readonly<Record<string, Cell>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/**
 * A grid whose cells can be painted and selected: by mouse, by touch, and by keys alone. Rows that do not change are not
 * drawn anew, so that a stroke over 30 × 30 cells keeps up with the mouse.
 */
export function CellGrid(props: CellGridProps) {
  const { grid, label, cell, selected, selecting, onSelect, onReach, onUse, onKey } = props;
  const { palette, digits } = useLooks();
  const [active, setActive] = useState<Cell>([0, 0]);
  /** Where the selection began. */
  const anchor = useRef<Cell>([0, 0]);
  const frame = useRef<HTMLDivElement>(null);
  /** The mouse was pressed on a cell: dragged in from outside, it paints nothing. */
  const stroke = useRef(false);
  /** A finger or a pen is about to click: the focus comes before the click, and must not be taken for keys. */
  const touching = useRef(false);
  /** The focus moves by Shift and a key: the selection keeps its beginning. */
  const stretching = useRef(false);
  const [height, width] = [grid.length, grid[0]?.length ?? 0];
  // It may have become smaller since.
  const [row, column] = [Math.min(active[0], height - 1), Math.min(active[1], width - 1)];

  const reach = (next: Cell) => {
    setActive(next);
    onReach(next);
  };
  const go = (y: number, x: number, extending: boolean) => {
    const next: Cell = [Math.max(0, Math.min(height - 1, y)), Math.max(0, Math.min(width - 1, x))];
    if (!extending) anchor.current = next;
    if (extending) onSelect(regionBetween(anchor.current, next));
    else if (selected) onSelect(null);
    stretching.current = extending;
    frame.current?.querySelector<HTMLElement>(`[data-place="${next.join(",")}"]`)?.focus();
    stretching.current = false;
  };
  const type = (event: KeyboardEvent) => {
    const isCommand = event.ctrlKey || event.metaKey;
    if (isCommand && event.key.toLowerCase() === "a") onSelect(wholeOf(grid));
    else if (isCommand || event.altKey) return;
    else if (STEPS[event.key]) {
      const [down, right] = STEPS[event.key] ?? [0, 0];
      go(row + down, column + right, event.shiftKey);
    } else if (event.key === "Home") go(row, 0, event.shiftKey);
    else if (event.key === "End") go(row, width - 1, event.shiftKey);
    else if (event.key === "Escape" && selected) onSelect(null);
    else if (event.key === " " || event.key === "Enter") onUse([row, column], false);
    else if (!onKey(event.key.toLowerCase(), [row, column])) return;
    event.preventDefault();
  };

  /** A finger may only be scrolling, so it works when it lets go; the mouse has worked by then. */
  const press = (event: PointerEvent) => {
    const place = placeOf(event);
    touching.current = event.pointerType !== "mouse";
    if (place === null || event.pointerType !== "mouse" || event.button !== 0) return;
    stroke.current = true;
    const end = () => {
      stroke.current = false;
    };
    addEventListener("pointerup", end, { once: true });
    if (!selecting && !event.shiftKey) {
      onUse(place, false);
      return;
    }
    if (!event.shiftKey) anchor.current = place;
    onSelect(regionBetween(anchor.current, place));
  };
  const drag = (event: PointerEvent) => {
    const place = placeOf(event);
    if (place === null || !stroke.current || (event.buttons & 1) !== 1) return;
    if (selecting || event.shiftKey) onSelect(regionBetween(anchor.current, place));
    else onUse(place, true);
  };
  const click = (event: React.MouseEvent) => {
    const place = placeOf(event);
    touching.current = false;
    if (place === null) return;
    reach(place);
    if (event.shiftKey) return;
    if (!selecting) {
      anchor.current = place;
      onUse(place, false);
    } else if (
      event.nativeEvent instanceof globalThis.PointerEvent &&
      ["touch", "pen"].includes(event.nativeEvent.pointerType)
    ) {
      // Two touches, of a finger or a pen, select what lies between them.
      const region =
        selected === null || !isOne(selected)
          ? regionBetween(place, place)
          : regionBetween(anchor.current, place);
      if (isOne(region)) anchor.current = place;
      onSelect(region);
    }
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a table has no cells that can be focused one by one
    <div
      ref={frame}
      role="grid"
      aria-label={`${label}, ${height} by ${width}`}
      aria-multiselectable
      className={styles.grid}
      data-selecting={selecting}
      style={{ gridTemplateColumns: `repeat(${width}, ${cell}px)` }}
      onKeyDown={type}
      onPointerDown={press}
      onPointerOver={drag}
      onPointerCancel={() => {
        touching.current = false;
      }}
      onClick={click}
      onFocus={(event) => {
        const place = placeOf(event);
        if (!place) return;
        if (!stretching.current && !stroke.current && !touching.current) anchor.current = place;
        reach(place);
      }}
    >
      {grid.map((cells, y) => (
        <GridRow
          // biome-ignore lint/suspicious/noArrayIndexKey: rows are places
          key={y}
          cells={cells}
          y={y}
          cell={cell}
          focusable={y === row ? column : -1}
          from={selected && y >= selected.top && y <= selected.bottom ? selected.left : -1}
          to={selected?.right ?? -1}
          palette={palette}
          digits={digits}
        />
      ))}
      {selected && <span className={styles.selection} style={boxOf(selected, cell)} aria-hidden />}
    </div>
  );
}

interface GridRowProps {
  cells: readonly number[];
  y: number;
  cell: number;
  /** The column that Tab comes to; -1: none. */
  focusable: number;
  /** The columns that are selected; from -1: none. */
  from: number;
  to: number;
  palette: PaletteName;
  digits: boolean;
}

const GridRow = memo(function GridRow({
  cells,
  y,
  cell,
  focusable,
  from,
  to,
  palette,
  digits,
}: GridRowProps) {
  const { colours } = PALETTE_TEXTS[palette];
  return (
    // biome-ignore lint/a11y/useSemanticElements: as above
    // biome-ignore lint/a11y/useFocusableInteractive: its cells are focused, not the row
    <div role="row" className={styles.row}>
      {cells.map((colour, x) => (
        // biome-ignore lint/a11y/useSemanticElements: as above
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: cells are places
          key={x}
          type="button"
          role="gridcell"
          className={styles.cell}
          data-place={`${y},${x}`}
          aria-label={`row ${y + 1}, column ${x + 1}: ${colourName(palette, colour)}`}
          aria-selected={from >= 0 && x >= from && x <= to}
          tabIndex={x === focusable ? 0 : -1}
          style={{ height: cell, background: colours[colour]?.colour, color: colours[colour]?.ink }}
        >
          {digits && cell >= 12 ? colour : null}
        </button>
      ))}
    </div>
  );
});

/** Where a region lies in the grid, whose cells stand a pixel apart. */
function boxOf({ top, left, bottom, right }: Region, cell: number) {
  const step = cell + 1;
  return {
    left: 1 + left * step,
    top: 1 + top * step,
    width: (right - left + 1) * step - 1,
    height: (bottom - top + 1) * step - 1,
  };
}

/** Which cell an event is on; null between them. */
function placeOf({ target }: SyntheticEvent): Cell | null {
  const place =
    target instanceof HTMLElement ? target.closest("[data-place]")?.getAttribute("data-place") : null;
  if (!place) return null;
  const [y = 0, x = 0] = place.split(",").map(Number);
  return [y, x];
}

function isOne({ top, left, bottom, right }: Region): boolean {
  return top === bottom && left === right;
}
