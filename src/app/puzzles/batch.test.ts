import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { mirrorPuzzle } from "../../../test/gridFake.ts";
import { forget, loads, play, ready, sent, worker } from "../../../test/puzzlesPage.ts";
import type { EditBody } from "../../runs/edit/events.ts";
import { GALLERY } from "../../tasks/arc/page/gallery.ts";
import { batchConditions, batchGain, batchSecondsLeft, batchTally } from "./batchActions.ts";
import { batchSets } from "./batchSets.ts";
import { contextOn } from "./puzzleActions.ts";

beforeEach(() => {
  forget();
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

describe("a set", () => {
  const solved = (condition: "untouched" | "self-edit", correct: number): EditBody => ({
    type: "conditionScored",
    result: { condition, correct, total: 1, interval: [0, 1], means: {} },
  });
  const items = GALLERY.slice(0, 3).map(({ id, name }) => ({
    name,
    source: { kind: "gallery" as const, id },
  }));

  it("is run puzzle by puzzle, and counts each under every condition", async () => {
    const { page, puzzles } = await ready();
    puzzles.startBatch("Three", items);
    play([solved("untouched", 0), solved("self-edit", 1), { type: "finished" }]);
    // The next one begins before another view could take the engine.
    page.outer.show("edit");
    expect(loads()).toEqual(["embedded-grid"]);
    expect(sent("startRun").map(({ context }) => context)).toMatchObject([
      { name: "Puzzle 1" },
      { name: "Puzzle 2" },
    ]);
    const failure = { kind: "diverged", message: "Training diverged.", advice: "" };
    play([solved("untouched", 0), { type: "failed", failure }]);
    play([solved("untouched", 1), solved("self-edit", 1), { type: "finished" }]);
    const { batch, runs } = puzzles.store.getState();
    expect(batch).toMatchObject({ status: "finished", done: 3 });
    expect(batchConditions(batch!)).toEqual(["untouched", "self-edit"]);
    // What failed is compared under no condition.
    expect(batchTally(batch!, "untouched")).toMatchObject({ correct: 1, total: 2 });
    expect(batchTally(batch!, "self-edit")).toMatchObject({ correct: 2, total: 2 });
    expect(batchGain(batch!, "self-edit")).toEqual({ won: 1, lost: 0 });
    expect(batch?.items[1]?.problem).toBe("Training diverged.");
    expect(Object.keys(runs)).toEqual(items.map(({ source }) => source.id));
    expect(page.store.getState().puzzleRunId).toBeNull();
    expect(loads()).toEqual(["embedded-grid", "embedded-reader"]);
  });

  it("ends where it is cancelled, or where the engine is lost", async () => {
    const { puzzles } = await ready();
    puzzles.startBatch("Three", items);
    play([{ type: "cancelled" }]);
    expect(puzzles.store.getState().batch).toMatchObject({ status: "cancelled", done: 0 });
    expect(sent("startRun")).toHaveLength(1);
    puzzles.startBatch("Three", items);
    play([solved("untouched", 0)]);
    worker().crash("lost");
    expect(puzzles.store.getState().batch?.status).toBe("failed");
  });

  it("tells how long it will take, by what the puzzles so far took", async () => {
    const { puzzles } = await ready();
    puzzles.startBatch("Three", items);
    expect(batchSecondsLeft(puzzles.store.getState().batch!)).toBeNull();
    play([solved("untouched", 0), { type: "finished" }]);
    // The fake's last event is at two milliseconds.
    expect(batchSecondsLeft(puzzles.store.getState().batch!)).toBeCloseTo(2 * 0.002);
  });

  it("counts no puzzle whose answer is not known", async () => {
    const { puzzles } = await ready();
    const [query] = mirrorPuzzle.test;
    const open = { ...mirrorPuzzle, test: [{ input: query!.input }] };
    expect(await puzzles.importText(JSON.stringify(open), "pasted")).toBeNull();
    puzzles.startBatch("One", [{ name: "pasted", source: { kind: "imported", index: 0 } }]);
    play([solved("untouched", 0), { type: "finished" }]);
    const { batch } = puzzles.store.getState();
    expect(batch).toMatchObject({ status: "finished", done: 1 });
    expect(batchConditions(batch!)).toEqual([]);
    // Another file: its puzzles have the places of those in the table.
    expect(await puzzles.importText(JSON.stringify(mirrorPuzzle), "pasted")).toBeNull();
    expect(puzzles.store.getState().batch).toBeNull();
  });

  it("can be of fresh puzzles, which follow from the seed and do not tell their rule", async () => {
    const { puzzles } = await ready();
    const set = (seed: number) =>
      batchSets({ imported: null, seed }, null).find(({ id }) => id === "unseen")!;
    const context = (seed: number, index: number) => {
      puzzles.choose(set(seed).items[index]!.source);
      return contextOn(puzzles.store.getState());
    };
    expect(set(1)).toMatchObject({ tooLarge: 0 });
    expect(set(1).items).toHaveLength(100);
    expect(context(1, 3)).toMatchObject({ name: "Fresh puzzle 4", symmetries: expect.any(Array) });
    expect(context(1, 3).puzzle).toEqual(context(1, 3).puzzle);
    expect(context(2, 3).puzzle).not.toEqual(context(1, 3).puzzle);
    puzzles.startBatch("Fresh", set(1).items.slice(3, 4));
    expect(sent("startRun").at(-1)?.context).toMatchObject({ puzzle: context(1, 3).puzzle });
  });
});
