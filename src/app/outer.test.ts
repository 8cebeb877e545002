import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { contextsOf } from "../../experiments/rlContexts.ts";
import type { FakeWorker } from "../../test/fakeWorker.ts";
import { TEST_SETTINGS } from "../../test/knowledgeSettings.ts";
import { memoryStore } from "../../test/memoryStore.ts";
import { openPlayground } from "../../test/openPlayground.ts";
import { type OuterRan, runOuter } from "../../test/outerLoopRun.ts";
import { replay } from "../runs/reduceRun.ts";
import type { RoundsEvent } from "../runs/rounds/events.ts";
import { roundsKind } from "../runs/rounds/kind.ts";
import { roundsProgress } from "../runs/rounds/progress.ts";
import { knowledgeOuter } from "../tasks/knowledge/metadataOuter.ts";
import { CANCEL_PATIENCE_MS } from "./engineClient.ts";
import { loadWorld } from "./loadWorld.ts";
import { matchingOuterPreset, outerIssues } from "./outerDraft.ts";
import type { KeyValueStore } from "./persistence.ts";
import type { Playground } from "./playground.ts";
import { outerDraft } from "./playgroundState.ts";

let ran: OuterRan;
let workers: FakeWorker[];

beforeAll(async () => {
  ran = await runOuter();
});
beforeEach(() => {
  workers = [];
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

const worker = () => workers.at(-1)!;
const outerOf = (playground: Playground) => playground.store.getState().outer;

async function open(disk: KeyValueStore = memoryStore(), hash = ""): Promise<Playground> {
  const playground = await openPlayground({ disk, hash, workers });
  worker().say({ type: "workerReady", version: 2 });
  const model = ran.state.model;
  worker().say({ type: "modelLoaded", model });
  await vi.advanceTimersByTimeAsync(10);
  return playground;
}

/** The fake's run of the outer loop under the id that the page gave it. */
function told(runId: string): RoundsEvent[] {
  return ran.events.map((event) => ({ ...event, runId }));
}

async function start(playground: Playground): Promise<RoundsEvent[]> {
  await playground.outer.start();
  const command = worker().sent.at(-1);
  if (command?.type !== "startOuter") throw new Error("No rounds were started.");
  return told(command.runId);
}

function play(events: readonly RoundsEvent[]): void {
  for (const event of events) worker().post({ channel: "run", kind: "rounds", event });
}

function tellWriters(runId: string): void {
  for (const [round, update] of ran.writers) worker().post({ channel: "writer", runId, round, update });
}

const upTo = (events: readonly RoundsEvent[], type: string, nth = 0) => {
  const places = events.flatMap(({ body }, index) => (body.type === type ? [index] : []));
  return events.slice(0, places[nth]! + 1);
};

describe("learning to edit", () => {
  it("shows a run exactly as its log replays, keeps it with the writer's updates, and deletes all of it", async () => {
    const disk = memoryStore();
    const playground = await open(disk);
    const events = await start(playground);
    const { runId } = events[0]!;
    tellWriters(runId);
    play(events.slice(0, -1));
    await vi.advanceTimersByTimeAsync(500);
    play(events.slice(-1));
    await vi.advanceTimersByTimeAsync(500);
    const { live, runs, engaged } = outerOf(playground);
    expect(live).toEqual(replay(roundsKind, events));
    expect(engaged).toBeNull();
    expect(runs).toMatchObject([{ runId, status: "finished" }]);
    expect(runs[0]?.rounds).toHaveLength(3);
    expect((await disk.keys()).filter((key) => key.startsWith("outer-writer:"))).toHaveLength(2);

    const reloaded = await open(disk);
    expect(outerOf(reloaded).runs).toEqual(runs);
    expect(outerOf(reloaded).live).toBeNull();
    await reloaded.outer.open(runId);
    expect(outerOf(reloaded).live).toEqual(live);
    await reloaded.outer.remove(runId);
    expect((await disk.keys()).filter((key) => key.includes(runId))).toEqual([]);
  });

  it("resumes after a reload with the whole log and the writer's updates", async () => {
    const disk = memoryStore();
    const playground = await open(disk);
    const events = await start(playground);
    const { runId } = events[0]!;
    tellWriters(runId);
    const early = upTo(events, "editRewarded", 5);
    play(early);
    await vi.advanceTimersByTimeAsync(500);

    const reloaded = await open(disk);
    expect(outerOf(reloaded)).toMatchObject({ engaged: null, live: { runId, status: "running" } });
    await reloaded.outer.resume();
    const command = worker().sent.at(-1);
    expect(command).toMatchObject({ type: "resumeOuter", events: early });
    expect(command?.type === "resumeOuter" && command.writers.map(({ round }) => round)).toEqual([1, 2]);
    play([{ ...early.at(-1)!, sequence: early.length, body: { type: "resumed" } }]);
    play(events.slice(early.length).map((event) => ({ ...event, sequence: event.sequence + 1 })));
    await vi.advanceTimersByTimeAsync(500);
    expect(outerOf(reloaded).live?.status).toBe("finished");
  });

  it("pauses, goes on, and excludes a run of one edit", async () => {
    const playground = await open();
    const events = await start(playground);
    const early = upTo(events, "editRewarded");
    play(early);
    playground.outer.pause();
    expect(worker().sent.at(-1)?.type).toBe("pauseOuter");
    expect(outerOf(playground).asked).toBe("pause");
    play([{ ...early.at(-1)!, sequence: early.length, body: { type: "paused" } }]);
    expect(outerOf(playground)).toMatchObject({ asked: null, live: { status: "paused" } });
    playground.runs.start(false);
    expect(worker().sent.at(-1)?.type).toBe("pauseOuter");
    playground.outer.continue();
    expect(worker().sent.at(-1)?.type).toBe("continueOuter");
  });

  it("does not start while a run of one edit goes on", async () => {
    const playground = await open();
    playground.runs.start(false);
    await playground.outer.start();
    expect(worker().sent.at(-1)?.type).toBe("startRun");
  });

  it("ends a stuck run itself, and may resume it", async () => {
    const playground = await open();
    play(upTo(await start(playground), "editRewarded"));
    playground.outer.cancel();
    await vi.advanceTimersByTimeAsync(CANCEL_PATIENCE_MS + 200);
    expect(workers).toHaveLength(2);
    expect(outerOf(playground)).toMatchObject({ engaged: null, live: { status: "cancelled" } });
  });

  it("says so when the worker dies, and keeps the log", async () => {
    const playground = await open();
    play(upTo(await start(playground), "editRewarded"));
    worker().crash("out of memory");
    const { live, engaged } = outerOf(playground);
    expect(live).toMatchObject({ status: "failed", lastFinished: { round: 0, edit: 0 } });
    expect(live?.failure?.message).toContain("out of memory");
    expect(engaged).toBeNull();
  });

  it("resumes after a lost GPU: the log up to the last finished edit goes to the fresh worker", async () => {
    const playground = await open();
    const events = await start(playground);
    const early = upTo(events, "editRewarded", 3);
    const failure = { kind: "gpu-lost", message: "The GPU was lost.", advice: "Load the model again." };
    const lost = {
      ...early.at(-1)!,
      sequence: early.length,
      body: { type: "failed" as const, failure },
    };
    play([...early, lost]);
    worker().crash("The GPU was lost.");
    expect(outerOf(playground)).toMatchObject({ engaged: null, live: { status: "failed", failure } });
    worker().say({ type: "workerReady", version: 2 });
    worker().say({ type: "modelLoaded", model: ran.state.model });
    await vi.advanceTimersByTimeAsync(10);
    await playground.outer.resume();
    expect(workers).toHaveLength(2);
    expect(worker().sent.at(-1)).toMatchObject({ type: "resumeOuter", events: [...early, lost] });
  });

  it("goes on in memory where the disk is full in mid-round, and says so once", async () => {
    const disk = memoryStore();
    const playground = await open(disk);
    const events = await start(playground);
    const { runId } = events[0]!;
    const early = upTo(events, "editRewarded", 8);
    play(early);
    await vi.advanceTimersByTimeAsync(500);
    disk.refuse(new DOMException("No room.", "QuotaExceededError"));
    play(events.slice(early.length));
    tellWriters(runId);
    await vi.advanceTimersByTimeAsync(500);
    const { live, runs } = outerOf(playground);
    expect(live?.status).toBe("finished");
    expect(runs).toMatchObject([{ runId, status: "finished" }]);
    const warnings = playground.store.getState().notices.filter(({ tone }) => tone === "warning");
    expect(warnings.map(({ message }) => message)).toEqual([
      "The browser's storage is full: new runs and changes are kept only until this tab is closed. What is under way goes on, and what was stored before stays: after a reload, rounds and streams would resume from there. Export what you need.",
    ]);
    // All of it is still at hand in this tab.
    expect(await playground.outer.archive.loadLog(runId)).toEqual(events);
    expect(await playground.outer.archive.loadWriters(runId)).toHaveLength(2);

    disk.refuse(null);
    const reloaded = await open(disk);
    expect(outerOf(reloaded).live).toMatchObject({ runId, status: "running" });
    expect(await reloaded.outer.archive.loadLog(runId)).toEqual(early);
    await reloaded.outer.resume();
    expect(worker().sent.at(-1)).toMatchObject({ type: "resumeOuter", events: early });
  });

  it("is free again when the engine refuses the rounds", async () => {
    const playground = await open();
    await start(playground);
    const failure = { kind: "bad-input", message: "No.", advice: "Wait." };
    worker().say({ type: "engineFailed", failure });
    expect(outerOf(playground).engaged).toBeNull();
    expect(playground.store.getState().notices.at(-1)?.message).toBe("No.");
  });

  it("sends the settings as they stand, follows the model, and keeps what was changed", async () => {
    const disk = memoryStore();
    const playground = await open(disk);
    expect(outerDraft(playground.store.getState()).heldOut).toBe(4);
    playground.outer.changeSetting("rounds", "keep", "all");
    playground.outer.changeSetting("writer", "epochs", 3);
    await start(playground);
    expect(worker().sent.at(-1)).toMatchObject({
      settings: { keep: "all", contextsPerRound: 4, writer: { epochs: 3 } },
      heldOut: { length: 4 },
      contexts: { length: 10 },
    });
    const reloaded = await open(disk);
    expect(outerDraft(reloaded.store.getState()).outer.writer.epochs).toBe(3);
    reloaded.outer.changeSetting("rounds", "contextsPerRound", 11);
    const before = worker().sent.length;
    await reloaded.outer.start();
    expect(worker().sent).toHaveLength(before);
  });

  it("does not keep what solves where a control is to choose", async () => {
    const playground = await open();
    playground.outer.changeSetting("rounds", "keep", "solving");
    playground.outer.changeSetting("rounds", "reward", "length");
    const draft = () => outerDraft(playground.store.getState());
    expect(outerIssues(knowledgeOuter, draft(), 14)).toMatchObject([{ part: "rounds", key: "keep" }]);
    expect(matchingOuterPreset(knowledgeOuter, draft())).toBeUndefined();
    playground.outer.choosePreset("default");
    expect(draft().outer).toMatchObject({ reward: "length", keep: "best" });
    expect(outerIssues(knowledgeOuter, draft(), 14)).toEqual([]);
  });

  it("is opened by its address", async () => {
    expect((await open(memoryStore(), "#view=rounds")).store.getState().view).toBe("rounds");
    expect((await open()).store.getState().view).toBe("edit");
  });

  it("has the passages of npm run rl", async () => {
    const { outerPassages } = await loadWorld();
    const { training, heldOut } = await contextsOf({
      task: { id: "knowledge", passages: undefined, settings: TEST_SETTINGS },
      heldOut: 2,
      outer: { ...ran.state.settings, seed: 7, rounds: 1, contextsPerRound: 3 },
    });
    const contexts = (named: typeof training) => named.map(({ context }) => context);
    expect(outerPassages(7, 3, 2)).toEqual({ training: contexts(training), heldOut: contexts(heldOut) });
  });
});

describe("progress", () => {
  const progressAfter = (type: string, nth = 0) => {
    return roundsProgress(replay(roundsKind, upTo(ran.events, type, nth)));
  };

  it("names the work and counts the edits", () => {
    expect(progressAfter("started")).toMatchObject({ done: 0, total: 18, secondsLeft: null });
    expect(progressAfter("editWritten").work).toMatchObject({
      kind: "judging",
      set: "held-out",
      place: 1,
      edit: 1,
    });
    expect(progressAfter("roundStarted", 1).work).toMatchObject({
      kind: "writing",
      set: "training",
      place: 1,
      of: 2,
    });
    expect(progressAfter("editRewarded", 2).work).toMatchObject({
      kind: "judging",
      set: "training",
      edit: 2,
    });
    expect(progressAfter("writerStep").work).toMatchObject({ kind: "writer", step: 1 });
    expect(progressAfter("writerMerged").work).toMatchObject({ kind: "writing", set: "held-out", place: 1 });
    expect(progressAfter("finished")).toMatchObject({ done: 18, secondsLeft: 0 });
  });
});
