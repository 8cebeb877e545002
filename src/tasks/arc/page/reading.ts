import { remembered } from "../../../protocol/remembered.ts";
import type { Json, Outcome } from "../../../protocol/run.ts";
import type { EditRun, Row, TrainingState } from "../../../runs/edit/state.ts";
import type { Answered } from "../../page/taskPage.ts";
import { type ArcAnswer, arcAnswerSchema } from "../arcAnswer.ts";
import type { ArcContext } from "../arcContext.ts";
import { arcContextSchema } from "../arcContext.ts";
import { type Grid, MAX_ROW, MAX_SIDE } from "../grid.ts";
import { isScored } from "../puzzle.ts";
import { type TrainingMaterial, trainingMaterialSchema } from "../trainingMaterial.ts";

export type { ArcAnswer, TrainingMaterial };
export type TestAnswer = ArcAnswer["tests"][number];
export type TrainedExample = TrainingMaterial["examples"][number];

export interface AnsweredPuzzle {
  readonly name: string;
  readonly answer: ArcAnswer;
}

/** What the run is about; null for a run of another task. */
export function contextOfRun({ context }: EditRun): ArcContext | null {
  return readPuzzle(context);
}

/** A puzzle as rounds hold it; null for a context of another task. */
export function readPuzzle(context: Json): ArcContext | null {
  return typeof context === "object" && context !== null ? contextOf(context) : null;
}

/** The answer of a test input is not known: what is predicted can be neither right nor wrong. */
export function isUnscored(run: EditRun): boolean {
  const context = contextOfRun(run);
  return context !== null && !isScored(context.puzzle);
}

const contextOf = remembered((context: object): ArcContext | null => {
  const parsed = arcContextSchema.safeParse(context);
  return parsed.success ? parsed.data : null;
});

/** The answers of a row, once all views are counted. */
export function answerOf(run: EditRun, row: Row): ArcAnswer | null {
  const outcome = run.answers[row]?.outcomes[0];
  return outcome ? readOutcome(outcome) : null;
}

const readOutcome = remembered(({ output }: Outcome): ArcAnswer | null => {
  try {
    return arcAnswerSchema.parse(JSON.parse(output));
  } catch {
    return null;
  }
});

/** A puzzle of a set with what was answered to it; none where the one or the other cannot be read. */
export function answeredPuzzle({ context, outcomes: [outcome] }: Answered): AnsweredPuzzle[] {
  const puzzle = readPuzzle(context);
  const answer = outcome ? readOutcome(outcome) : null;
  return puzzle && answer ? [{ name: puzzle.name, answer }] : [];
}

/** What a training was made of; null where it trains nothing, or in a log that does not tell. */
export function materialOf({ material }: TrainingState): TrainingMaterial | null {
  return typeof material === "object" && material !== null ? readMaterial(material) : null;
}

const readMaterial = remembered((material: object): TrainingMaterial | null => {
  const parsed = trainingMaterialSchema.safeParse(material);
  return parsed.success ? parsed.data : null;
});

/** As much of a grid as has been written, of the first view of the first test input; -1: not yet. */
export function gridSoFar(text: string): Grid | null {
  const header = /^<output (\d+)x(\d+)>/.exec(text);
  if (!header) return digitsSoFar(text);
  const [height, width] = [Number(header[1]), Number(header[2])];
  const grid = Array.from({ length: height }, () => new Array<number>(width).fill(-1));
  for (const [, colour, row, column] of text.matchAll(/<o(\d)@(\d+),(\d+)\/?>/g)) {
    const cells = grid[Number(row)];
    if (cells && Number(column) < width) cells[Number(column)] = Number(colour);
  }
  return grid;
}

/** Of a language model: lines of digits, of which the last may go on. */
function digitsSoFar(text: string): Grid | null {
  const rows = text.split("\n").map((line) => [...line.matchAll(/\d/g)].map(([digit]) => Number(digit)));
  const written = rows.slice(0, MAX_SIDE).filter((row) => row.length > 0);
  const width = Math.max(0, ...written.map((row) => row.length));
  if (width === 0 || width > MAX_ROW) return null;
  return written.map((row) => [...row, ...new Array<number>(width - row.length).fill(-1)]);
}

/** Cells in which a grid differs from the truth, as "row,column"; null where even the size differs. */
export function mismatches(grid: Grid, truth: Grid): ReadonlySet<string> | null {
  if (grid.length !== truth.length || grid[0]?.length !== truth[0]?.length) return null;
  return new Set(
    grid.flatMap((cells, y) => cells.flatMap((colour, x) => (colour === truth[y]?.[x] ? [] : [`${y},${x}`]))),
  );
}
