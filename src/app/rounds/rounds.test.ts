import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { readRlOptions } from "../../../experiments/rlOptions.ts";
import { claimsOfABrowser } from "../../../test/claimsOfABrowser.ts";
import type { FakeWorker } from "../../../test/fakeWorker.ts";
import { memoryStore } from "../../../test/memoryStore.ts";
import { openPlayground } from "../../../test/openPlayground.ts";
import { type RoundsRan, runRounds } from "../../../test/roundsRun.ts";
import { replay } from "../../runs/reduceRun.ts";
import type { RoundsEvent } from "../../runs/rounds/events.ts";
import { roundsKind } from "../../runs/rounds/kind.ts";
import { loadWorld } from "../../tasks/knowledge/page/world/loadWorld.ts";
import { knowledgeRounds } from "../../tasks/knowledge/roundsMetadata.ts";
import { CANCEL_PATIENCE_MS } from "../engine/engineClient.ts";
import type { KeyValueStore } from "../persistence.ts";
import type { Playground } from "../playground.ts";
import type { ClaimRun } from "../runs/claimRun.ts";
import { leaseOf, shownRun } from "../runs/runsState.ts";
import { draftOf } from "./rounds.ts";
import { matchingRoundsPreset, roundsIssues } from "./roundsDraft.ts";

let ran: RoundsRan;
let workers: FakeWorker[];

beforeAll(async () => {
  ran = await runRounds();
  // Fetched before the clock is a fake one.
  await import("./rounds.ts");
});
beforeEach(() => {
  workers = [];
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

const worker = () => workers.at(-1)!;
/** What is shown of the rounds on screen. */
function shownOf(playground: Playground) {
  const state = playground.store.getState();
  const live = shownRun(state, "rounds", state.roundsTask);
  const engaged = leaseOf(state, "rounds")?.runId ?? null;
  return { live, runs: state.runs.rounds.list, engaged, asked: state.engine?.asked ?? null };
}

/** What the rounds of the task on screen are set to. */
async function draftNow(playground: Playground) {
  return draftOf((await playground.rounds.open()).store.getState(), playground.store.getState().roundsTask);
}

async function open(
  disk: KeyValueStore = memoryStore(),
  hash = "",
  claimRun?: ClaimRun,
): Promise<Playground> {
  const playground = await openPlayground({ disk, hash, workers, claimRun });
  worker().say({ type: "workerReady", version: 3 });
  const model = ran.state.model;
  worker().say({ type: "modelLoaded", model });
  await playground.rounds.open();
  await vi.advanceTimersByTimeAsync(10);
  return playground;
}

/** The fake's run of the outer loop under the id that the page gave it. */
function told(runId: string): RoundsEvent[] {
  return ran.events.map((event) => ({ ...event, runId }));
}

async function start(playground: Playground): Promise<RoundsEvent[]> {
  await (await playground.rounds.open()).start();
  const command = worker().sent.at(-1);
  if (command?.type !== "start") throw new Error("No rounds were started.");
  return told(command.runId);
}

function play(events: readonly RoundsEvent[]): void {
  for (const event of events) worker().post({ channel: "run", kind: "rounds", event });
}

function tellWriters(runId: string): void {
  for (const [round, update] of ran.writers)
    worker().post({
      channel: "attachment",
      kind: "rounds",
      runId,
      key: String(round),
      value: { round, update },
    });
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
    const { live, runs, engaged } = shownOf(playground);
    expect(live).toEqual(replay(roundsKind, events));
    expect(engaged).toBeNull();
    expect(runs).toMatchObject([{ runId, status: "finished" }]);
    expect(runs[0]?.rounds).toHaveLength(3);
    expect((await disk.keys()).filter((key) => key.startsWith("outer-writer:"))).toHaveLength(2);

    const reloaded = await open(disk);
    expect(shownOf(reloaded).runs).toEqual(runs);
    expect(shownOf(reloaded).live).toBeNull();
    await reloaded.library.open("rounds", runId);
    expect(shownOf(reloaded).live).toEqual(live);
    await reloaded.library.remove("rounds", runId);
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
    expect(shownOf(reloaded)).toMatchObject({ engaged: null, live: { runId, status: "running" } });
    await reloaded.runs.resume("rounds", "knowledge");
    const command = worker().sent.at(-1);
    expect(command).toMatchObject({ type: "resume", kind: "rounds", runId, events: early });
    expect(command).toMatchObject({ attachments: [{ round: 1 }, { round: 2 }] });
    play([{ ...early.at(-1)!, sequence: early.length, body: { type: "resumed" } }]);
    play(events.slice(early.length).map((event) => ({ ...event, sequence: event.sequence + 1 })));
    await vi.advanceTimersByTimeAsync(500);
    expect(shownOf(reloaded).live?.status).toBe("finished");
  });

  it("pauses, goes on, and excludes a run of one edit", async () => {
    const playground = await open();
    const events = await start(playground);
    const early = upTo(events, "editRewarded");
    play(early);
    playground.runs.pause();
    expect(worker().sent.at(-1)?.type).toBe("pause");
    expect(shownOf(playground).asked).toBe("pause");
    play([{ ...early.at(-1)!, sequence: early.length, body: { type: "paused" } }]);
    expect(shownOf(playground)).toMatchObject({ asked: null, live: { status: "paused" } });
    playground.edit.start("knowledge", false);
    expect(worker().sent.at(-1)?.type).toBe("pause");
    playground.runs.continue();
    expect(worker().sent.at(-1)?.type).toBe("continue");
  });

  it("does not give up what is being resumed when Pause is pressed too soon", async () => {
    const disk = memoryStore();
    play(upTo(await start(await open(disk)), "editRewarded", 5));
    await vi.advanceTimersByTimeAsync(500);
    const reloaded = await open(disk);
    const resumed = reloaded.runs.resume("rounds", "knowledge");
    reloaded.runs.pause();
    await resumed;
    expect(worker().sent.at(-1)?.type).toBe("resume");
  });

  it("does not start while a run of one edit goes on", async () => {
    const playground = await open();
    playground.edit.start("knowledge", false);
    await (await playground.rounds.open()).start();
    expect(worker().sent.at(-1)).toMatchObject({ type: "start", kind: "edit" });
  });

  it("ends a stuck run itself, and may resume it", async () => {
    const playground = await open();
    play(upTo(await start(playground), "editRewarded"));
    playground.runs.cancel();
    await vi.advanceTimersByTimeAsync(CANCEL_PATIENCE_MS + 200);
    expect(workers).toHaveLength(2);
    expect(shownOf(playground)).toMatchObject({ engaged: null, live: { status: "cancelled" } });
  });

  it("says so when the worker dies, and keeps the log", async () => {
    const playground = await open();
    play(upTo(await start(playground), "editRewarded"));
    worker().crash("out of memory");
    const { live, engaged } = shownOf(playground);
    expect(live).toMatchObject({ status: "failed", lastFinished: { round: 0, edit: 0 } });
    expect(live?.failure?.message).toContain("out of memory");
    expect(engaged).toBeNull();
  });

  it("goes on by itself after a lost GPU: the log up to the last finished edit goes to the fresh worker", async () => {
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
    worker().say({ type: "engineDied", failure });
    expect(shownOf(playground)).toMatchObject({ engaged: null, live: { status: "failed", failure } });
    worker().say({ type: "workerReady", version: 3 });
    worker().say({ type: "modelLoaded", model: ran.state.model });
    await vi.advanceTimersByTimeAsync(10);
    expect(workers).toHaveLength(2);
    expect(worker().sent.at(-1)).toMatchObject({ type: "resume", events: [...early, lost] });
    // What was said of it is over.
    expect(playground.store.getState().notices).toEqual([]);
  });

  it("is resumed in one tab only, and from what the other has done", async () => {
    const disk = memoryStore();
    const claimRun = claimsOfABrowser();
    const playground = await open(disk, "", claimRun);
    const events = await start(playground);
    const early = upTo(events, "editRewarded", 2);
    const later = upTo(events, "editRewarded", 5);
    play(early);
    await vi.advanceTimersByTimeAsync(500);
    const first = worker();
    const other = await open(disk, "", claimRun);
    expect(shownOf(other).live).toMatchObject({ status: "running" });
    await other.runs.resume("rounds", "knowledge");
    expect(other.store.getState().notices.at(-1)?.message).toBe(
      "This run of rounds is going on in another tab.",
    );
    await other.library.remove("rounds", events[0]!.runId);
    expect(shownOf(other)).toMatchObject({ engaged: null, runs: [{ status: "running" }] });

    const cancelled = { ...later.at(-1)!, sequence: later.length, body: { type: "cancelled" as const } };
    for (const event of [...later.slice(early.length), cancelled]) {
      first.post({ channel: "run", kind: "rounds", event });
    }
    await vi.advanceTimersByTimeAsync(500);
    await other.runs.resume("rounds", "knowledge");
    expect(worker().sent.at(-1)).toMatchObject({ type: "resume", events: [...later, cancelled] });
  });

  it.each(["removed", "resumed"])(
    "a cancelled run that is still being written is %s as asked",
    async (what) => {
      const memory = memoryStore();
      const slow = async () => new Promise<void>((resolve) => setTimeout(resolve, 300));
      const disk = {
        ...memory,
        set: async (key: string, value: unknown) => memory.set(key, await slow().then(() => value)),
      };
      const playground = await open(disk, "", claimsOfABrowser());
      const events = await start(playground);
      const { runId } = events[0]!;
      const early = upTo(events, "editRewarded", 2);
      play(early);
      await vi.advanceTimersByTimeAsync(5000);
      play([{ ...early.at(-1)!, sequence: early.length, body: { type: "cancelled" as const } }]);
      const asked =
        what === "removed"
          ? playground.library.remove("rounds", runId)
          : playground.runs.resume("rounds", "knowledge");
      await vi.advanceTimersByTimeAsync(5000);
      await asked;
      const said = playground.store.getState().notices.map(({ message }) => message);
      expect(said).toEqual(what === "removed" ? [expect.stringContaining("is deleted")] : []);
      if (what === "removed") expect((await memory.keys()).filter((key) => key.includes(runId))).toEqual([]);
      else expect(worker().sent.at(-1)).toMatchObject({ type: "resume", runId });
    },
  );

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
    const { live, runs } = shownOf(playground);
    expect(live?.status).toBe("finished");
    expect(runs).toMatchObject([{ runId, status: "finished" }]);
    const warnings = playground.store.getState().notices.filter(({ tone }) => tone === "warning");
    expect(warnings.map(({ message }) => message)).toEqual([
      "The browser's storage is full: new runs and changes are kept only until this tab is closed. What is under way goes on, and what was stored before stays: after a reload, rounds and streams would resume from there. Export what you need.",
    ]);
    // All of it is still at hand in this tab.
    expect(await playground.archive.load(roundsKind, runId)).toEqual(events);
    expect(await playground.archive.attachments("rounds", runId)).toHaveLength(2);

    disk.refuse(null);
    const reloaded = await open(disk);
    expect(shownOf(reloaded).live).toMatchObject({ runId, status: "running" });
    expect(await reloaded.archive.load(roundsKind, runId)).toEqual(early);
    await reloaded.runs.resume("rounds", "knowledge");
    expect(worker().sent.at(-1)).toMatchObject({ type: "resume", events: early });
  });

  it("is free again when the engine refuses the rounds", async () => {
    const playground = await open();
    await start(playground);
    const failure = { kind: "bad-input", message: "No.", advice: "Wait." };
    worker().say({ type: "engineFailed", failure });
    expect(shownOf(playground).engaged).toBeNull();
    expect(playground.store.getState().notices.at(-1)?.message).toBe("No.");
  });

  it("sends the settings as they stand, follows the model, and keeps what was changed", async () => {
    const disk = memoryStore();
    const playground = await open(disk);
    expect((await draftNow(playground)).heldOut).toBe(4);
    (await playground.rounds.open()).changeSetting("rounds", "keep", "all");
    (await playground.rounds.open()).changeSetting("writer", "epochs", 3);
    await start(playground);
    expect(worker().sent.at(-1)).toMatchObject({
      setup: {
        settings: { keep: "all", contextsPerRound: 4, writer: { epochs: 3 } },
        heldOut: { length: 4 },
        contexts: { length: 10 },
      },
    });
    const reloaded = await open(disk);
    expect((await draftNow(reloaded)).outer.writer.epochs).toBe(3);
    (await reloaded.rounds.open()).changeSetting("rounds", "contextsPerRound", 11);
    const before = worker().sent.length;
    await (await reloaded.rounds.open()).start();
    expect(worker().sent).toHaveLength(before);
  });

  it("does not keep what solves where a control is to choose", async () => {
    const playground = await open();
    (await playground.rounds.open()).changeSetting("rounds", "keep", "solving");
    (await playground.rounds.open()).changeSetting("rounds", "reward", "length");
    const draft = () => draftNow(playground);
    expect(roundsIssues(knowledgeRounds, await draft(), 14)).toMatchObject([{ part: "rounds", key: "keep" }]);
    expect(matchingRoundsPreset(knowledgeRounds, await draft())).toBeUndefined();
    (await playground.rounds.open()).choosePreset("default");
    expect((await draft()).outer).toMatchObject({ reward: "length", keep: "best" });
    expect(roundsIssues(knowledgeRounds, await draft(), 14)).toEqual([]);
  });

  it("is opened by its address", async () => {
    expect((await open(memoryStore(), "#view=rounds")).store.getState().view).toBe("rounds");
    expect((await open()).store.getState().view).toBe("edit");
  });

  it("has the passages of npm run rl", async () => {
    const { roundsPassages } = await loadWorld();
    const { training, heldOut } = await readRlOptions(["--json", "j"]).source({
      heldOut: 2,
      rounds: { ...ran.state.settings, seed: 7, rounds: 1, contextsPerRound: 3 },
    });
    const contexts = (named: typeof training) => named.map(({ context }) => context);
    expect(roundsPassages(7, 3, 2)).toEqual({ training: contexts(training), heldOut: contexts(heldOut) });
  });
});
