import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { mirrorPuzzle } from "../../../test/gridFake.ts";
import { memoryStore } from "../../../test/memoryStore.ts";
import { forget, info, loads, ready, sent, worker } from "../../../test/puzzlesPage.ts";
import { changePuzzle, PUZZLES, puzzleDraftOf } from "../../../test/setups.ts";
import { type BatchBody, batchSetupSchema } from "../../runs/batch/events.ts";
import { batchConditions, batchGain, batchSecondsLeft, batchTally } from "../../runs/batch/figures.ts";
import { contextOn, type PuzzleDraft, withImported } from "../../tasks/arc/page/draft.ts";
import { galleryPuzzle } from "../../tasks/arc/page/source/gallery.ts";
import { importPuzzleText } from "../../tasks/arc/page/source/importPuzzles.ts";
import { puzzleSets } from "../../tasks/arc/page/source/sets.ts";
import type { SetItem } from "../../tasks/page/taskPage.ts";
import type { Playground } from "../playground.ts";
import { openSomething } from "../runs/recorded.ts";
import { shownRun, unfinishedRun } from "../runs/runsState.ts";
import { taskEntry } from "./taskModels.ts";

beforeAll(async () => {
  // Fetched before the clock is a fake one.
  await import("../../runs/batch/kind.ts");
  await taskEntry(PUZZLES).load();
});
beforeEach(() => {
  forget();
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

const three = [1, 2, 3].map((number) => galleryPuzzle(`puzzle-${number}`)!);

describe("a set", () => {
  const solved = (condition: "untouched" | "self-edit", correct: number) => ({
    ...{ condition, correct, total: 1, interval: [0, 1] as [number, number], means: {} },
  });
  const items = three.map(({ id, name }) => ({
    name,
    at: (draft: unknown): PuzzleDraft => ({ ...(draft as PuzzleDraft), source: { kind: "gallery", id } }),
  }));
  const shown = (page: Playground) => shownRun(page.store.getState(), "batch", "arc");
  const finished = (item: number, ...results: ReturnType<typeof solved>[]): BatchBody => ({
    ...{ type: "itemFinished", item, pieces: [], outcomes: [], results, seconds: 2 },
  });

  /** The worker tells of the batch that was asked for last, from its beginning. */
  function tell(bodies: readonly BatchBody[]): void {
    const startedAt = "2026-11-23T10:00:00.000Z";
    const setup = batchSetupSchema.parse(sent("start").at(-1)!.setup);
    go([{ type: "started", ...setup, model: info("embedded-grid"), startedAt }, ...bodies], 0);
  }

  /** Goes on with it from this event on. */
  function go(bodies: readonly BatchBody[], from: number, runId = sent("start").at(-1)!.runId): void {
    for (const [index, body] of bodies.entries()) {
      const sequence = from + index;
      worker().post({
        channel: "run",
        kind: "batch",
        event: { version: 1, runId, sequence, atMs: sequence, body },
      });
    }
  }

  it("is run puzzle by puzzle, and counts each under every condition", async () => {
    const page = await ready();
    void page.edit.startBatch(PUZZLES, "Three", items);
    await vi.advanceTimersByTimeAsync(10);
    expect(sent("start")).toHaveLength(1);
    expect(sent("start")[0]).toMatchObject({
      kind: "batch",
      setup: {
        set: "Three",
        items: [{ context: { name: "Puzzle 1" } }, { context: { name: "Puzzle 2" } }, {}],
      },
    });
    const failure = { kind: "diverged", message: "Training diverged.", advice: "" };
    tell([
      { type: "itemStarted", item: 0 },
      finished(0, solved("untouched", 0), solved("self-edit", 1)),
      { type: "itemFailed", item: 1, failure, seconds: 1 },
    ]);
    page.show("edit");
    expect(loads()).toEqual(["embedded-grid"]);
    go([finished(2, solved("untouched", 1), solved("self-edit", 1)), { type: "finished" }], 4);
    const batch = shown(page)!;
    expect(batch).toMatchObject({ status: "finished", results: { length: 3 } });
    expect(batchConditions(batch)).toEqual(["untouched", "self-edit"]);
    // What failed is compared under no condition.
    expect(batchTally(batch, "untouched")).toMatchObject({ correct: 1, total: 2 });
    expect(batchTally(batch, "self-edit")).toMatchObject({ correct: 2, total: 2 });
    expect(batchGain(batch, "self-edit")).toEqual({ won: 1, lost: 0 });
    expect(batch.results[1]?.failure?.message).toBe("Training diverged.");
    expect(page.store.getState().engine).toBeNull();
    expect(loads()).toEqual(["embedded-grid", "embedded-reader"]);
  });

  it("shows each puzzle's run at its puzzle while it goes on, and keeps the set alone", async () => {
    const page = await ready();
    void page.edit.startBatch(PUZZLES, "Three", items);
    await vi.advanceTimersByTimeAsync(10);
    tell([{ type: "itemStarted", item: 0 }]);
    const { runId, setup } = sent("start").at(-1)!;
    const { context, conditions } = batchSetupSchema.parse(setup).items[0]!;
    const startedAt = "2026-11-23T10:00:00.000Z";
    const started = { type: "started", task: "arc", context, conditions, settings: {}, stepByStep: false };
    worker().post({
      channel: "run",
      kind: "edit",
      event: {
        ...{ version: 2, runId: `${runId}/0`, sequence: 0, atMs: 0 },
        body: { ...started, model: info("embedded-grid"), startedAt },
      },
    });
    expect(Object.keys(page.store.getState().recent[PUZZLES] ?? {})).toEqual([three[0]!.id]);
    await vi.advanceTimersByTimeAsync(2000);
    expect(page.store.getState().runs.edit.list).toEqual([]);
    expect(page.store.getState().runs.batch.list).toMatchObject([{ set: "Three", items: 3, done: 0 }]);
  });

  it("ends where it is cancelled, or where the engine is lost", async () => {
    const page = await ready();
    void page.edit.startBatch(PUZZLES, "Three", items);
    await vi.advanceTimersByTimeAsync(10);
    tell([{ type: "cancelled" }]);
    expect(shown(page)).toMatchObject({ status: "cancelled", results: [] });
    void page.edit.startBatch(PUZZLES, "Three", items);
    await vi.advanceTimersByTimeAsync(10);
    tell([{ type: "itemStarted", item: 0 }]);
    worker().crash("lost");
    expect(shown(page)?.status).toBe("failed");
    expect(page.store.getState().engine).toBeNull();
  });

  it("is there after a reload as it was, and goes on with the puzzles that are left", async () => {
    const disk = memoryStore();
    const before = await ready(disk);
    before.edit.startBatch(PUZZLES, "Three", items);
    await vi.advanceTimersByTimeAsync(10);
    tell([finished(0, solved("untouched", 0))]);
    const { runId } = sent("start").at(-1)!;
    await vi.advanceTimersByTimeAsync(5000);

    const page = await ready(disk);
    await openSomething(page, "batch", PUZZLES);
    expect(page.store.getState().runs.batch.list).toMatchObject([{ runId, set: "Three", items: 3, done: 1 }]);
    expect(shown(page)).toEqual(shown(before));
    expect(unfinishedRun(page.store.getState(), "batch", PUZZLES)).toMatchObject({ runId });
    const going = page.runs.resume("batch", PUZZLES);
    await vi.advanceTimersByTimeAsync(10);
    await going;
    expect(sent("resume")).toMatchObject([{ kind: "batch", runId, events: { length: 2 } }]);
    expect(unfinishedRun(page.store.getState(), "batch", PUZZLES)).toBeNull();
    go(
      [{ type: "resumed" }, ...[1, 2].map((i) => finished(i, solved("untouched", 1))), { type: "finished" }],
      2,
      runId,
    );
    expect(batchTally(shown(page)!, "untouched")).toMatchObject({ correct: 2, total: 3 });
    await vi.advanceTimersByTimeAsync(5000);
    expect(page.store.getState().runs.batch.list).toMatchObject([{ runId, status: "finished", done: 3 }]);
  });

  it("tells how long it will take, by what the puzzles so far took", async () => {
    const page = await ready();
    void page.edit.startBatch(PUZZLES, "Three", items);
    await vi.advanceTimersByTimeAsync(10);
    tell([]);
    expect(batchSecondsLeft(shown(page)!)).toBeNull();
    go([finished(0, solved("untouched", 0))], 1);
    expect(batchSecondsLeft(shown(page)!)).toBeCloseTo(2 * 2);
  });

  it("counts no puzzle whose answer is not known", async () => {
    const page = await ready();
    const [query] = mirrorPuzzle.test;
    const open = { ...mirrorPuzzle, test: [{ input: query!.input }] };
    const read = await importPuzzleText(JSON.stringify(open), "pasted");
    if (!read.ok) throw new Error(read.problem);
    changePuzzle(page, (draft) => withImported(draft, read.imported));
    void page.edit.startBatch(PUZZLES, "One", [{ name: "pasted", at: (draft) => draft }]);
    await vi.advanceTimersByTimeAsync(10);
    tell([finished(0, solved("untouched", 0)), { type: "finished" }]);
    expect(shown(page)).toMatchObject({ status: "finished", results: { length: 1 } });
    expect(batchConditions(shown(page)!)).toEqual([]);
  });

  it("can be of fresh puzzles, which follow from the seed and do not tell their rule", async () => {
    const page = await ready();
    const set = (seed: number) =>
      puzzleSets(puzzleDraftOf(page), { seed, models: { loaded: null, own: ["embedded-grid"] } }).find(
        ({ id }) => id === "unseen",
      )!;
    const context = (seed: number, index: number) =>
      contextOn(set(seed).items[index]!.at(puzzleDraftOf(page)));
    expect(set(1)).toMatchObject({ tooLarge: 0 });
    expect(set(1).items).toHaveLength(100);
    expect(context(1, 3)).toMatchObject({ name: "Fresh puzzle 4", symmetries: expect.any(Array) });
    expect(context(1, 3).puzzle).toEqual(context(1, 3).puzzle);
    expect(context(2, 3).puzzle).not.toEqual(context(1, 3).puzzle);
    void page.edit.startBatch(PUZZLES, "Fresh", set(1).items.slice(3, 4) as SetItem<unknown>[]);
    await vi.advanceTimersByTimeAsync(10);
    expect(sent("start").at(-1)?.setup).toMatchObject({
      items: [{ context: { puzzle: context(1, 3).puzzle } }],
    });
  });
});
