import { type Grid, gridKey, sameGrid } from "../grid.ts";
import type { Query } from "../puzzle.ts";

/** An answer predicted in one view, already turned back; null where the model gave no grid. */
export interface Ballot {
  readonly view: string;
  readonly grid: Grid | null;
  /** How sure the model was, e.g. its mean log-probability per cell; higher is surer. */
  readonly score: number;
}

export interface Candidate {
  readonly grid: Grid;
  /** The views that gave it, in the order of the ballots. */
  readonly views: readonly string[];
  /** The mean score of its ballots. */
  readonly score: number;
}

/** Attempts that the paper, and ARC itself, allows for each test input. */
export const ATTEMPTS = 2;

/** The different answers: the most named first; of those named equally often, the surest, then the earliest. */
export function countVotes(ballots: readonly Ballot[]): Candidate[] {
  const groups = new Map<string, { grid: Grid; views: string[]; scores: number[] }>();
  for (const { view, grid, score } of ballots) {
    if (grid === null) continue;
    const group = groups.get(gridKey(grid)) ?? { grid, views: [], scores: [] };
    group.views.push(view);
    group.scores.push(score);
    groups.set(gridKey(grid), group);
  }
  const candidates = [...groups.values()].map(({ grid, views, scores }) => ({
    grid,
    views,
    score: scores.reduce((sum, score) => sum + score, 0) / scores.length,
  }));
  return candidates.sort((a, b) => b.views.length - a.views.length || b.score - a.score);
}

/** Whether one of the first attempts is right; null where the answer is not known. */
export function isAnswered(candidates: readonly Candidate[], { output }: Query): boolean | null {
  return output === null ? null : candidates.slice(0, ATTEMPTS).some(({ grid }) => sameGrid(grid, output));
}

/**
 * Whether a puzzle is solved: all its test inputs answered. Null where an answer is not known
 * and no known one was missed.
 *
 * @param answers the candidates of each test input, in order
 */
export function isSolved(answers: readonly (readonly Candidate[])[], test: readonly Query[]): boolean | null {
  const answered = test.map((query, i) => isAnswered(answers[i] ?? [], query));
  if (answered.includes(false)) return false;
  return answered.includes(null) ? null : true;
}
