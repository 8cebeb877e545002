import { useRef, useState } from "react";
import type { Grid } from "../../grid.ts";
import { useLooks } from "../grids/looks.ts";
import { colourName, PALETTE_TEXTS } from "../grids/palette.ts";
import styles from "./CellGrid.module.css";

interface CellGridProps {
  grid: Grid;
  label: string;
  /** Side of a cell in pixels. */
  cell: number;
  /** The cell is worked on with the tool in hand; `goesOn` while a stroke of the mouse lasts. */
  onUse: (row: number, column: number, goesOn: boolean) => void;
  /** A digit was typed on the cell. */
  onColour: (row: number, column: number, colour: number) => void;
  /** F was typed on the cell. */
  onFill: (row: number, column: number) => void;
}

const STEPS: Record<string, readonly [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** A grid whose cells can be painted: by mouse, by touch, and with arrow keys, digits, space and F. */
export function CellGrid({ grid, label, cell, onUse, onColour, onFill }: CellGridProps) {
  const { palette, digits } = useLooks();
  const [active, setActive] = useState<readonly [number, number]>([0, 0]);
  const frame = useRef<HTMLDivElement>(null);
  /** The mouse was pressed on a cell: dragged in from outside, it paints nothing. */
  const stroke = useRef(false);
  const [height, width] = [grid.length, grid[0]?.length ?? 0];
  // It may have become smaller since.
  const [row, column] = [Math.min(active[0], height - 1), Math.min(active[1], width - 1)];

  const go = (y: number, x: number) => {
    const next: readonly [number, number] = [
      Math.max(0, Math.min(height - 1, y)),
      Math.max(0, Math.min(width - 1, x)),
    ];
    setActive(next);
    frame.current?.querySelector<HTMLElement>(`[data-place="${next.join(",")}"]`)?.focus();
  };
  const type = (event: React.KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = STEPS[event.key];
    if (step) go(row + step[0], column + step[1]);
    else if (event.key === "Home") go(row, 0);
    else if (event.key === "End") go(row, width - 1);
    else if (/^\d$/.test(event.key)) onColour(row, column, Number(event.key));
    else if (event.key === " " || event.key === "Enter") onUse(row, column, false);
    else if (event.key.toLowerCase() === "f") onFill(row, column);
    else return;
    event.preventDefault();
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a table has no cells that can be focused one by one
    <div
      ref={frame}
      role="grid"
      aria-label={`${label}, ${height} by ${width}`}
      className={styles.grid}
      style={{ gridTemplateColumns: `repeat(${width}, ${cell}px)` }}
      onKeyDown={type}
    >
      {grid.map((cells, y) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows are places
        // biome-ignore lint/a11y/useSemanticElements: as above
        // biome-ignore lint/a11y/useFocusableInteractive: its cells are focused, not the row
        <div key={y} role="row" className={styles.row}>
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
              tabIndex={y === row && x === column ? 0 : -1}
              style={{
                height: cell,
                background: PALETTE_TEXTS[palette].colours[colour]?.colour,
                color: PALETTE_TEXTS[palette].colours[colour]?.ink,
              }}
              onPointerDown={(event) => {
                if (event.pointerType !== "mouse" || event.button !== 0) return;
                stroke.current = true;
                const end = () => {
                  stroke.current = false;
                };
                addEventListener("pointerup", end, { once: true });
                onUse(y, x, false);
              }}
              // A finger may only be scrolling, so it paints when it lets go; the mouse has painted by then.
              onClick={() => {
                setActive([y, x]);
                onUse(y, x, false);
              }}
              onPointerEnter={(event) => {
                if (stroke.current && (event.buttons & 1) === 1) onUse(y, x, true);
              }}
            >
              {digits ? colour : null}
            </button>
          ))}
        </div>
      ))}
    </div>
  );
}
