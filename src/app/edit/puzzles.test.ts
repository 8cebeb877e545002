import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { mirrorPuzzle } from "../../../test/gridFake.ts";
import { memoryStore } from "../../../test/memoryStore.ts";
import {
  forget,
  grid,
  info,
  loads,
  open,
  play,
  reader,
  ready,
  sent,
  worker,
} from "../../../test/puzzlesPage.ts";
import { changePuzzle, PASSAGES, PUZZLES, puzzleDraftOf, setupOf } from "../../../test/setups.ts";
import type { EditBody } from "../../runs/edit/events.ts";
import type { EditRun } from "../../runs/edit/state.ts";
import { FIXED_EDIT } from "../../tasks/arc/metadata.ts";
import { begun, edited, redone, renamed, undone } from "../../tasks/arc/page/context/editor.ts";
import { changedAt, painted } from "../../tasks/arc/page/context/gridEditing.ts";
import { contextOn, type PuzzleDraft, withImported } from "../../tasks/arc/page/draft.ts";
import { answerOf, contextOfRun } from "../../tasks/arc/page/reading.ts";
import { galleryPuzzle } from "../../tasks/arc/page/source/gallery.ts";
import { importPuzzleText } from "../../tasks/arc/page/source/importPuzzles.ts";
import { formatSelfEdit } from "../../tasks/arc/selfEdit.ts";
import type { Playground } from "../playground.ts";
import { linkOf } from "../share/linkOf.ts";
import { setupIssues, shownRun } from "./selectors.ts";
import { modelFor, taskEntry } from "./taskModels.ts";

// Fetched before the clock is a fake one.
beforeAll(() => taskEntry(PUZZLES).load());
beforeEach(() => {
  forget();
  localStorageOf({});
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** What the browser holds of an earlier version of the page. */
function localStorageOf(kept: Record<string, string>): void {
  vi.stubGlobal("localStorage", { getItem: (key: string) => kept[key] ?? null, setItem: () => {} });
}

const gallery =
  (number: number) =>
  (draft: PuzzleDraft): PuzzleDraft => ({ ...draft, source: { kind: "gallery", id: `puzzle-${number}` } });
const shown = (page: Playground): EditRun | null => shownRun(page.store.getState(), taskEntry(PUZZLES));
const nameOn = (page: Playground) => contextOn(puzzleDraftOf(page)).name;

async function importText(page: Playground, text: string): Promise<string | null> {
  const read = await importPuzzleText(text, "pasted", puzzleDraftOf(page).imported);
  if (!read.ok) return read.problem;
  changePuzzle(page, (draft) => withImported(draft, read.imported));
  return null;
}

describe("the model follows the view", () => {
  it("puzzles open with the grid model, the other views with the reader, and neither is lost on the way", async () => {
    const page = await open([reader, grid]);
    expect(loads()).toEqual(["embedded-grid"]);
    worker().say({ type: "modelLoaded", model: info("embedded-grid") });
    expect(modelFor(page.store.getState().session, taskEntry(PASSAGES))).toBeNull();
    expect(page.store.getState().choice.modelId).not.toBe("embedded-grid");
    page.show("edit");
    expect(loads()).toEqual(["embedded-grid", "embedded-reader"]);
    worker().say({ type: "modelLoaded", model: info("embedded-reader") });
    page.show("rounds");
    expect(loads()).toHaveLength(2);
    page.show("puzzles");
    expect(loads().at(-1)).toBe("embedded-grid");
  });

  it("without a grid model nothing is loaded for puzzles, and the reader comes with its view", async () => {
    const page = await open([reader]);
    expect(loads()).toEqual([]);
    page.show("edit");
    expect(loads()).toEqual(["embedded-reader"]);
  });

  it("waits for the end of a run, and no passage can be run meanwhile", async () => {
    const page = await ready();
    page.edit.start(PUZZLES, false);
    play([{ type: "stationEntered", station: "read" }]);
    page.show("edit");
    await page.setups.open(PASSAGES);
    page.edit.start(PASSAGES, false);
    expect(loads()).toEqual(["embedded-grid"]);
    expect(sent("start")).toHaveLength(1);
    page.runs.cancel();
    const { runId } = sent("cancel")[0]!;
    worker().play([{ version: 2, runId, sequence: 2, atMs: 2, body: { type: "cancelled" } }]);
    expect(loads()).toEqual(["embedded-grid", "embedded-reader"]);
  });
});

describe("a run", () => {
  it("sends the puzzle without its family, and shows what comes back at the puzzle it is about", async () => {
    const page = await ready();
    const first = galleryPuzzle("puzzle-1");
    changePuzzle(page, gallery(1));
    page.setups.toggleComparison(PUZZLES, "oracle");
    page.edit.start(PUZZLES, false);
    const asked = sent("start")[0]!.setup;
    expect(asked).toMatchObject({
      task: "arc",
      context: { name: "Puzzle 1", puzzle: first!.puzzle, symmetries: first!.symmetries },
      conditions: ["untouched", "self-edit", "oracle", "best-fixed"],
    });
    expect(JSON.stringify(asked)).not.toContain(first!.family);
    const { input } = first!.puzzle.test[0]!;
    const answer = { tests: [{ ballots: [], attempts: [{ grid: input, views: ["identity"], score: 0 }] }] };
    play([
      {
        type: "outcome",
        outcome: {
          condition: "untouched",
          item: 0,
          output: JSON.stringify(answer),
          correct: false,
          scores: {},
        },
      },
      { type: "finished" },
    ]);
    const run = shown(page)!;
    expect(contextOfRun(run)?.name).toBe("Puzzle 1");
    expect(answerOf(run, "untouched")?.tests[0]?.attempts[0]?.grid).toEqual(input);
    expect(page.store.getState().runs.edit.list).toMatchObject([{ task: PUZZLES, runId: run.runId }]);
    changePuzzle(page, gallery(2));
    expect(shown(page)).toBeNull();
    changePuzzle(page, gallery(1));
    expect(shown(page)).toBe(run);
  });

  it("waits for the edit as a person left it, and sends it only if it was changed", async () => {
    const page = await ready();
    const written = formatSelfEdit(FIXED_EDIT);
    const toWrite: EditBody[] = [
      { type: "stationEntered", station: "write" },
      { type: "editStarted", edit: 0, prompt: "" },
      { type: "editParsed", edit: 0, pieces: [{ id: "edit", text: written, kept: true }], author: "model" },
      { type: "paused" },
    ];
    page.edit.start(PUZZLES, true);
    play(toWrite);
    page.edit.continue(PUZZLES);
    expect(sent("continue").at(-1)?.pieces).toBeUndefined();
    page.edit.changePieces([{ id: "edit", text: "{}", kept: true }]);
    page.edit.continue(PUZZLES);
    expect(sent("continue").at(-1)?.pieces).toEqual([{ id: "edit", text: "{}", kept: true }]);
  });

  it("is given up when the engine refuses it or dies", async () => {
    const page = await ready();
    page.edit.start(PUZZLES, false);
    const failure = { kind: "bad-input", message: "No model is loaded.", advice: "Load one." };
    worker().say({ type: "engineFailed", failure });
    expect(page.store.getState().engine).toBeNull();
    page.edit.start(PUZZLES, false);
    play([{ type: "stationEntered", station: "read" }]);
    worker().crash("lost");
    expect(page.store.getState().engine).toBeNull();
    expect(shown(page)?.status).toBe("failed");
  });
});

describe("what the browser keeps", () => {
  it("is the choice, the settings and what is compared with", async () => {
    const disk = memoryStore();
    const page = await ready(disk);
    changePuzzle(page, gallery(4));
    page.setups.changeSetting(PUZZLES, "seed", 7);
    page.setups.toggleComparison(PUZZLES, "random");
    await vi.advanceTimersByTimeAsync(1000);
    const again = await open([reader, grid], "#view=puzzles", disk);
    expect(nameOn(again)).toBe("Puzzle 4");
    expect(setupOf(again, PUZZLES)).toMatchObject({
      settings: { seed: 7 },
      compare: ["best-fixed", "random"],
    });
  });

  it("is kept though a field was emptied: nothing that was drawn is lost", async () => {
    const disk = memoryStore();
    const page = await ready(disk);
    changePuzzle(page, (draft) => renamed(begun(draft, null), "Mine"));
    page.setups.changeSetting(PUZZLES, "warmupSteps", Number.NaN);
    await vi.advanceTimersByTimeAsync(1000);
    const again = await open([reader, grid], "#view=puzzles", disk);
    expect(nameOn(again)).toBe("Mine");
    expect(setupOf(again, PUZZLES).settings.warmupSteps).toBe(5);
  });

  it("of an earlier version opens: the puzzle, the settings, what was compared with", async () => {
    const own = { name: "Mine", puzzle: mirrorPuzzle };
    const { settings } = taskEntry(PUZZLES).settings.presets[0]!;
    localStorageOf({
      "self-edit-playground:puzzles": JSON.stringify({
        source: { kind: "own" },
        own,
        settings: { ...settings, seed: 9 },
        controls: ["random"],
        palette: "safe",
        digits: true,
      }),
    });
    const page = await open([reader, grid]);
    expect(contextOn(puzzleDraftOf(page))).toEqual(own);
    expect(setupOf(page, PUZZLES)).toMatchObject({ settings: { seed: 9 }, compare: ["random"] });
  });
});

it("a fixed edit that cannot be trained by is a setting that is wrong", async () => {
  const page = await ready();
  page.setups.changeSetting(PUZZLES, "fixedEdit", "{}");
  page.edit.start(PUZZLES, false);
  expect(sent("start")).toHaveLength(0);
  expect(setupIssues(page.store.getState(), taskEntry(PUZZLES))).toMatchObject([
    { field: "setting:fixedEdit", message: expect.stringContaining("data_generation") },
  ]);
});

it("a link carries a puzzle of the gallery by its name, and one's own whole", async () => {
  const page = await ready();
  changePuzzle(page, gallery(3));
  page.setups.changeSetting(PUZZLES, "seed", 5);
  page.show("puzzles");
  const named = await linkOf(page);
  expect(named).toContain("example=puzzle-3");
  expect(await importText(page, JSON.stringify(mirrorPuzzle))).toBeNull();
  const whole = await linkOf(page);
  const first = await open([reader, grid], named);
  expect(nameOn(first)).toBe("Puzzle 3");
  expect(setupOf(first, PUZZLES).settings.seed).toBe(5);
  const second = await open([reader, grid], whole);
  expect(contextOn(puzzleDraftOf(second))).toMatchObject({ name: "pasted", puzzle: mirrorPuzzle });
});

describe("one's own puzzle", () => {
  it("is a copy of the one on screen, changed step by step, each of which can be taken back", async () => {
    const page = await ready();
    const own = () => puzzleDraftOf(page).own!;
    const paint = (column: number, goesOn = false) =>
      changePuzzle(page, (draft) =>
        edited(
          draft,
          (now) =>
            changedAt(now, { list: "train", index: 0, side: "input" }, (cells) =>
              painted(cells, 0, column, 9),
            ),
          goesOn,
        ),
      );
    changePuzzle(page, gallery(6));
    changePuzzle(page, (draft) => begun(draft, contextOn(draft)));
    const before = own().puzzle;
    expect(own().symmetries).toBeDefined();
    paint(0);
    paint(1, true);
    paint(1);
    expect(own().puzzle.train[0]?.input[0]?.slice(0, 2)).toEqual([9, 9]);
    expect(puzzleDraftOf(page).past).toHaveLength(1);
    // Nobody knows the symmetries of a rule that was changed.
    expect(own().symmetries).toBeUndefined();
    changePuzzle(page, undone);
    expect(own().puzzle).toEqual(before);
    changePuzzle(page, redone);
    expect(own().puzzle.train[0]?.input[0]?.slice(0, 2)).toEqual([9, 9]);
    page.edit.start(PUZZLES, false);
    expect(sent("start").at(-1)?.setup).toMatchObject({ context: { puzzle: own().puzzle } });
  });

  it("is there again after a reload; an imported one is not", async () => {
    const disk = memoryStore();
    const page = await ready(disk);
    changePuzzle(page, (draft) => renamed(begun(draft, null), "Mine"));
    const reopen = async () => {
      await vi.advanceTimersByTimeAsync(1000);
      return nameOn(await open([grid], "#view=puzzles", disk));
    };
    expect(await reopen()).toBe("Mine");
    expect(await importText(page, JSON.stringify(mirrorPuzzle))).toBeNull();
    expect(nameOn(page)).toBe("pasted");
    expect(await importText(page, "{")).toMatch(/is not JSON/);
    expect(nameOn(page)).toBe("pasted");
    expect(await reopen()).toBe("Puzzle 10");
  });

  it("that is being run keeps its run, whatever is imported meanwhile", async () => {
    const page = await ready();
    expect(await importText(page, JSON.stringify(mirrorPuzzle))).toBeNull();
    const before = puzzleDraftOf(page);
    page.edit.start(PUZZLES, false);
    expect(
      await importText(page, JSON.stringify({ ...mirrorPuzzle, train: mirrorPuzzle.train.slice(1) })),
    ).toBeNull();
    play([{ type: "finished" }]);
    expect(shown(page)).toBeNull();
    changePuzzle(page, () => before);
    expect(shown(page)?.status).toBe("finished");
  });
});
