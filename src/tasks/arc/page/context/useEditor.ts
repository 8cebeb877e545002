import { type ClipboardEvent, useRef, useState } from "react";
import type { ContextViewProps } from "../../../page/taskPage.ts";
import type { Grid } from "../../grid.ts";
import type { Puzzle } from "../../puzzle.ts";
import { flipLeftRight, flipUpDown, rotate90, type Transform } from "../../views/transforms.ts";
import { contextOn, type PuzzleDraft } from "../draft.ts";
import type { Editing, Selection, Spot, Tool } from "./editing.ts";
import { edited, redone, undone } from "./editor.ts";
import { changedAt, filled, type GridPlace, gridAt, isSamePlace, painted } from "./gridEditing.ts";
import {
  cellsIn,
  cellsOfText,
  cleared,
  pasted,
  type Region,
  recoloured,
  regionWithin,
  textOfCells,
  turned,
  wholeOf,
} from "./regions.ts";

/** Of the editor as a whole: what its clipboard events do. */
export interface Clipboard {
  onCopy(event: ClipboardEvent): void;
  onCut(event: ClipboardEvent): void;
  onPaste(event: ClipboardEvent): void;
}

type EditorProps = Pick<ContextViewProps<PuzzleDraft>, "draft" | "onChange">;

const START: Spot = { place: { list: "train", index: 0, side: "input" }, cell: [0, 0] };

/** What is in hand, what is selected and copied, and what can be done with it. */
export function useEditor({ draft, onChange }: EditorProps): Editing & { clipboard: Clipboard } {
  const { puzzle } = contextOn(draft);
  const [tool, setTool] = useState<Tool>("paint");
  const [colour, setColour] = useState(1);
  const [selected, setSelected] = useState<Selection | null>(null);
  const [copied, setCopied] = useState<Grid | null>(null);
  const spot = useRef(START);

  const selection = selectionWithin(puzzle, selected);
  const edit = (change: (now: Puzzle) => Puzzle, goesOn = false) =>
    onChange((now) => edited(now, change, goesOn));
  const change = (place: GridPlace, changeGrid: (grid: Grid) => Grid, goesOn = false) =>
    edit((now) => changedAt(now, place, changeGrid), goesOn);

  /** What an operation is done to. */
  const target = (): { place: GridPlace; region: Region; grid: Grid } | null => {
    const place = selection?.place ?? spot.current.place;
    const grid = gridAt(puzzle, place);
    return grid && { place, grid, region: selection?.region ?? wholeOf(grid) };
  };
  const changeTarget = (changeRegion: (grid: Grid, region: Region) => Grid) => {
    const at = target();
    if (at) change(at.place, (grid) => changeRegion(grid, at.region));
  };
  const taken = (): Grid | null => {
    const at = target();
    const cells = at && cellsIn(at.grid, at.region);
    if (cells) setCopied(cells);
    return cells;
  };
  const lay = (cells: Grid) => {
    const { place, cell } = spot.current;
    const [top, left] = selection ? [selection.region.top, selection.region.left] : cell;
    const at = selection?.place ?? place;
    change(at, (grid) => pasted(grid, cells, [top, left]));
    const grid = gridAt(puzzle, at);
    const bottom = top + cells.length - 1;
    const right = left + (cells[0]?.length ?? 1) - 1;
    const region = grid && regionWithin(grid, { top, left, bottom, right });
    if (region) setSelected({ place: at, region });
  };
  const turn = (transform: Transform) => {
    const at = target();
    if (!at) return;
    change(at.place, (grid) => turned(grid, at.region, transform));
    // What was turned is selected no longer where it has other sides now.
    if (selection && transform === rotate90) setSelected(null);
  };
  const recolour = () => {
    const { place, cell } = spot.current;
    const from = gridAt(puzzle, place)?.[cell[0]]?.[cell[1]];
    if (from !== undefined) changeTarget((grid, region) => recoloured(grid, region, from, colour));
  };

  const key = (typed: string, { place, cell: [row, column] }: Spot): boolean => {
    if (/^\d$/.test(typed)) {
      const next = Number(typed);
      setColour(next);
      if (selection) changeTarget((grid, region) => cleared(grid, region, next));
      else change(place, (grid) => painted(grid, row, column, next));
      return true;
    }
    switch (typed) {
      case "f":
        change(place, (grid) => filled(grid, row, column, colour));
        return true;
      case "delete":
      case "backspace":
        if (selection) changeTarget((grid, region) => cleared(grid, region, 0));
        else change(place, (grid) => painted(grid, row, column, 0));
        return true;
      case "t":
        turn(rotate90);
        return true;
      case "h":
        turn(flipLeftRight);
        return true;
      case "v":
        turn(flipUpDown);
        return true;
      case "r":
        recolour();
        return true;
      default:
        return false;
    }
  };

  return {
    puzzle,
    tool,
    colour,
    selection,
    hasPast: draft.past.length > 0,
    hasFuture: draft.future.length > 0,
    canPaste: copied !== null,
    choose: setTool,
    pick: setColour,
    select: setSelected,
    reach: (next) => {
      spot.current = next;
      // What is done from here on is meant for the grid in which somebody is.
      if (selected && !isSamePlace(selected.place, next.place)) setSelected(null);
    },
    edit,
    change,
    use: ({ place, cell: [row, column] }, goesOn) => {
      const work = tool === "fill" ? filled : painted;
      change(place, (grid) => work(grid, row, column, colour), goesOn);
    },
    key,
    undo: () => onChange(undone),
    redo: () => onChange(redone),
    copy: () => void taken(),
    paste: () => copied && lay(copied),
    turn,
    recolour,
    clipboard: {
      onCopy: (event) => {
        const cells = isField(event) ? null : taken();
        if (!cells) return;
        event.clipboardData.setData("text/plain", textOfCells(cells));
        event.preventDefault();
      },
      onCut: (event) => {
        const cells = isField(event) ? null : taken();
        if (!cells) return;
        event.clipboardData.setData("text/plain", textOfCells(cells));
        changeTarget((grid, region) => cleared(grid, region, 0));
        event.preventDefault();
      },
      onPaste: (event) => {
        // Whole puzzles are for the page to import.
        const cells = isField(event) ? null : cellsOfText(event.clipboardData.getData("text/plain"));
        if (!cells) return;
        event.preventDefault();
        event.stopPropagation();
        lay(cells);
      },
    },
  };
}

function isField({ target }: ClipboardEvent): boolean {
  return target instanceof HTMLInputElement;
}

/** The grid may have become smaller, or be gone. */
function selectionWithin(puzzle: Puzzle, selection: Selection | null): Selection | null {
  const grid = selection && gridAt(puzzle, selection.place);
  const region = grid && regionWithin(grid, selection.region);
  return region ? { place: selection.place, region } : null;
}
