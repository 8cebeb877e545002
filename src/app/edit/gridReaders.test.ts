import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { forget, grid, info, loads, open, reader, sent, worker } from "../../../test/puzzlesPage.ts";
import { changePuzzle, PUZZLES, puzzleDraftOf, setupOf } from "../../../test/setups.ts";
import type { ModelEntry } from "../../protocol/events.ts";
import type { Grid } from "../../tasks/arc/grid.ts";
import { withOwn } from "../../tasks/arc/page/context/editor.ts";
import { contextOn, withImported } from "../../tasks/arc/page/draft.ts";
import type { Puzzle } from "../../tasks/arc/puzzle.ts";
import type { SetItem } from "../../tasks/page/taskPage.ts";
import { whyNotReady } from "../engine/readiness.ts";
import type { Playground } from "../playground.ts";
import { setupIssues } from "./selectors.ts";
import { modelsAtHand, taskEntry } from "./taskModels.ts";

// Fetched before the clock is a fake one.
beforeAll(async () => {
  await import("../../runs/batch/kind.ts");
  await taskEntry(PUZZLES).load();
});
beforeEach(() => {
  forget();
  vi.stubGlobal("localStorage", { getItem: () => null, setItem: () => {} });
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const large: ModelEntry = { ...grid, id: "embedded-grid-large", name: "Large grids" };
const text: ModelEntry = { ...grid, id: "smollm2", name: "SmolLM2", origin: "served", cachedBytes: 1 };
const [SMALL, LARGE] = [grid.id, large.id];

const square = (side: number, colour: number): Grid =>
  Array.from({ length: side }, () => new Array<number>(side).fill(colour));
const puzzleOf = (side: number): Puzzle => {
  const pair = (colour: number) => ({ input: square(side, colour), output: square(side, colour) });
  return { train: [pair(1), pair(2)], test: [pair(1)] };
};
const show = (page: Playground, side: number) =>
  changePuzzle(page, (draft) => withOwn(draft, { name: `${side}×${side}`, puzzle: puzzleOf(side) }));
const isThere = (id: string) => worker().say({ type: "modelLoaded", model: info(id) });
const issues = (page: Playground) =>
  setupIssues(page.store.getState(), taskEntry(PUZZLES)).map(({ message }) => message);

async function begin(models: readonly ModelEntry[] = [reader, grid, large]): Promise<Playground> {
  const page = await open(models);
  isThere(SMALL);
  return page;
}

describe("the model follows the puzzle", () => {
  it("a puzzle that the small one cannot read brings the large one, and a small one the small one again", async () => {
    const page = await begin();
    show(page, 9);
    expect(loads()).toEqual([SMALL, LARGE]);
    expect(issues(page)).toEqual([
      expect.stringMatching(/4 more than the 5.*grids up to 10×10 is not there yet/),
    ]);
    expect(whyNotReady(page.store.getState(), "edit", PUZZLES)).toMatch(/loading/);
    isThere(LARGE);
    expect(issues(page)).toEqual([]);
    expect(contextOn(puzzleDraftOf(page))).toEqual({ name: "9×9", puzzle: puzzleOf(9) });
    show(page, 4);
    expect(loads()).toEqual([SMALL, LARGE, SMALL]);
  });

  it("the large one that a person has chosen stays while it reads the puzzle", async () => {
    const page = await begin();
    page.models.load(LARGE);
    isThere(LARGE);
    show(page, 4);
    show(page, 9);
    expect(loads()).toEqual([SMALL, LARGE]);
  });

  it("nothing is loaded for what none can read, and it says by how much", async () => {
    const page = await begin();
    show(page, 12);
    expect(loads()).toEqual([SMALL]);
    expect(issues(page)).toEqual([expect.stringMatching(/Too large for .*12 cells, 2 more than the 10/)]);
  });

  it("where only the small one is here, larger puzzles are too large", async () => {
    const page = await begin([reader, grid]);
    show(page, 6);
    expect(loads()).toEqual([SMALL]);
    expect(issues(page)).toEqual([expect.stringMatching(/6 cells, 1 more than the 5/)]);
  });

  it("loading that was cancelled, or has failed, is not begun again unasked", async () => {
    const page = await begin();
    show(page, 9);
    page.models.cancelLoad();
    show(page, 8);
    expect(loads()).toEqual([SMALL, LARGE]);
    page.models.load(LARGE);
    const failure = { kind: "download-failed", message: "Gone.", advice: "" } as const;
    worker().say({ type: "modelFailed", id: LARGE, failure });
    show(page, 7);
    expect(loads()).toEqual([SMALL, LARGE, LARGE]);
    expect(issues(page)).toHaveLength(1);
  });

  it("rounds draw small puzzles, so they have the small one", async () => {
    const page = await begin();
    show(page, 9);
    isThere(LARGE);
    page.store.setState({ roundsTask: PUZZLES });
    page.show("rounds");
    expect(loads()).toEqual([SMALL, LARGE, SMALL]);
  });
});

it("a set of puzzles of both sizes is two sets, and each is run by its model once that is there", async () => {
  const page = await begin();
  const puzzles = [3, 9, 12].map((side) => ({ name: `${side}×${side}`, puzzle: puzzleOf(side) }));
  const none = { answers: new Map(), rejected: [], rejectedCount: 0, notes: [] };
  changePuzzle(page, (draft) => withImported(draft, { from: "file", puzzles, ...none }));
  const { session } = page.store.getState();
  const models = modelsAtHand(session, taskEntry(PUZZLES));
  const sets = page.store.getState().pages[PUZZLES]!.sets!(setupOf(page, PUZZLES).context, {
    seed: 1,
    models,
  });
  const named = sets
    .slice(0, 2)
    .map(({ name, model, items, tooLarge }) => [name, model, items.map((item) => item.name), tooLarge]);
  expect(named).toEqual([
    ["file, grids up to 5×5", SMALL, ["3×3"], 1],
    ["file, grids up to 10×10", LARGE, ["9×9"], 1],
  ]);
  const [, second] = sets;
  const items = second!.items as readonly SetItem<unknown>[];
  const begun = page.edit.startBatch(PUZZLES, second!.name, items, second!.model);
  expect(loads()).toEqual([SMALL, LARGE]);
  expect(sent("start")).toEqual([]);
  isThere(LARGE);
  await begun;
  await vi.advanceTimersByTimeAsync(10);
  expect(sent("start")[0]).toMatchObject({ kind: "batch", setup: { items: [{ context: { name: "9×9" } }] } });
});

it("a run that is repeated waits for the model that reads its puzzle", async () => {
  const page = await begin();
  show(page, 9);
  page.models.cancelLoad();
  page.edit.start(PUZZLES, false);
  expect(sent("start")).toEqual([]);
  isThere(LARGE);
  await vi.advanceTimersByTimeAsync(0);
  expect(sent("start")[0]?.setup).toMatchObject({ context: { name: "9×9" } });
});

describe("a language model", () => {
  it("reads puzzles where it was chosen for them, and is not brought along from the passages", async () => {
    const page = await open([reader, grid, large, text], "#view=edit");
    page.models.load(text.id);
    isThere(text.id);
    page.show("puzzles");
    await page.setups.open(PUZZLES);
    expect(loads().at(-1)).toBe(SMALL);
    isThere(SMALL);
    page.models.load(text.id);
    isThere(text.id);
    show(page, 12);
    expect(loads().at(-1)).toBe(text.id);
    expect(issues(page)).toEqual([]);
    page.edit.start(PUZZLES, false);
    expect(sent("start")[0]?.setup).toMatchObject({ task: PUZZLES, context: { puzzle: puzzleOf(12) } });
  });

  it("has all puzzles in one set, and what is longer than its context is said to be", async () => {
    const page = await begin([reader, grid, text]);
    page.models.load(text.id);
    isThere(text.id);
    show(page, 30);
    expect(issues(page)).toEqual([expect.stringMatching(/Too large for smollm2: it has 5400 cells/)]);
    const models = modelsAtHand(page.store.getState().session, taskEntry(PUZZLES));
    const { sets } = page.store.getState().pages[PUZZLES]!;
    const [gallery] = sets!(setupOf(page, PUZZLES).context, { seed: 1, models });
    expect(gallery).toMatchObject({ name: "The gallery", tooLarge: 0 });
    expect(gallery?.model).toBeUndefined();
  });
});

it("the model of the passages comes back after the puzzles, and is what links name", async () => {
  const page = await begin();
  page.show("edit");
  expect(loads()).toEqual([SMALL, reader.id]);
  isThere(reader.id);
  expect(page.store.getState().choice.modelId).toBe(reader.id);
});
