import { createContext, use } from "react";
import type { Grid } from "../../grid.ts";
import type { Puzzle } from "../../puzzle.ts";
import type { Transform } from "../../views/transforms.ts";
import type { GridPlace } from "./gridEditing.ts";
import type { Cell, Region } from "./regions.ts";

export type Tool = "paint" | "fill" | "select";

/** Where somebody is at work: a grid, and a cell in it. */
export interface Spot {
  readonly place: GridPlace;
  readonly cell: Cell;
}

export interface Selection {
  readonly place: GridPlace;
  readonly region: Region;
}

/** What the parts of the editor work on. */
export interface Editing {
  readonly puzzle: Puzzle;
  readonly tool: Tool;
  readonly colour: number;
  readonly selection: Selection | null;
  readonly hasPast: boolean;
  readonly hasFuture: boolean;
  /** Something was copied that can be pasted. */
  readonly canPaste: boolean;
  choose(tool: Tool): void;
  pick(colour: number): void;
  select(selection: Selection | null): void;
  reach(spot: Spot): void;
  edit(change: (puzzle: Puzzle) => Puzzle): void;
  change(place: GridPlace, change: (grid: Grid) => Grid): void;
  /** With the tool in hand. */
  use(spot: Spot, goesOn: boolean): void;
  /** @returns whether the key means something */
  key(key: string, spot: Spot): boolean;
  undo(): void;
  redo(): void;
  /** What follows is done to what is selected, or else to the grid at which somebody works. */
  copy(): void;
  paste(): void;
  turn(transform: Transform): void;
  /** The colour of the cell at which somebody works becomes the chosen one. */
  recolour(): void;
}

export const EditingContext = createContext<Editing | null>(null);

export function useEditing(): Editing {
  const editing = use(EditingContext);
  if (!editing) throw new Error("This part of the puzzle editor is outside it.");
  return editing;
}
