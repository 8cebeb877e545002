import type { ArcAnswer } from "../../arcAnswer.ts";
import type { Grid } from "../../grid.ts";
import type { NamedPuzzle } from "../../puzzle.ts";

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
export function submissionJson({ name }: Pick<NamedPuzzle, "name">, { tests }: ArcAnswer): string {
  const entries = tests.map(({ attempts, ballots }) => ({
    attempt_1: attempts[0]?.grid ?? MISSING,
    attempt_2: attempts[1]?.grid ?? MISSING,
    votes: attempts.map(({ views }) => views.length),
    views: ballots.map(({ view, grid, fault }) => ({
      view,
      grid,
      ...(fault === undefined ? {} : { fault }),
    })),
  }));
  return `${JSON.stringify({ [name]: entries })}\n`;
}

const MISSING: Grid = [[0]];
