import type { Issue } from "../../page/taskPage.ts";
import { gridKey } from "../grid.ts";
import type { Puzzle } from "../puzzle.ts";

/**
 * What a puzzle of the editor still lacks, at "drawing": training makes its examples of different demonstrations, so that
 * without two of them nothing is trained. A puzzle that has a single one, as some from elsewhere, is scored all the same.
 */
export function drawingIssue({ train, test }: Puzzle): Issue | null {
  const inputs = new Set(train.map(({ input }) => gridKey(input)));
  if (inputs.size > 1) return null;
  const grids = [...train, ...test].flatMap(({ input, output }) => [input, output ?? []]);
  if (grids.every((grid) => grid.flat().every((colour) => colour === 0))) {
    return lacking("Nothing is drawn yet: paint two different demonstrations of a rule, and a test.");
  }
  if (train.length < 2) return null;
  const which = train.length === 2 ? "The two" : `All ${train.length}`;
  const outputs = new Set(train.map(({ output }) => gridKey(output)));
  return lacking(
    outputs.size > 1
      ? `${which} demonstrations have the same input. Change one: training takes two different ones.`
      : `${which} demonstrations are the same. Change one: training takes two different ones.`,
  );
}

function lacking(message: string): Issue {
  return { field: "drawing", message, missing: true };
}
