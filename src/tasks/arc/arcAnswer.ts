import { z } from "../../protocol/zod.ts";
import type { Judgement } from "../task.ts";
import { type Grid, sizeOf } from "./grid.ts";
import type { Notation, ReadGrid } from "./notation/notation.ts";
import { gridSchema, type Puzzle, type Query } from "./puzzle.ts";
import type { View } from "./views/views.ts";
import { ATTEMPTS, type Ballot, countVotes, isSolved } from "./views/vote.ts";

const ballotSchema = z.object({
  view: z.string(),
  /** Turned back; null where the model wrote no grid. */
  grid: z.nullable(gridSchema),
  /** The mean log-probability of what was written. */
  score: z.number(),
  /** Why there is no grid. */
  fault: z.optional(z.string()),
});

/** What was answered to a puzzle: for each test input every view's answer, and the attempts by vote. */
export const arcAnswerSchema = z.object({
  tests: z.array(
    z.object({
      ballots: z.array(ballotSchema),
      attempts: z.array(
        z.object({ grid: gridSchema, views: z.readonly(z.array(z.string())), score: z.number() }),
      ),
    }),
  ),
});
export type ArcAnswer = z.infer<typeof arcAnswerSchema>;

/** What the model wrote to one view of one test input. */
export interface ViewOutput {
  readonly test: number;
  readonly view: View;
  readonly text: string;
  readonly score: number;
}

/**
 * Answers turned back and counted, two attempts for each test input ([paper], few-shot learning).
 *
 * @returns solved if every test input is; one with an unknown answer never is. The output is an `ArcAnswer` as JSON.
 */
export function judgeAnswers(
  puzzle: Puzzle,
  outputs: readonly ViewOutput[],
  { readAnswer }: Pick<Notation, "readAnswer">,
): Judgement {
  const tests = puzzle.test.map((_, test) => {
    const ballots = outputs
      .filter((output) => output.test === test)
      .map((output) => ballotOf(output, readAnswer(output.text)));
    return { ballots, attempts: countVotes(ballots).slice(0, ATTEMPTS) };
  });
  const solved = isSolved(
    tests.map(({ attempts }) => attempts),
    puzzle.test,
  );
  const answer = { tests } satisfies ArcAnswer;
  const cells = puzzle.test.map((query, i) => cellsRight(tests[i]?.attempts[0]?.grid, query));
  return {
    output: JSON.stringify(answer),
    correct: solved === true,
    scores: { cells: cells.reduce((sum, share) => sum + share, 0) / cells.length },
  };
}

/** @throws ZodError for a text that is no answer to a puzzle */
export function parseAnswer(output: string): ArcAnswer {
  return arcAnswerSchema.parse(JSON.parse(output));
}

function ballotOf({ view, score }: ViewOutput, read: ReadGrid): Ballot & { fault?: string } {
  return "grid" in read
    ? { view: view.name, grid: view.invert(read.grid), score }
    : { view: view.name, grid: null, score, fault: read.fault };
}

/** Share of the right answer's cells that the first attempt has, 0 for another size; for people, not for scoring. */
function cellsRight(attempt: Grid | undefined, { output }: Query): number {
  if (attempt === undefined || output === null) return 0;
  const [a, b] = [sizeOf(attempt), sizeOf(output)];
  if (a.height !== b.height || a.width !== b.width) return 0;
  const right = output.flatMap((row, y) => row.filter((colour, x) => attempt[y]?.[x] === colour));
  return right.length / (b.height * b.width);
}
