import type { Grid } from "../grid.ts";
import type { Pair } from "../puzzle.ts";
import { DIHEDRAL, DIHEDRAL_NAMES, type DihedralName, type Invertible } from "./transforms.ts";

/** A puzzle looked at another way: the model answers the transformed puzzle, and its answer is turned back. */
export interface View extends Invertible {
  readonly name: DihedralName;
}

/** Every way to turn or mirror a puzzle. */
export const ALL_VIEWS: readonly View[] = DIHEDRAL_NAMES.map((name) => ({ name, ...DIHEDRAL[name] }));

const FIVE: readonly DihedralName[] = [
  "identity",
  "transpose",
  "flip left–right",
  "flip up–down",
  "rotate 180°",
];

/** Five views, as many as the paper votes over. */
export const VIEWS: readonly View[] = FIVE.map((name) => ({ name, ...DIHEDRAL[name] }));

/** What the model reads for one query. */
export interface Question {
  readonly demonstrations: readonly Pair[];
  readonly input: Grid;
}

/** The same question in a view. The rule of the transformed puzzle is T ∘ rule ∘ T⁻¹, one rule for all pairs. */
export function questionIn({ apply }: View, { demonstrations, input }: Question): Question {
  return {
    demonstrations: demonstrations.map((pair) => ({ input: apply(pair.input), output: apply(pair.output) })),
    input: apply(input),
  };
}
