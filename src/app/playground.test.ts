import { describe, expect, it, vi } from "vitest";
import { claimsOfABrowser } from "../../test/claimsOfABrowser.ts";
import { recordedRun } from "../../test/fixtures/recordedRun.ts";
import { memoryStore, memoryUnloadStorage } from "../../test/memoryStore.ts";
import { openPlayground } from "../../test/openPlayground.ts";
import { ENTRY, liveOf, openedOf, playgroundWorld } from "../../test/playgroundWorld.ts";
import { changePassage, PASSAGES, passageDraftOf, reachOf, setupOf } from "../../test/setups.ts";
import { editKind } from "../runs/edit/kind.ts";
import { replay } from "../runs/reduceRun.ts";
import { writeRunFile } from "../runs/runFile.ts";
import { EXAMPLE_PASSAGES } from "../tasks/knowledge/examples/examples.ts";
import { EXAMPLES } from "../tasks/knowledge/page/examples.ts";
import { openedPassage } from "../tasks/knowledge/page/passage/openedPassage.ts";
import type { KeyValueStore } from "./persistence.ts";
import { replayOf } from "./runs/replay.ts";
import { liveRun, runsOf } from "./runs/runsState.ts";
import { notify } from "./store.ts";

const { open, start, worker, workers } = playgroundWorld();

describe("playground", () => {
  it("shows a live run exactly as its log replays, and keeps it", async () => {
    const disk = memoryStore();
    const playground = await open(disk);
    const log = start(playground);
    worker().play(log);
    const live = liveOf(playground);
    const runs = runsOf(playground.store.getState(), "edit", "knowledge");
    expect(live).toEqual(replay(editKind, log));
    expect(runs[0]?.results["self-edit"]).toMatchObject({ correct: 5, total: 7 });
    await vi.advanceTimersByTimeAsync(5000);

    const reloaded = await open(disk);
    await vi.advanceTimersByTimeAsync(10);
    const [run] = reloaded.store.getState().runs.edit.list;
    await reloaded.library.open("edit", run!.runId);
    expect(openedOf(reloaded)?.state).toEqual(live);
  });

  it("draws bursts of events at a rate a screen can use", async () => {
    const playground = await open();
    const log = start(playground);
    const drawn = vi.fn();
    playground.store.subscribe(
      (state, before) =>
        liveRun(state, "edit", "knowledge") !== liveRun(before, "edit", "knowledge") && drawn(),
    );
    worker().play(log.slice(0, 30));
    expect(drawn.mock.calls.length).toBeLessThan(5);
    await vi.advanceTimersByTimeAsync(100);
    expect(liveOf(playground)?.sequence).toBe(29);
  });

  it("leaves a run alone that another tab has", async () => {
    const disk = memoryStore();
    const claimRun = claimsOfABrowser();
    const playground = await openPlayground({ disk, claimRun, workers: workers() });
    const log = start(playground);
    worker().play(log.slice(0, 40));
    await vi.advanceTimersByTimeAsync(3000);
    const first = worker();
    const other = await openPlayground({ disk, claimRun, workers: workers() });
    await vi.advanceTimersByTimeAsync(10);
    expect(other.store.getState().runs.edit.list[0]?.status).toBe("running");
    first.play(log.slice(40));
    await vi.advanceTimersByTimeAsync(3000);
    expect(liveOf(playground)?.status).toBe("finished");
    expect(await other.archive.load(editKind, log[0]!.runId)).toEqual(log);
  });

  it("opens a link as a setup that can be taken back, and starts nothing", async () => {
    const id = EXAMPLES[3]!.id;
    const playground = await open(
      memoryStore(),
      `#v=1&task=knowledge&preset=paper.1&example=${id}&set.seed=77&model=m`,
    );
    worker().say({ type: "modelsListed", models: [ENTRY] });
    const { notices } = playground.store.getState();
    expect(setupOf(playground).settings).toMatchObject({ format: "implications", seed: 77 });
    expect(passageDraftOf(playground).passage.title).toBe(EXAMPLES[3]!.title);
    expect(worker().sent.some((command) => command.type === "loadModel")).toBe(false);
    notices[0]!.action!.act();
    expect(passageDraftOf(playground).passage.title).toBe(EXAMPLES[0]!.title);
  });

  it("marks runs that a closed page interrupted", async () => {
    const disk = memoryStore();
    const playground = await open(disk);
    worker().play(start(playground).slice(0, 40));
    await vi.advanceTimersByTimeAsync(3000);
    const reloaded = await open(disk);
    await vi.advanceTimersByTimeAsync(10);
    const [run] = reloaded.store.getState().runs.edit.list;
    expect(run?.status).toBe("failed");
    await reloaded.library.open("edit", run!.runId);
    expect(openedOf(reloaded)?.state.failure?.message).toContain("page was closed");
  });

  it("sends the pieces as they were edited, once", async () => {
    const playground = await open();
    const log = start(playground);
    const parsed = log.findIndex(({ body }) => body.type === "editParsed");
    worker().play(log.slice(0, parsed + 1));
    worker().play([{ ...log[parsed + 1]!, body: { type: "paused" } }]);
    playground.edit.changePieces([{ id: "a", text: "Better.", kept: true }]);
    playground.edit.continue(PASSAGES);
    expect(worker().sent.at(-1)).toMatchObject({ type: "continue", pieces: [{ text: "Better." }] });
    expect(playground.store.getState().changedPieces).toBeNull();
  });

  it("imports a recorded run, labels it, plays it, and takes over its setup", async () => {
    const playground = await open();
    const log = recordedRun({ seed: 5 });
    await playground.library.importRun(new Blob([writeRunFile(editKind, log)]));
    expect(openedOf(playground)).toMatchObject({ source: "recorded", position: log.length });
    expect(playground.store.getState().runs.edit.list[0]?.source).toBe("recorded");
    replayOf(playground).play("edit", "knowledge");
    expect(openedOf(playground)?.position).toBe(1);
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    expect(openedOf(playground)).toMatchObject({ position: log.length, playing: false });
    playground.edit.reuse(PASSAGES);
    expect(setupOf(playground).settings.seed).toBe(5);
    expect(passageDraftOf(playground).passage.title).toBe("Tarrow newt");
  });

  it("says that a large file is read, and stops where people do not wait for it", async () => {
    const playground = await open();
    const { store, library } = playground;
    const file = new Blob([writeRunFile(editKind, recordedRun()), " ".repeat(3_000_000)]);
    const importing = library.importRun(file);
    const [notice] = store.getState().notices;
    expect(notice?.message).toBe("The file of a run is read (4 MB).");
    notice?.action?.act();
    await importing;
    expect(store.getState().notices).toEqual([]);
    expect(openedOf(playground)).toBeNull();
    await library.importRun(file);
    expect(store.getState().notices).toEqual([]);
    expect(openedOf(playground)).not.toBeNull();
  });

  it("does not take an unfinished recording for a run that was interrupted here", async () => {
    const disk = memoryStore();
    const playground = await open(disk);
    const log = recordedRun().slice(0, 40);
    await playground.library.importRun(new Blob([writeRunFile(editKind, log)]));
    await vi.advanceTimersByTimeAsync(100);
    const reloaded = await open(disk);
    await vi.advanceTimersByTimeAsync(10);
    expect(reloaded.store.getState().runs.edit.list).toMatchObject([
      { source: "recorded", status: "running" },
    ]);
    expect(await reloaded.archive.load(editKind, log[0]!.runId)).toEqual(log);
  });

  it("keeps messages short and few, whatever they are about", async () => {
    const playground = await open();
    for (let i = 0; i < 20; i++) {
      notify(playground.store, { tone: "warning", message: `${i}${" surprise".repeat(10_000)}` });
    }
    const { notices } = playground.store.getState();
    expect(notices).toHaveLength(6);
    for (const { message } of notices) expect(message.length).toBeLessThan(700);
    expect(notices.at(-1)?.message).toMatch(/^19 surprise/);
  });

  it("says what is wrong with a file that is no run", async () => {
    const playground = await open();
    await playground.library.importRun(new Blob(["{}"]));
    expect(playground.store.getState().notices[0]).toMatchObject({ tone: "error" });
    expect(openedOf(playground)).toBeNull();
  });

  it("loses nothing when the page goes away at once", async () => {
    const disk = memoryStore();
    const unload = memoryUnloadStorage();
    const playground = await open(disk, "", unload);
    changePassage(playground, { text: "Typed just now." });
    playground.flush();
    const reloaded = await open(disk, "", unload);
    expect(passageDraftOf(reloaded).passage.text).toBe("Typed just now.");
  });

  it("lets people in and loads a model though the database never answers", async () => {
    const never = () => new Promise<never>(() => {});
    const silent: KeyValueStore = { get: never, keys: never, set: never, delete: never };
    const opening = open(silent);
    await vi.advanceTimersByTimeAsync(2500);
    const playground = await opening;
    worker().say({ type: "workerReady", version: 3 });
    worker().say({
      type: "modelsListed",
      models: [{ ...ENTRY, id: "embedded-reader", origin: "embedded" }],
    });
    expect(worker().sent.at(-1)).toMatchObject({ type: "loadModel", id: "embedded-reader" });
    await vi.advanceTimersByTimeAsync(5000);
    worker().play(start(playground));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(liveOf(playground)?.status).toBe("finished");
    const { notices } = playground.store.getState();
    expect(notices.map(({ message }) => message)).toEqual([expect.stringContaining("only until this tab")]);
    const [run] = playground.store.getState().runs.edit.list;
    await playground.library.open("edit", run!.runId);
    expect(openedOf(playground)?.state.runId).toBe(run!.runId);
  });

  it("takes back the replacement of one's own text", async () => {
    const playground = await open();
    changePassage(playground, { text: "My own words." });
    reachOf(playground).onReplace(...openedPassage(EXAMPLE_PASSAGES[2]!));
    const { notices } = playground.store.getState();
    notices[0]!.action!.act();
    expect(passageDraftOf(playground).passage.text).toBe("My own words.");
  });
});
