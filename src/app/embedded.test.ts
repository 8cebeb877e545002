import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { FakeWorker } from "../../test/fakeWorker.ts";
import { memoryStore } from "../../test/memoryStore.ts";
import { openPlayground } from "../../test/openPlayground.ts";
import { readerEntry } from "../../test/readerEntry.ts";
import { changePassage, PASSAGES, passageDraftOf, reachOf, setupOf } from "../../test/setups.ts";
import type { Command } from "../protocol/commands.ts";
import type { ModelEntry } from "../protocol/events.ts";
import type { ModelInfo } from "../protocol/run.ts";
import { type EditBody, editSetupSchema } from "../runs/edit/events.ts";
import { FIRST_EXAMPLE } from "../tasks/knowledge/examples/exampleTitles.ts";
import { changedQuestion, fromDraftPassage } from "../tasks/knowledge/page/draftPassage.ts";
import { askAboutText, generate, readFacts, tellFacts } from "../tasks/knowledge/page/world/changes.ts";
import { loadWorld } from "../tasks/knowledge/page/world/loadWorld.ts";
import { FIRST_RECIPE } from "../tasks/knowledge/page/world/recipe.ts";
import { passageOf } from "../tasks/knowledge/page/world/world.ts";
import { firstResult } from "./edit/selectors.ts";
import { matchingPreset } from "./edit/settings.ts";
import { taskEntry } from "./edit/taskModels.ts";
import type { KeyValueStore } from "./persistence.ts";
import type { Playground } from "./playground.ts";
import { liveRun, NO_RUNS } from "./runs/runsState.ts";

const real: ModelEntry = {
  ...readerEntry,
  id: "real",
  name: "Real",
  origin: "hub",
  downloadBytes: 9,
  cachedBytes: 9,
};
const info = (id: string): ModelInfo => ({
  id,
  name: id,
  parameters: 1,
  maxPositions: 512,
  hash: "h",
  backend: "wasm",
});

const RULES = taskEntry(PASSAGES).settings;

let workers: FakeWorker[];
const worker = () => workers.at(-1)!;
const sent = <Type extends Command["type"]>(type: Type) =>
  worker().sent.filter((command): command is Extract<Command, { type: Type }> => command.type === type);

/** A first visit with the embedded model in the list and loaded. */
async function open(disk: KeyValueStore = memoryStore(), hash = ""): Promise<Playground> {
  const playground = await openPlayground({
    disk,
    hash,
    workers,
    greet: (first) => {
      first.say({ type: "workerReady", version: 3 });
      first.say({ type: "modelsListed", models: [readerEntry, real] });
    },
  });
  worker().say({ type: "modelLoaded", model: info("embedded-reader") });
  await vi.advanceTimersByTimeAsync(500);
  return playground;
}

/** The worker answers the run that was asked for last. */
function play(bodies: readonly EditBody[]): void {
  const { runId, setup } = sent("start").at(-1)!;
  const started: EditBody = {
    type: "started",
    model: info("embedded-reader"),
    ...editSetupSchema.parse(setup),
    startedAt: "2026-11-23T10:00:00.000Z",
  };
  const all = [started, ...bodies];
  worker().play(all.map((body, sequence) => ({ version: 2, runId, sequence, atMs: sequence, body })));
}

const answered: EditBody[] = [
  { type: "answering", condition: "untouched", total: 12 },
  {
    type: "conditionScored",
    result: { condition: "untouched", correct: 0, total: 12, interval: [0, 0.25], means: {} },
  },
];

beforeAll(async () => {
  // Fetched before the clock is a fake one.
  await loadWorld();
});
beforeEach(() => {
  workers = [];
  vi.useFakeTimers();
});

afterEach(() => vi.useRealTimers());

describe("a first visit", () => {
  it("opens on a passage that the embedded model can read, with its settings", async () => {
    const playground = await open();
    const { settings } = setupOf(playground);
    expect(fromDraftPassage(passageDraftOf(playground).passage)).toEqual(passageOf(FIRST_RECIPE));
    expect(matchingPreset(RULES, settings)?.id).toBe("reader");
    expect(sent("loadModel").map(({ id }) => id)).toEqual(["embedded-reader"]);
  });

  it("opens on an example where no model comes with the page", async () => {
    const playground = await openPlayground({
      workers,
      greet: (first) => first.say({ type: "modelsListed", models: [real] }),
    });
    const { settings } = setupOf(playground);
    expect(fromDraftPassage(passageDraftOf(playground).passage)).toEqual(FIRST_EXAMPLE);
    expect(matchingPreset(RULES, settings)?.id).toBe("default");
  });

  it("leaves a passage alone that is somebody's own", async () => {
    const disk = memoryStore();
    const before = await open(disk);
    changePassage(before, { text: "My own words." });
    await vi.advanceTimersByTimeAsync(1000);
    const playground = await open(disk);
    expect(passageDraftOf(playground).passage.text).toBe("My own words.");
  });
});

describe("the preview", () => {
  it("asks the untouched model at once, and is kept nowhere", async () => {
    const playground = await open();
    expect(sent("start").map(({ setup }) => setup)).toMatchObject([{ conditions: ["untouched"] }]);
    play([...answered, { type: "finished" }]);
    const { preview, runs } = playground.store.getState();
    expect(preview?.answers.untouched?.result).toMatchObject({ correct: 0, total: 12 });
    expect(runs).toEqual(NO_RUNS);
  });

  it("asks again when a question has changed, once, and not when nothing has", async () => {
    const playground = await open();
    play([...answered, { type: "finished" }]);
    const [first] = passageDraftOf(playground).passage.questions;
    changePassage(playground, { title: "Another title" });
    await vi.advanceTimersByTimeAsync(1000);
    expect(sent("start")).toHaveLength(1);
    changePassage(
      playground,
      changedQuestion(passageDraftOf(playground).passage, first!.id, { question: "Who wrote Ulysses?" }),
    );
    changePassage(
      playground,
      changedQuestion(passageDraftOf(playground).passage, first!.id, { question: "Who wrote Iron Crown?" }),
    );
    await vi.advanceTimersByTimeAsync(1000);
    expect(sent("start")).toHaveLength(2);
  });

  it("makes room for a run and for another model", async () => {
    const playground = await open();
    const [asking] = sent("start");
    playground.edit.start(PASSAGES, false);
    expect(worker().sent.slice(-2)).toMatchObject([
      { type: "cancel", runId: asking!.runId },
      { type: "start" },
    ]);
    const run = sent("start").at(-1)!;
    const setup = editSetupSchema.parse(run.setup);
    expect(setup.conditions).toEqual(expect.arrayContaining(["self-edit", "oracle", "other-edit"]));
    expect(setup.otherContext).toEqual(passageOf({ ...FIRST_RECIPE, seed: 2 }));
    play([...answered, { type: "finished" }]);
    expect(liveRun(playground.store.getState(), "edit", "knowledge")?.status).toBe("finished");
    await vi.advanceTimersByTimeAsync(5000);
    // The run has asked these questions itself, and nobody was taken for stuck.
    expect(sent("start")).toHaveLength(2);
    expect(workers).toHaveLength(1);
  });

  it("is asked anew of another version of the model", async () => {
    const playground = await open();
    play([...answered, { type: "finished" }]);
    worker().say({ type: "versionInForce", name: "Mine" });
    await vi.advanceTimersByTimeAsync(1000);
    expect(sent("start")).toHaveLength(2);
    expect(playground.store.getState().preview).toBeNull();
  });

  it("is for the embedded model only", async () => {
    const playground = await open();
    play([...answered, { type: "finished" }]);
    expect(firstResult(playground.store.getState(), taskEntry(PASSAGES))?.total).toBe(12);
    worker().say({ type: "modelLoaded", model: info("real") });
    await vi.advanceTimersByTimeAsync(1000);
    expect(sent("start")).toHaveLength(1);
    // What one model said is not what another would say.
    expect(playground.store.getState().preview).toBeNull();
  });
});

describe("switching models", () => {
  it("keeps the text and moves settings that nobody changed", async () => {
    const playground = await open();
    changePassage(playground, { text: "Anna plays the cello." });
    playground.setups.changeSetting(PASSAGES, "edits", 2);
    worker().say({ type: "modelLoaded", model: info("real") });
    expect(passageDraftOf(playground).passage.text).toBe("Anna plays the cello.");
    expect(setupOf(playground).settings).toMatchObject({ format: "rewrite", maxSteps: 400, edits: 2 });
    playground.setups.changeSetting(PASSAGES, "loraRank", 4);
    worker().say({ type: "modelLoaded", model: info("embedded-reader") });
    expect(setupOf(playground).settings).toMatchObject({ loraRank: 4, maxSteps: 400 });
  });
});

describe("passages of the world", () => {
  it("are the same for the same seed and difficulty, and survive a reload with them", async () => {
    const disk = memoryStore();
    const playground = await open(disk);
    await generate(reachOf(playground), { seed: 7, people: 2 });
    const { passage, recipe } = passageDraftOf(playground);
    expect(recipe).toEqual({ ...FIRST_RECIPE, seed: 7, people: 2 });
    await generate(reachOf(playground));
    expect(passageDraftOf(playground).passage.text).not.toBe(passage.text);
    await generate(reachOf(playground), { seed: 7 });
    expect(passageDraftOf(playground).passage).toEqual(passage);
    expect(playground.store.getState().notices).toEqual([]);
    await vi.advanceTimersByTimeAsync(1000);
    const reloaded = await open(disk);
    expect(passageDraftOf(reloaded)).toMatchObject({ passage, recipe });
  });

  it("never take the place of one's own text without a way back", async () => {
    const playground = await open();
    changePassage(playground, { text: "My own words." });
    await generate(reachOf(playground));
    const [notice] = playground.store.getState().notices;
    notice!.action!.act();
    expect(passageDraftOf(playground).passage.text).toBe("My own words.");
  });

  it("can be told from one's own facts, with a question of each depth", async () => {
    const playground = await open();
    reachOf(playground).onChange((draft) => ({
      ...draft,
      facts: [
        { id: "f0", person: "Zoë", relation: "instrument", value: "Cello" },
        { id: "f1", person: "Bo", relation: "book", value: "Ulysses" },
      ],
    }));
    await tellFacts(reachOf(playground));
    const { passage } = passageDraftOf(playground);
    expect(passage.text).toMatch(/Zoë .* cello\./);
    expect(passage.text).toMatch(/Bo .* Ulysses\./);
    expect(passage.questions.map(({ kind }) => kind).sort()).toEqual([
      "direct",
      "direct",
      "reversed",
      "two-hop",
      "which",
      "which",
    ]);
    expect(passage.questions.flatMap(({ answers }) => answers).sort()).toEqual([
      "Bo",
      "Bo",
      "Ulysses",
      "Zoë",
      "cello",
      "strings",
    ]);
  });

  it("are not told from facts that would make two answers", async () => {
    const playground = await open();
    const before = passageDraftOf(playground).passage;
    reachOf(playground).onChange((draft) => ({
      ...draft,
      facts: [
        { id: "f0", person: "Zoë", relation: "book", value: "Ulysses" },
        { id: "f1", person: "Bo", relation: "book", value: "Ulysses" },
      ],
    }));
    await tellFacts(reachOf(playground));
    expect(passageDraftOf(playground).passage).toBe(before);
  });

  it("fill the form from the text, and questions from what was typed", async () => {
    const playground = await open();
    changePassage(playground, { text: "Anna plays the cello. Bo wrote Ulysses." });
    await readFacts(reachOf(playground));
    expect(passageDraftOf(playground).facts).toMatchObject([
      { person: "Anna", relation: "instrument", value: "cello" },
      { person: "Bo", relation: "book", value: "Ulysses" },
    ]);
    await askAboutText(reachOf(playground));
    const { questions } = passageDraftOf(playground).passage;
    expect(questions.map(({ answers }) => answers)).toEqual([
      "cello",
      "strings",
      "Ulysses",
      "Bo",
      "Anna",
      "Bo",
    ]);
  });
});
