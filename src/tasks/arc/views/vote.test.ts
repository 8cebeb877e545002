import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Grid } from "../grid.ts";
import { ALL_VIEWS, questionIn, VIEWS } from "./views.ts";
import { type Ballot, countVotes, isAnswered, isSolved } from "./vote.ts";

const a: Grid = [[1]];
const b: Grid = [[2]];
const c: Grid = [[3]];
const ballot = (view: string, grid: Grid | null, score = 0): Ballot => ({ view, grid, score });

describe("views", () => {
  it("are five, the plain one first, and all eight where asked for", () => {
    expect(VIEWS).toHaveLength(5);
    expect(VIEWS[0]?.name).toBe("identity");
    expect(ALL_VIEWS).toHaveLength(8);
  });

  it("give a solver that knows the transformed rule the right answer once it is turned back", () => {
    const rule = (grid: Grid) => grid.map((row) => row.toSorted());
    const demonstrations = [{ input: [[2, 1, 3]], output: [[1, 2, 3]] }];
    const input = [
      [5, 4, 6],
      [9, 7, 8],
    ];
    for (const view of ALL_VIEWS) {
      const question = questionIn(view, { demonstrations, input });
      expect(view.invert(question.input)).toEqual(input);
      expect(rule(view.invert(question.demonstrations[0]!.input))).toEqual(
        view.invert(question.demonstrations[0]!.output),
      );
      const answer = view.apply(rule(view.invert(question.input)));
      expect(view.invert(answer)).toEqual(rule(input));
    }
  });
});

describe("voting", () => {
  it("puts the answer of most views first, whatever the scores", () => {
    const candidates = countVotes([
      ballot("1", b, 9),
      ballot("2", a, -9),
      ballot("3", a, -9),
      ballot("4", null, 99),
    ]);
    expect(candidates).toEqual([
      { grid: a, views: ["2", "3"], score: -9 },
      { grid: b, views: ["1"], score: 9 },
    ]);
  });

  it("decides ties by the mean score, then by the order of the ballots", () => {
    expect(
      countVotes([ballot("1", a, 0), ballot("2", b, 1), ballot("3", c, 1)]).map(({ grid }) => grid),
    ).toEqual([b, c, a]);
    expect(countVotes([])).toEqual([]);
  });

  it("loses no ballot and names no answer twice", () => {
    const ballots = fc.array(
      fc.record({
        view: fc.string(),
        grid: fc.constantFrom(a, b, c, null),
        score: fc.float({ noNaN: true }),
      }),
    );
    fc.assert(
      fc.property(ballots, (cast) => {
        const candidates = countVotes(cast);
        expect(candidates.flatMap(({ views }) => views)).toHaveLength(
          cast.filter(({ grid }) => grid !== null).length,
        );
        expect(new Set(candidates.map(({ grid }) => grid)).size).toBe(candidates.length);
      }),
    );
  });

  it("counts two attempts, and a puzzle only if all its test inputs are right", () => {
    const order = (...grids: Grid[]) => grids.map((grid) => ({ grid, views: [], score: 0 }));
    const query = { input: a, output: a };
    expect(isAnswered(order(b, a), query)).toBe(true);
    expect(isAnswered(order(b, c, a), query)).toBe(false);
    expect(isAnswered([], query)).toBe(false);
    expect(isSolved([order(a), order(b, a)], [query, query])).toBe(true);
    expect(isSolved([order(a), order(b)], [query, query])).toBe(false);
  });

  it("scores nothing where the answer is not known", () => {
    const unknown = { input: a, output: null };
    const candidates = [{ grid: a, views: [], score: 0 }];
    expect(isAnswered(candidates, unknown)).toBeNull();
    expect(isSolved([candidates, candidates], [{ input: a, output: a }, unknown])).toBeNull();
    expect(isSolved([candidates, candidates], [{ input: a, output: b }, unknown])).toBe(false);
  });
});
