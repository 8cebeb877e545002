import { ArrowRight, CopyPlus, PaintBucket, Pencil, Plus, Redo2, Trash2, Undo2 } from "lucide-react";
import { createContext, use, useState } from "react";
import { Button, IconButton } from "../../../../ui/primitives/Button.tsx";
import type { ContextViewProps } from "../../../page/taskPage.ts";
import type { Grid } from "../../grid.ts";
import type { Puzzle } from "../../puzzle.ts";
import { contextOn, type PuzzleDraft } from "../draft.ts";
import { useLooks } from "../grids/looks.ts";
import { PALETTE_TEXTS } from "../grids/palette.ts";
import { CellGrid } from "./CellGrid.tsx";
import { edited, redone, renamed, undone } from "./editor.ts";
import {
  changedAt,
  filled,
  type GridPlace,
  gridAt,
  MAX_SIDE,
  painted,
  resized,
  withGrid,
  withoutAnswer,
  withoutPair,
  withPair,
} from "./gridEditing.ts";
import styles from "./PuzzleEditor.module.css";

type Tool = "paint" | "fill";

/** What the parts of the editor work on. */
interface Editing {
  draft: PuzzleDraft;
  edit(change: (puzzle: Puzzle) => Puzzle, goesOn?: boolean): void;
  undo(): void;
  redo(): void;
}

const EditingContext = createContext<Editing | null>(null);

function useEditing(): Editing {
  const editing = use(EditingContext);
  if (!editing) throw new Error("This part of the puzzle editor is outside it.");
  return editing;
}

/** One's own puzzle, cell by cell. */
export function PuzzleEditor({ draft, onChange }: Pick<ContextViewProps<PuzzleDraft>, "draft" | "onChange">) {
  const { name, puzzle } = contextOn(draft);
  const editor: Editing = {
    draft,
    edit: (change, goesOn) => onChange((now) => edited(now, change, goesOn)),
    undo: () => onChange(undone),
    redo: () => onChange(redone),
  };
  const [tool, setTool] = useState<Tool>("paint");
  const [colour, setColour] = useState(1);
  const apply = (place: GridPlace, change: (grid: Grid) => Grid, goesOn = false) =>
    editor.edit((now) => changedAt(now, place, change), goesOn);
  const hand: Hand = {
    use: (place, row, column, goesOn) => {
      const change = tool === "fill" ? filled : painted;
      apply(place, (grid) => change(grid, row, column, colour), goesOn);
    },
    colour: (place, row, column, typed) => {
      setColour(typed);
      apply(place, (grid) => painted(grid, row, column, typed));
    },
    fill: (place, row, column) => apply(place, (grid) => filled(grid, row, column, colour)),
  };
  return (
    <EditingContext value={editor}>
      <section
        aria-label="Puzzle editor"
        data-long="true"
        onKeyDown={(event) => {
          const isField = event.target instanceof HTMLInputElement;
          if (isField || !(event.ctrlKey || event.metaKey)) return;
          const key = event.key.toLowerCase();
          if (key === "z" && !event.shiftKey) editor.undo();
          else if (key === "y" || key === "z") editor.redo();
          else return;
          event.preventDefault();
        }}
      >
        <h3 className="visually-hidden">Your own puzzle</h3>
        <input
          className={styles.name}
          aria-label="Name of the puzzle"
          value={name}
          maxLength={80}
          onChange={(event) => onChange((now) => renamed(now, event.target.value))}
        />
        <Tools tool={tool} onTool={setTool} colour={colour} onColour={setColour} />
        {(["train", "test"] as const).map((list) => (
          <div key={list}>
            <h4 className={styles.part}>{list === "train" ? "It is shown" : "It is asked"}</h4>
            <ol className={styles.pairs}>
              {puzzle[list].map((_, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: pairs have a place and no other name
                <EditedPair key={index} list={list} index={index} hand={hand} />
              ))}
            </ol>
            <Button
              look="quiet"
              icon={<Plus aria-hidden />}
              onClick={() => editor.edit((now) => withPair(now, list))}
            >
              {list === "train" ? "Another demonstration" : "Another test"}
            </Button>
          </div>
        ))}
        <p className={styles.keys}>
          Keys: arrows move, 0–9 paint, space uses the tool, F fills, Ctrl+Z takes back.
        </p>
      </section>
    </EditingContext>
  );
}

interface Hand {
  use(place: GridPlace, row: number, column: number, goesOn: boolean): void;
  colour(place: GridPlace, row: number, column: number, colour: number): void;
  fill(place: GridPlace, row: number, column: number): void;
}

interface ToolsProps {
  tool: Tool;
  onTool: (tool: Tool) => void;
  colour: number;
  onColour: (colour: number) => void;
}

function Tools({ tool, onTool, colour, onColour }: ToolsProps) {
  const editor = useEditing();
  const { palette } = useLooks();
  const hasPast = editor.draft.past.length > 0;
  const hasFuture = editor.draft.future.length > 0;
  return (
    <div className={styles.tools} role="toolbar" aria-label="Tools">
      <fieldset className={styles.colours} aria-label="Colour">
        {PALETTE_TEXTS[palette].colours.map((one, index) => (
          <button
            key={one.name}
            type="button"
            className={styles.colour}
            aria-label={`${index}: ${one.name}`}
            title={`${index}: ${one.name}`}
            aria-pressed={index === colour}
            style={{ background: one.colour, color: one.ink }}
            onClick={() => onColour(index)}
          >
            {index}
          </button>
        ))}
      </fieldset>
      <span className={styles.buttons}>
        <IconButton
          label="Paint cells"
          icon={<Pencil aria-hidden />}
          aria-pressed={tool === "paint"}
          onClick={() => onTool("paint")}
        />
        <IconButton
          label="Fill areas"
          icon={<PaintBucket aria-hidden />}
          aria-pressed={tool === "fill"}
          onClick={() => onTool("fill")}
        />
        <IconButton label="Undo" icon={<Undo2 aria-hidden />} disabled={!hasPast} onClick={editor.undo} />
        <IconButton label="Redo" icon={<Redo2 aria-hidden />} disabled={!hasFuture} onClick={editor.redo} />
      </span>
    </div>
  );
}

function EditedPair({ list, index, hand }: Pick<GridPlace, "list" | "index"> & { hand: Hand }) {
  const editor = useEditing();
  const { puzzle } = contextOn(editor.draft);
  const name = list === "train" ? `Demonstration ${index + 1}` : `Test ${index + 1}`;
  const input = gridAt(puzzle, { list, index, side: "input" });
  const output = gridAt(puzzle, { list, index, side: "output" });
  const isAlone = puzzle[list].length === 1;
  if (!input) return null;
  const copy = () => editor.edit((now) => withGrid(now, { list, index, side: "output" }, input));
  return (
    <li className={styles.pair} aria-label={name}>
      <EditedGrid place={{ list, index, side: "input" }} name={`${name}, input`} grid={input} hand={hand} />
      <ArrowRight className={styles.arrow} aria-hidden />
      {output ? (
        <EditedGrid
          place={{ list, index, side: "output" }}
          name={`${name}, output`}
          grid={output}
          hand={hand}
        />
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
          <Button look="quiet" onClick={() => editor.edit((now) => withoutAnswer(now, index))}>
            No answer
          </Button>
        )}
        <IconButton
          label={`Remove ${name.toLowerCase()}`}
          icon={<Trash2 aria-hidden />}
          disabled={isAlone}
          onClick={() => editor.edit((now) => withoutPair(now, list, index))}
        />
      </span>
    </li>
  );
}

interface EditedGridProps {
  place: GridPlace;
  name: string;
  grid: Grid;
  hand: Hand;
}

function EditedGrid({ place, name, grid, hand }: EditedGridProps) {
  const editor = useEditing();
  const [height, width] = [grid.length, grid[0]?.length ?? 0];
  const resize = (rows: number, columns: number) =>
    editor.edit((now) => changedAt(now, place, (current) => resized(current, rows, columns)));
  return (
    <div className={styles.grid}>
      <CellGrid
        grid={grid}
        label={name}
        cell={Math.max(10, Math.min(26, Math.floor(132 / width)))}
        onUse={(row, column, goesOn) => hand.use(place, row, column, goesOn)}
        onColour={(row, column, colour) => hand.colour(place, row, column, colour)}
        onFill={(row, column) => hand.fill(place, row, column)}
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

function Side({ label, value, onChange }: SideProps) {
  return (
    <input
      type="number"
      aria-label={label}
      min={1}
      max={MAX_SIDE}
      value={value}
      onChange={(event) => {
        // While the field is empty, the grid stays as it is.
        if (event.target.value !== "") onChange(Number(event.target.value));
      }}
    />
  );
}
