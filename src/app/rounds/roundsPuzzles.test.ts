import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readRlOptions } from "../../../experiments/rlOptions.ts";
import { memoryStore } from "../../../test/memoryStore.ts";
import { forget, grid, info, loads, open as openPage, reader, worker } from "../../../test/puzzlesPage.ts";
import { runRounds } from "../../../test/roundsRun.ts";
import { summariseRun } from "../../runs/reduceRun.ts";
import { type RoundsBody, roundsSetupSchema } from "../../runs/rounds/events.ts";
import { roundsKind } from "../../runs/rounds/kind.ts";
import { GRID_MODEL_ID } from "../../tasks/arc/gridModels.ts";
import { ARC_ROUNDS_PRESETS } from "../../tasks/arc/roundsMetadata.ts";
import { EMBEDDED_MODEL_ID } from "../../tasks/knowledge/metadata.ts";
import type { KeyValueStore } from "../persistence.ts";
import type { Playground } from "../playground.ts";
import { runsOf, shownRun } from "../runs/runsState.ts";
import { draftOf } from "./rounds.ts";

beforeEach(() => {
  forget();
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

const stateOf = (playground: Playground) => playground.store.getState();
const shown = (playground: Playground) =>
  shownRun(stateOf(playground), "rounds", stateOf(playground).roundsTask);
const draftNow = async (playground: Playground) =>
  draftOf((await playground.rounds.open()).store.getState(), stateOf(playground).roundsTask);
const GRIDS = ARC_ROUNDS_PRESETS[0]!.settings;

const loaded = (id: string) => worker().say({ type: "modelLoaded", model: info(id) });

/** The page in its rounds, with the two models that come with it. */
async function open(disk: KeyValueStore = memoryStore()): Promise<Playground> {
  const playground = await openPage([reader, grid], "#view=rounds", disk);
  await playground.rounds.open();
  await vi.advanceTimersByTimeAsync(10);
  return playground;
}

/** What the worker was asked to load last. */
const asked = () => loads().at(-1);

async function startPuzzles(playground: Playground) {
  await (await playground.rounds.open()).chooseTask("arc");
  loaded(GRID_MODEL_ID);
  await (await playground.rounds.open()).start();
  const command = worker().sent.at(-1);
  if (command?.type !== "start" || command.kind !== "rounds") throw new Error("No rounds were started.");
  return { runId: command.runId, ...roundsSetupSchema.parse(command.setup) };
}

describe("learning to choose how to train on puzzles", () => {
  it("loads the grid model for puzzles, the text model for passages, and keeps either for the versions", async () => {
    const playground = await open();
    expect(asked()).toBe(EMBEDDED_MODEL_ID);
    loaded(EMBEDDED_MODEL_ID);
    await (await playground.rounds.open()).chooseTask("arc");
    expect(asked()).toBe(GRID_MODEL_ID);
    loaded(GRID_MODEL_ID);
    playground.show("versions");
    expect(asked()).toBe(GRID_MODEL_ID);
    playground.show("rounds");
    await (await playground.rounds.open()).chooseTask("knowledge");
    expect(asked()).toBe(EMBEDDED_MODEL_ID);
  });

  it("starts with the puzzles and settings of npm run rl -- --task arc", async () => {
    const command = await startPuzzles(await open());
    const { training, heldOut } = await readRlOptions(["--task", "arc", "--json", "j"]).source({
      heldOut: GRIDS.heldOut,
      rounds: GRIDS.outer,
    });
    expect(command).toMatchObject({ task: "arc", settings: GRIDS.outer, taskSettings: GRIDS.task });
    expect(command.contexts).toEqual(training.map(({ context }) => context));
    expect(command.heldOut).toEqual(heldOut.map(({ context }) => context));
  });

  it("waits for the grid model", async () => {
    const playground = await open();
    loaded(EMBEDDED_MODEL_ID);
    await (await playground.rounds.open()).chooseTask("arc");
    await (await playground.rounds.open()).start();
    expect(worker().sent.some((command) => command.type === "start" && command.kind === "rounds")).toBe(
      false,
    );
  });

  it("keeps the two tasks' set-ups and runs apart, and opens at the task of last time", async () => {
    const disk = memoryStore();
    const playground = await open(disk);
    loaded(EMBEDDED_MODEL_ID);
    (await playground.rounds.open()).changeSetting("rounds", "samples", 3);
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
    (await playground.rounds.open()).changeSetting("rounds", "samples", 9);
    expect(runsOf(stateOf(playground), "rounds", stateOf(playground).roundsTask)).toMatchObject([
      { runId, task: "arc" },
    ]);

    await (await playground.rounds.open()).chooseTask("knowledge");
    expect(shown(playground)).toBeNull();
    expect(runsOf(stateOf(playground), "rounds", stateOf(playground).roundsTask)).toEqual([]);
    expect((await draftNow(playground)).outer.samples).toBe(3);
    // Its log is still being read when the other one is chosen again.
    const rounds = await playground.rounds.open();
    await Promise.all(["arc", "knowledge"].map((one) => rounds.chooseTask(one)));
    expect(stateOf(playground).roundsTask).toBe("knowledge");
    expect(shown(playground)).toBeNull();
    await (await playground.rounds.open()).chooseTask("arc");
    expect(shown(playground)).toMatchObject({ runId, task: "arc" });

    const reloaded = await open(disk);
    expect(stateOf(reloaded).roundsTask).toBe("arc");
    expect((await draftNow(reloaded)).outer.samples).toBe(9);
  });

  it("says so where rounds are of a task that it does not know", async () => {
    const disk = memoryStore();
    const playground = await open(disk);
    const { events, state } = await runRounds();
    const foreign = events.map((event) =>
      event.body.type === "started" ? { ...event, body: { ...event.body, task: "chess" } } : event,
    );
    await playground.archive.save(
      "rounds",
      summariseRun(roundsKind, { ...state, task: "chess" }, "own"),
      foreign,
    );
    await playground.library.open("rounds", foreign[0]!.runId);
    expect(stateOf(playground).roundsTask).toBe("knowledge");
    expect(shown(playground)).toBeNull();
    expect(stateOf(playground).notices.at(-1)?.message).toBe(
      "This run of rounds is of the task “chess”, which this page does not know.",
    );
  });

  it("stays with its task while rounds go on", async () => {
    const playground = await open();
    await startPuzzles(playground);
    await (await playground.rounds.open()).chooseTask("knowledge");
    expect(stateOf(playground).roundsTask).toBe("arc");
  });
});
