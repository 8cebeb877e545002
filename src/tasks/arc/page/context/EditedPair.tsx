import { ArrowRight, CopyPlus, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button, IconButton } from "../../../../ui/primitives/Button.tsx";
import type { Grid } from "../../grid.ts";
import { CellGrid } from "./CellGrid.tsx";
import { useEditing } from "./editing.ts";
import {
  type GridPlace,
  gridAt,
  isSamePlace,
  MAX_SIDE,
  resized,
  withGrid,
  withoutAnswer,
  withoutPair,
} from "./gridEditing.ts";
import styles from "./PuzzleEditor.module.css";

/** A demonstration or a test, each of its grids with its size, and what can be done with the pair. */
export function EditedPair({ list, index }: Pick<GridPlace, "list" | "index">) {
  const editing = useEditing();
  const { puzzle } = editing;
  const name = list === "train" ? `Demonstration ${index + 1}` : `Test ${index + 1}`;
  const input = gridAt(puzzle, { list, index, side: "input" });
  const output = gridAt(puzzle, { list, index, side: "output" });
  const isAlone = puzzle[list].length === 1;
  if (!input) return null;
  const copy = () => editing.edit((now) => withGrid(now, { list, index, side: "output" }, input));
  return (
    <li className={styles.pair} aria-label={name}>
      <EditedGrid place={{ list, index, side: "input" }} name={`${name}, input`} grid={input} />
      <ArrowRight className={styles.arrow} aria-hidden />
      {output ? (
        <EditedGrid place={{ list, index, side: "output" }} name={`${name}, output`} grid={output} />
      ) : (
        <p className={styles.unknown}>The answer is not known: it is predicted and not scored.</p>
      )}
      <span className={styles.buttons}>
        <IconButton
          label={`${name}: copy the input to the output`}
          icon={<CopyPlus aria-hidden />}
          onClick={copy}
        />
        {list === "test" && output && (
          <Button look="quiet" onClick={() => editing.edit((now) => withoutAnswer(now, index))}>
            No answer
          </Button>
        )}
        <IconButton
          label={`Remove ${name.toLowerCase()}`}
          icon={<Trash2 aria-hidden />}
          disabled={isAlone}
          onClick={() => editing.edit((now) => withoutPair(now, list, index))}
        />
      </span>
    </li>
  );
}

interface EditedGridProps {
  place: GridPlace;
  name: string;
  grid: Grid;
}

/** Wide grids get small cells, as wide as a finger or a pointer still hits. */
function cellOf(width: number): number {
  return Math.max(10, Math.min(26, Math.floor(140 / width)));
}

function EditedGrid({ place, name, grid }: EditedGridProps) {
  const editing = useEditing();
  const { selection } = editing;
  const [height, width] = [grid.length, grid[0]?.length ?? 0];
  const resize = (rows: number, columns: number) =>
    editing.change(place, (current) => resized(current, rows, columns));
  return (
    <div className={styles.grid}>
      <CellGrid
        grid={grid}
        label={name}
        cell={cellOf(width)}
        selected={selection && isSamePlace(selection.place, place) ? selection.region : null}
        selecting={editing.tool === "select"}
        onSelect={(region) => editing.select(region && { place, region })}
        onReach={(cell) => editing.reach({ place, cell })}
        onUse={(cell, goesOn) => editing.use({ place, cell }, goesOn)}
        onKey={(key, cell) => editing.key(key, { place, cell })}
      />
      <span className={styles.size}>
        <Side label={`${name}: rows`} value={height} onChange={(rows) => resize(rows, width)} />×
        <Side label={`${name}: columns`} value={width} onChange={(columns) => resize(height, columns)} />
      </span>
    </div>
  );
}

interface SideProps {
  label: string;
  value: number;
  onChange: (value: number) => void;
}

/** What is typed holds once it is done: of "12", the "1" would cut off eleven rows. A step by arrow holds at once. */
function Side({ label, value, onChange }: SideProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const settle = () => {
    if (typed !== null && typed !== "") onChange(Number(typed));
    setTyped(null);
  };
  return (
    <input
      type="number"
      aria-label={label}
      min={1}
      max={MAX_SIDE}
      value={typed ?? value}
      onChange={({ target, nativeEvent }) => {
        // Only typing says how; the arrows of the field and of the keyboard do not.
        if (nativeEvent instanceof InputEvent && nativeEvent.inputType !== "") setTyped(target.value);
        else if (target.value !== "") onChange(Number(target.value));
      }}
      onBlur={settle}
      onKeyDown={({ key }) => key === "Enter" && settle()}
    />
  );
}
