import type { PairSymmetry } from "../pairSymmetries.ts";
import type { Puzzle } from "../puzzle.ts";

/** A puzzle with its name, and the symmetries of its rule where they are known. */
export interface NamedContext {
  readonly name: string;
  readonly puzzle: Puzzle;
  readonly symmetries?: readonly PairSymmetry[] | undefined;
}
