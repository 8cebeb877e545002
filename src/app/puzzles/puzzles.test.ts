import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { mirrorPuzzle } from "../../../test/gridFake.ts";
import {
  forget,
  grid,
  info,
  kept,
  loads,
  open,
  play,
  reader,
  ready,
  sent,
  shelf,
  worker,
} from "../../../test/puzzlesPage.ts";
import type { EditBody } from "../../runs/edit/events.ts";
import { FIXED_EDIT } from "../../tasks/arc/metadata.ts";
import { GALLERY } from "../../tasks/arc/page/gallery.ts";
import { changedAt, painted } from "../../tasks/arc/page/gridEditing.ts";
import { answerOf, contextOfRun } from "../../tasks/arc/page/puzzleReading.ts";
import { formatSelfEdit } from "../../tasks/arc/selfEdit.ts";
import { textModel } from "../playgroundState.ts";
import { shownRun } from "../runs/runsState.ts";
import { contextOn, createPuzzles, settingIssue } from "./puzzleActions.ts";
import { runOf } from "./puzzleState.ts";

beforeEach(() => {
  forget();
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

describe("the model follows the view", () => {
  it("puzzles open with the grid model, the other views with the reader, and neither is lost on the way", async () => {
    const page = await open([reader, grid]);
    expect(loads()).toEqual(["embedded-grid"]);
    worker().say({ type: "modelLoaded", model: info("embedded-grid") });
    expect(textModel(page.store.getState())).toBeNull();
    expect(page.store.getState().draft.modelId).not.toBe("embedded-grid");
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
    const { page, puzzles } = await ready();
    puzzles.start(false);
    play([{ type: "stationEntered", station: "read" }]);
    page.show("edit");
    page.edit.start(false);
    expect(loads()).toEqual(["embedded-grid"]);
    expect(sent("start")).toHaveLength(1);
    puzzles.cancel();
    const { runId } = sent("cancel")[0]!;
    worker().play([{ version: 2, runId, sequence: 2, atMs: 2, body: { type: "cancelled" } }]);
    expect(loads()).toEqual(["embedded-grid", "embedded-reader"]);
  });
});

describe("a run", () => {
  it("sends the puzzle without its family, and shows what comes back at the puzzle it is about", async () => {
    const { page, puzzles } = await ready();
    const [first, second] = GALLERY;
    puzzles.choose({ kind: "gallery", id: first!.id });
    puzzles.toggleControl("oracle");
    puzzles.start(false);
    const asked = sent("start")[0]!.setup;
    expect(asked).toMatchObject({
      task: "arc",
      context: { name: "Puzzle 1", puzzle: first!.puzzle, symmetries: first!.symmetries },
      conditions: ["untouched", "self-edit", "best-fixed", "oracle"],
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
    const run = runOf(puzzles.store.getState())!;
    expect(contextOfRun(run)?.name).toBe("Puzzle 1");
    expect(answerOf(run, "untouched")?.tests[0]?.attempts[0]?.grid).toEqual(input);
    expect(page.store.getState().engine).toBeNull();
    expect(shownRun(page.store.getState(), "edit", "knowledge")).toBeNull();
    puzzles.choose({ kind: "gallery", id: second!.id });
    expect(runOf(puzzles.store.getState())).toBeNull();
  });

  it("waits for the edit as a person left it, and sends it only if it was changed", async () => {
    const { puzzles } = await ready();
    const written = formatSelfEdit(FIXED_EDIT);
    const toWrite: EditBody[] = [
      { type: "stationEntered", station: "write" },
      { type: "editStarted", edit: 0, prompt: "" },
      { type: "editParsed", edit: 0, pieces: [{ id: "edit", text: written, kept: true }], author: "model" },
      { type: "paused" },
    ];
    puzzles.start(true);
    play(toWrite);
    puzzles.changeEdit(written);
    puzzles.continue();
    expect(sent("continue").at(-1)?.pieces).toBeUndefined();
    puzzles.changeEdit("{}");
    puzzles.continue();
    expect(sent("continue").at(-1)?.pieces).toEqual([{ id: "edit", text: "{}", kept: true }]);
  });

  it("is given up when the engine refuses it or dies", async () => {
    const { page, puzzles } = await ready();
    puzzles.start(false);
    const failure = { kind: "bad-input", message: "No model is loaded.", advice: "Load one." };
    worker().say({ type: "engineFailed", failure });
    expect(page.store.getState().engine).toBeNull();
    puzzles.start(false);
    play([{ type: "stationEntered", station: "read" }]);
    worker().crash("lost");
    expect(page.store.getState().engine).toBeNull();
    expect(runOf(puzzles.store.getState())?.status).toBe("failed");
  });
});

it("the browser keeps the choice, the settings and the looks", async () => {
  const { puzzles } = await ready();
  puzzles.choose({ kind: "gallery", id: GALLERY[3]!.id });
  puzzles.changeSetting("seed", 7);
  puzzles.showPalette("safe");
  puzzles.toggleControl("random");
  const again = createPuzzles(await open([reader, grid]), shelf()).store.getState();
  expect(contextOn(again).name).toBe("Puzzle 4");
  expect(again).toMatchObject({ settings: { seed: 7 }, palette: "safe", controls: ["best-fixed", "random"] });
  kept.set([...kept.keys()][0]!, '{"gallery": 1}');
  expect(createPuzzles(await open([grid]), shelf()).store.getState().palette).toBe("official");
});

it("an emptied field costs nothing that was drawn", async () => {
  const { puzzles } = await ready();
  puzzles.editor.begin(null);
  puzzles.editor.rename("Mine");
  puzzles.showPalette("safe");
  puzzles.changeSetting("warmupSteps", Number.NaN);
  const again = createPuzzles(await open([reader, grid]), shelf()).store.getState();
  expect(contextOn(again).name).toBe("Mine");
  expect(again).toMatchObject({ palette: "safe", settings: { warmupSteps: 5 } });
});

it("a fixed edit that cannot be trained by is a setting that is wrong", async () => {
  const { puzzles } = await ready();
  puzzles.changeSetting("fixedEdit", "{}");
  puzzles.start(false);
  expect(sent("start")).toHaveLength(0);
  expect(settingIssue(puzzles.store.getState().settings)).toMatchObject({
    key: "fixedEdit",
    message: expect.stringContaining("data_generation"),
  });
});

describe("one's own puzzle", () => {
  it("is a copy of the one on screen, changed step by step, each of which can be taken back", async () => {
    const { puzzles } = await ready();
    const { editor, store } = puzzles;
    const own = () => store.getState().own!;
    const paint = (column: number, goesOn = false) =>
      editor.edit(
        (now) =>
          changedAt(now, { list: "train", index: 0, side: "input" }, (cells) => painted(cells, 0, column, 9)),
        goesOn,
      );
    puzzles.choose({ kind: "gallery", id: GALLERY[5]!.id });
    editor.begin(contextOn(store.getState()));
    const before = own().puzzle;
    expect(own().symmetries).toBeDefined();
    paint(0);
    paint(1, true);
    paint(1);
    expect(own().puzzle.train[0]?.input[0]?.slice(0, 2)).toEqual([9, 9]);
    expect(store.getState().past).toHaveLength(1);
    // Nobody knows the symmetries of a rule that was changed.
    expect(own().symmetries).toBeUndefined();
    editor.undo();
    expect(own().puzzle).toEqual(before);
    editor.redo();
    expect(own().puzzle.train[0]?.input[0]?.slice(0, 2)).toEqual([9, 9]);
    puzzles.start(false);
    expect(sent("start").at(-1)?.setup).toMatchObject({ context: { puzzle: own().puzzle } });
  });

  it("is there again after a reload; an imported one is not", async () => {
    const { puzzles } = await ready();
    puzzles.editor.begin(null);
    puzzles.editor.rename("Mine");
    const reopen = async () => contextOn(createPuzzles(await open([grid]), shelf()).store.getState()).name;
    expect(await reopen()).toBe("Mine");
    expect(await puzzles.importText(JSON.stringify(mirrorPuzzle), "pasted")).toBeNull();
    expect(contextOn(puzzles.store.getState()).name).toBe("pasted");
    expect(await reopen()).toBe("Puzzle 10");
    expect(await puzzles.importText("{", "pasted")).toMatch(/is not JSON/);
    expect(contextOn(puzzles.store.getState()).name).toBe("pasted");
    // What is being run stays what it is.
    puzzles.start(false);
    expect(await puzzles.importText(JSON.stringify(mirrorPuzzle), "other")).toMatch(/cancel it, or wait/);
    expect(contextOn(puzzles.store.getState()).name).toBe("pasted");
  });
});
