import type { Grid } from "../../grid.ts";
import type { NamedPuzzle } from "../../puzzle.ts";
import type { AnsweredPuzzle } from "../reading.ts";

/** A puzzle in the public format, one file of which is one task. */
export function puzzleJson({ puzzle }: NamedPuzzle): string {
  const test = puzzle.test.map(({ input, output }) => (output === null ? { input } : { input, output }));
  return `${JSON.stringify({ train: puzzle.train, test })}\n`;
}

/**
 * Attempts in the format in which the public competition takes them: for each test input two attempts. How many views
 * voted for each, and for which grids the others did, stands beside them. An attempt that is missing is a grid of one
 * cell, as the format wants one.
 */
export function submissionJson(answered: readonly AnsweredPuzzle[]): string {
  const entries = new Map<string, object[]>();
  for (const { name, answer } of answered) entries.set(unused(name, entries), attemptsOf(answer));
  return `${JSON.stringify(Object.fromEntries(entries))}\n`;
}

/** Puzzles of different files may have one name; a submission knows each but once. */
function unused(name: string, taken: ReadonlyMap<string, unknown>): string {
  if (!taken.has(name)) return name;
  let i = 2;
  while (taken.has(`${name} (${i})`)) i++;
  return `${name} (${i})`;
}

function attemptsOf({ tests }: AnsweredPuzzle["answer"]): object[] {
  return tests.map(({ attempts, ballots }) => ({
    attempt_1: attempts[0]?.grid ?? MISSING,
    attempt_2: attempts[1]?.grid ?? MISSING,
    votes: attempts.map(({ views }) => views.length),
    views: ballots.map(({ view, grid, fault }) => ({
      view,
      grid,
      ...(fault === undefined ? {} : { fault }),
    })),
  }));
}

const MISSING: Grid = [[0]];
