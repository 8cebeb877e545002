import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { FakeWorker } from "../../../test/fakeWorker.ts";
import { mirrorPuzzle } from "../../../test/gridFake.ts";
import { openPlayground } from "../../../test/openPlayground.ts";
import type { Command } from "../../protocol/commands.ts";
import type { ModelEntry, RunEventBody } from "../../protocol/events.ts";
import type { ModelInfo } from "../../protocol/run.ts";
import { FIXED_EDIT } from "../../tasks/arc/metadata.ts";
import { formatSelfEdit } from "../../tasks/arc/selfEdit.ts";
import type { Playground } from "../playground.ts";
import { textModel } from "../playgroundState.ts";
import { batchConditions, batchTally } from "./batchActions.ts";
import { GALLERY } from "./gallery.ts";
import { changedAt, painted } from "./gridEditing.ts";
import { contextOn, createPuzzles, type Puzzles } from "./puzzleActions.ts";
import { answerOf, contextOfRun } from "./puzzleReading.ts";
import { createPuzzleShelf } from "./puzzleShelf.ts";
import { runOf } from "./puzzleState.ts";

const reader: ModelEntry = {
  id: "embedded-reader",
  name: "Embedded reader",
  parameters: 1,
  downloadBytes: 0,
  memoryBytes: 1,
  licence: "MIT",
  description: "",
  origin: "embedded",
  cachedBytes: 0,
};
const grid: ModelEntry = { ...reader, id: "embedded-grid", name: "Embedded grid model" };
const info = (id: string): ModelInfo => ({
  id,
  name: id,
  parameters: 1,
  maxPositions: 1024,
  hash: "h",
  backend: "wasm",
});

let workers: FakeWorker[];
let kept: Map<string, string>;
const worker = () => workers.at(-1)!;
const sent = <Type extends Command["type"]>(type: Type) =>
  worker().sent.filter((command): command is Extract<Command, { type: Type }> => command.type === type);
const loads = () => sent("loadModel").map(({ id }) => id);
const shelf = () =>
  createPuzzleShelf({
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
  });

async function open(models: readonly ModelEntry[], hash = "#view=puzzles"): Promise<Playground> {
  return openPlayground({
    hash,
    workers,
    greet: (first) => {
      first.say({ type: "workerReady", version: 1 });
      first.say({ type: "modelsListed", models: [...models] });
    },
  });
}

/** The view with its model loaded. */
async function ready(): Promise<{ page: Playground; puzzles: Puzzles }> {
  const page = await open([reader, grid]);
  worker().say({ type: "modelLoaded", model: info("embedded-grid") });
  return { page, puzzles: createPuzzles(page, shelf()) };
}

/** The worker tells of the run that was asked for last, from its beginning. */
function play(bodies: readonly RunEventBody[]): void {
  const { context, settings, runId, stepByStep } = sent("startRun").at(-1)!;
  const started: RunEventBody = {
    type: "runStarted",
    task: "arc",
    model: info("embedded-grid"),
    context,
    settings,
    stepByStep,
    startedAt: "2026-11-23T10:00:00.000Z",
  };
  const all = [started, ...bodies];
  worker().play(all.map((body, sequence) => ({ version: 1, runId, sequence, atMs: sequence, body })));
}

beforeEach(() => {
  workers = [];
  kept = new Map();
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
    page.outer.show("edit");
    expect(loads()).toEqual(["embedded-grid", "embedded-reader"]);
    worker().say({ type: "modelLoaded", model: info("embedded-reader") });
    page.outer.show("rounds");
    expect(loads()).toHaveLength(2);
    page.outer.show("puzzles");
    expect(loads().at(-1)).toBe("embedded-grid");
  });

  it("without a grid model nothing is loaded for puzzles, and the reader comes with its view", async () => {
    const page = await open([reader]);
    expect(loads()).toEqual([]);
    page.outer.show("edit");
    expect(loads()).toEqual(["embedded-reader"]);
  });

  it("waits for the end of a run, and no passage can be run meanwhile", async () => {
    const { page, puzzles } = await ready();
    puzzles.start(false);
    play([{ type: "stationEntered", station: "read" }]);
    page.outer.show("edit");
    page.runs.start(false);
    expect(loads()).toEqual(["embedded-grid"]);
    expect(sent("startRun")).toHaveLength(1);
    puzzles.cancel();
    const { runId } = sent("cancelRun")[0]!;
    worker().play([{ version: 1, runId, sequence: 2, atMs: 2, body: { type: "runCancelled" } }]);
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
    const asked = sent("startRun")[0]!;
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
      { type: "runFinished" },
    ]);
    const run = runOf(puzzles.store.getState())!;
    expect(contextOfRun(run)?.name).toBe("Puzzle 1");
    expect(answerOf(run, "untouched")?.tests[0]?.attempts[0]?.grid).toEqual(input);
    expect(page.store.getState().puzzleRunId).toBeNull();
    expect(page.store.getState().live).toBeNull();
    puzzles.choose({ kind: "gallery", id: second!.id });
    expect(runOf(puzzles.store.getState())).toBeNull();
  });

  it("waits for the edit as a person left it, and sends it only if it was changed", async () => {
    const { puzzles } = await ready();
    const written = formatSelfEdit(FIXED_EDIT);
    const toWrite: RunEventBody[] = [
      { type: "stationEntered", station: "write" },
      { type: "editStarted", edit: 0, prompt: "" },
      { type: "editParsed", edit: 0, pieces: [{ id: "edit", text: written, kept: true }], author: "model" },
      { type: "paused", station: "write" },
    ];
    puzzles.start(true);
    play(toWrite);
    puzzles.changeEdit(written);
    puzzles.continue();
    expect(sent("continueRun").at(-1)?.pieces).toBeUndefined();
    puzzles.changeEdit("{}");
    puzzles.continue();
    expect(sent("continueRun").at(-1)?.pieces).toEqual([{ id: "edit", text: "{}", kept: true }]);
  });

  it("is given up when the engine refuses it or dies", async () => {
    const { page, puzzles } = await ready();
    puzzles.start(false);
    const failure = { kind: "bad-input", message: "No model is loaded.", advice: "Load one." };
    worker().say({ type: "engineFailed", failure });
    expect(page.store.getState().puzzleRunId).toBeNull();
    puzzles.start(false);
    play([{ type: "stationEntered", station: "read" }]);
    worker().crash("lost");
    expect(page.store.getState().puzzleRunId).toBeNull();
    expect(runOf(puzzles.store.getState())?.status).toBe("failed");
  });
});

describe("a set", () => {
  const solved = (condition: "untouched" | "self-edit", correct: number): RunEventBody => ({
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
    play([solved("untouched", 0), solved("self-edit", 1), { type: "runFinished" }]);
    // The next one begins before another view could take the engine.
    page.outer.show("edit");
    expect(loads()).toEqual(["embedded-grid"]);
    expect(sent("startRun").map(({ context }) => context)).toMatchObject([
      { name: "Puzzle 1" },
      { name: "Puzzle 2" },
    ]);
    const failure = { kind: "diverged", message: "Training diverged.", advice: "" };
    play([solved("untouched", 0), { type: "runFailed", failure }]);
    play([solved("untouched", 1), solved("self-edit", 1), { type: "runFinished" }]);
    const { batch, runs } = puzzles.store.getState();
    expect(batch).toMatchObject({ status: "finished", done: 3 });
    expect(batchConditions(batch!)).toEqual(["untouched", "self-edit"]);
    expect(batchTally(batch!, "untouched")).toMatchObject({ correct: 1, total: 3 });
    expect(batchTally(batch!, "self-edit")).toMatchObject({ correct: 2, total: 2 });
    expect(batch?.items[1]?.problem).toBe("Training diverged.");
    expect(Object.keys(runs)).toEqual(items.map(({ source }) => source.id));
    expect(page.store.getState().puzzleRunId).toBeNull();
    expect(loads()).toEqual(["embedded-grid", "embedded-reader"]);
  });

  it("ends where it is cancelled, or where the engine is lost", async () => {
    const { puzzles } = await ready();
    puzzles.startBatch("Three", items);
    play([{ type: "runCancelled" }]);
    expect(puzzles.store.getState().batch).toMatchObject({ status: "cancelled", done: 0 });
    expect(sent("startRun")).toHaveLength(1);
    puzzles.startBatch("Three", items);
    play([solved("untouched", 0)]);
    worker().crash("lost");
    expect(puzzles.store.getState().batch?.status).toBe("failed");
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
    expect(sent("startRun").at(-1)?.context).toMatchObject({ puzzle: own().puzzle });
  });

  it("is there again after a reload; an imported one is not", async () => {
    const { puzzles } = await ready();
    puzzles.editor.begin(null);
    puzzles.editor.rename("Mine");
    const reopen = async () => contextOn(createPuzzles(await open([grid]), shelf()).store.getState()).name;
    expect(await reopen()).toBe("Mine");
    expect(await puzzles.importText(JSON.stringify(mirrorPuzzle), "pasted")).toBeNull();
    expect(contextOn(puzzles.store.getState()).name).toBe("pasted");
    expect(await reopen()).toBe("Puzzle 6");
    expect(await puzzles.importText("{", "pasted")).toMatch(/is not JSON/);
    expect(contextOn(puzzles.store.getState()).name).toBe("pasted");
  });
});
