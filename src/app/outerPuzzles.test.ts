import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { contextsOf } from "../../experiments/rlContexts.ts";
import { memoryStore } from "../../test/memoryStore.ts";
import { runOuter } from "../../test/outerLoopRun.ts";
import { forget, grid, info, loads, open as openPage, reader, worker } from "../../test/puzzlesPage.ts";
import { summariseRun } from "../runs/reduceRun.ts";
import type { RoundsBody } from "../runs/rounds/events.ts";
import { roundsKind } from "../runs/rounds/kind.ts";
import { GRID_MODEL_ID } from "../tasks/arc/gridModel.ts";
import { ARC_OUTER_PRESETS } from "../tasks/arc/metadataOuter.ts";
import { EMBEDDED_MODEL_ID } from "../tasks/knowledge/metadata.ts";
import type { KeyValueStore } from "./persistence.ts";
import type { Playground } from "./playground.ts";
import { outerDraft, outerRuns } from "./playgroundState.ts";

beforeEach(() => {
  forget();
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

const stateOf = (playground: Playground) => playground.store.getState();
const GRIDS = ARC_OUTER_PRESETS[0]!.settings;

const loaded = (id: string) => worker().say({ type: "modelLoaded", model: info(id) });

/** The page in its rounds, with the two models that come with it. */
async function open(disk: KeyValueStore = memoryStore()): Promise<Playground> {
  const playground = await openPage([reader, grid], "#view=rounds", disk);
  await vi.advanceTimersByTimeAsync(10);
  return playground;
}

/** What the worker was asked to load last. */
const asked = () => loads().at(-1);

async function startPuzzles(playground: Playground) {
  await playground.outer.chooseTask("arc");
  loaded(GRID_MODEL_ID);
  await playground.outer.start();
  const command = worker().sent.at(-1);
  if (command?.type !== "startOuter") throw new Error("No rounds were started.");
  return command;
}

describe("learning to choose how to train on puzzles", () => {
  it("loads the grid model for puzzles, the text model for passages, and keeps either for the versions", async () => {
    const playground = await open();
    expect(asked()).toBe(EMBEDDED_MODEL_ID);
    loaded(EMBEDDED_MODEL_ID);
    await playground.outer.chooseTask("arc");
    expect(asked()).toBe(GRID_MODEL_ID);
    loaded(GRID_MODEL_ID);
    playground.outer.show("versions");
    expect(asked()).toBe(GRID_MODEL_ID);
    playground.outer.show("rounds");
    await playground.outer.chooseTask("knowledge");
    expect(asked()).toBe(EMBEDDED_MODEL_ID);
  });

  it("starts with the puzzles and settings of npm run rl -- --task arc", async () => {
    const command = await startPuzzles(await open());
    const { training, heldOut } = await contextsOf({
      task: { id: "arc", size: "small", settings: GRIDS.task },
      heldOut: GRIDS.heldOut,
      outer: GRIDS.outer,
    });
    expect(command).toMatchObject({ task: "arc", settings: GRIDS.outer, taskSettings: GRIDS.task });
    expect(command.contexts).toEqual(training.map(({ context }) => context));
    expect(command.heldOut).toEqual(heldOut.map(({ context }) => context));
  });

  it("waits for the grid model", async () => {
    const playground = await open();
    loaded(EMBEDDED_MODEL_ID);
    await playground.outer.chooseTask("arc");
    await playground.outer.start();
    expect(worker().sent.some(({ type }) => type === "startOuter")).toBe(false);
  });

  it("keeps the two tasks' set-ups and runs apart, and opens at the task of last time", async () => {
    const disk = memoryStore();
    const playground = await open(disk);
    loaded(EMBEDDED_MODEL_ID);
    playground.outer.changeSetting("rounds", "samples", 3);
    const command = await startPuzzles(playground);
    const { runId, task, contexts, heldOut, settings, taskSettings } = command;
    const model = stateOf(playground).session.loaded!;
    const startedAt = new Date().toISOString();
    const bodies: RoundsBody[] = [
      { type: "started", task, contexts, heldOut, settings, taskSettings, model, startedAt },
      { type: "finished" },
    ];
    for (const [sequence, body] of bodies.entries()) {
      worker().post({
        channel: "run",
        kind: "rounds",
        event: { version: roundsKind.version, runId, sequence, atMs: sequence, body },
      });
    }
    await vi.advanceTimersByTimeAsync(500);
    playground.outer.changeSetting("rounds", "samples", 9);
    expect(outerRuns(stateOf(playground))).toMatchObject([{ runId, task: "arc" }]);

    await playground.outer.chooseTask("knowledge");
    expect(stateOf(playground).outer.live).toBeNull();
    expect(outerRuns(stateOf(playground))).toEqual([]);
    expect(outerDraft(stateOf(playground)).outer.samples).toBe(3);
    // Its log is still being read when the other one is chosen again.
    await Promise.all(["arc", "knowledge"].map((one) => playground.outer.chooseTask(one)));
    expect(stateOf(playground).outer).toMatchObject({ task: "knowledge", live: null });
    await playground.outer.chooseTask("arc");
    expect(stateOf(playground).outer.live).toMatchObject({ runId, task: "arc" });

    const reloaded = await open(disk);
    expect(stateOf(reloaded).outer.task).toBe("arc");
    expect(outerDraft(stateOf(reloaded)).outer.samples).toBe(9);
  });

  it("says so where rounds are of a task that it does not know", async () => {
    const disk = memoryStore();
    const playground = await open(disk);
    const { events, state } = await runOuter();
    const foreign = events.map((event) =>
      event.body.type === "started" ? { ...event, body: { ...event.body, task: "chess" } } : event,
    );
    await playground.outer.archive.save(
      summariseRun(roundsKind, { ...state, task: "chess" }, "own"),
      foreign,
    );
    await playground.outer.open(foreign[0]!.runId);
    expect(stateOf(playground).outer).toMatchObject({ task: "knowledge", live: null });
    expect(stateOf(playground).notices.at(-1)?.message).toBe(
      "These rounds are of the task “chess”, which this page does not know.",
    );
  });

  it("stays with its task while rounds go on", async () => {
    const playground = await open();
    await startPuzzles(playground);
    await playground.outer.chooseTask("knowledge");
    expect(stateOf(playground).outer.task).toBe("arc");
  });
});
