import { describe, expect, it, vi } from "vitest";
import { openPlayground } from "../../test/openPlayground.ts";
import { ENTRY, LOADED, liveOf, playgroundWorld } from "../../test/playgroundWorld.ts";
import { CANCEL_PATIENCE_MS } from "./engine/engineClient.ts";

const { open, start, worker, workers } = playgroundWorld();

describe("playground and its worker", () => {
  it("ends a stuck run itself when a cancellation is not answered within a second", async () => {
    const playground = await open();
    const log = start(playground);
    worker().play(log.slice(0, 40));
    playground.runs.cancel();
    expect(worker().sent.at(-1)?.type).toBe("cancel");
    expect(playground.store.getState().engine?.asked).toBe("cancel");
    await vi.advanceTimersByTimeAsync(CANCEL_PATIENCE_MS + 50);
    const live = liveOf(playground);
    expect(live?.status).toBe("cancelled");
    expect(live?.sequence).toBe(40);
    expect(playground.store.getState().engine).toBeNull();
    expect(workers()[0]?.terminated).toBe(true);
    expect(workers()).toHaveLength(2);
  });

  it("gives a worker time that goes on speaking, but not for ever", async () => {
    const playground = await open();
    const log = start(playground);
    worker().play(log.slice(0, 40));
    playground.runs.cancel();
    for (let second = 0; second < 8; second++) {
      await vi.advanceTimersByTimeAsync(900);
      worker().say({ type: "engineWarning", message: `still at it ${second}` });
    }
    expect(workers()).toHaveLength(1);
    for (let second = 8; second < 16; second++) {
      await vi.advanceTimersByTimeAsync(900);
      worker().say({ type: "engineWarning", message: `still at it ${second}` });
    }
    expect(workers()).toHaveLength(2);
  });

  it("leaves a worker alone that answers in time", async () => {
    const playground = await open();
    const log = start(playground);
    worker().play(log.slice(0, 40));
    playground.runs.cancel();
    worker().play([{ ...log[40]!, body: { type: "cancelled" } }]);
    await vi.advanceTimersByTimeAsync(CANCEL_PATIENCE_MS * 2);
    expect(workers()).toHaveLength(1);
    expect(liveOf(playground)?.status).toBe("cancelled");
  });

  it("reports a dead worker, keeps the log, restarts it, and does not download again by itself", async () => {
    const playground = await open();
    worker().say({ type: "modelsListed", models: [ENTRY] });
    playground.models.load("m");
    const log = start(playground);
    worker().play(log.slice(0, 40));
    worker().crash("out of memory");
    const { notices, session } = playground.store.getState();
    const live = liveOf(playground);
    expect(live?.status).toBe("failed");
    expect(live?.failure?.message).toContain("out of memory");
    expect(notices[0]?.message).toContain("out of memory");
    expect(session.loaded).toBeNull();
    expect(workers()).toHaveLength(2);
    worker().say({ type: "workerReady", version: 3 });
    expect(worker().sent.map((command) => command.type)).toEqual(["probe", "listModels"]);
  });

  it("loads a model that is stored again after a restart", async () => {
    const playground = await open();
    worker().say({ type: "modelsListed", models: [{ ...ENTRY, cachedBytes: 100 }] });
    playground.models.load("m");
    worker().say({ type: "modelLoaded", model: LOADED });
    worker().crash("gone");
    worker().say({ type: "workerReady", version: 3 });
    expect(worker().sent.at(-1)).toMatchObject({ type: "loadModel", id: "m" });
  });

  it("ends a load of which nothing is heard for minutes, and does not begin it again by itself", async () => {
    const playground = await open();
    worker().say({ type: "modelsListed", models: [{ ...ENTRY, cachedBytes: 100 }] });
    playground.models.load("m");
    await vi.advanceTimersByTimeAsync(170_000);
    worker().say({ type: "engineWarning", message: "still at it" });
    await vi.advanceTimersByTimeAsync(170_000);
    expect(workers()).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(workers()).toHaveLength(2);
    const { loading, modelFailures } = playground.store.getState().session;
    expect(loading).toBeNull();
    expect(modelFailures.m?.message).toContain("3 minutes");
    worker().say({ type: "workerReady", version: 3 });
    expect(worker().sent.map((command) => command.type)).toEqual(["probe", "listModels"]);
  });

  it("does not load again what was cancelled and would not stop", async () => {
    const playground = await open();
    worker().say({ type: "modelsListed", models: [{ ...ENTRY, cachedBytes: 100 }] });
    playground.models.load("m");
    playground.models.cancelLoad();
    await vi.advanceTimersByTimeAsync(CANCEL_PATIENCE_MS + 50);
    expect(workers()).toHaveLength(2);
    worker().say({ type: "workerReady", version: 3 });
    expect(worker().sent.map((command) => command.type)).toEqual(["probe", "listModels"]);
  });

  it("gives up on a worker that never starts", async () => {
    await open();
    for (let i = 0; i < 5; i++) worker().crash("404");
    expect(workers()).toHaveLength(3);
  });

  it("gives up on a worker that dies again and again after it was ready", async () => {
    const playground = await open();
    for (let i = 0; i < 5; i++) {
      worker().say({ type: "workerReady", version: 3 });
      await vi.advanceTimersByTimeAsync(5000);
      worker().crash("out of memory");
    }
    expect(workers()).toHaveLength(3);
    expect(playground.store.getState().notices.at(-1)?.advice).toContain("could not be restarted");
  });

  it("restarts a worker whose deaths are far apart", async () => {
    await open();
    for (let i = 0; i < 5; i++) {
      worker().crash("gone");
      await vi.advanceTimersByTimeAsync(200_000);
    }
    expect(workers()).toHaveLength(6);
  });

  it("says where a frame refuses it a worker", async () => {
    const playground = await openPlayground({ workers: workers(), refuseWorker: new Error("origin null") });
    const [notice] = playground.store.getState().notices;
    expect(notice?.message).toContain("refuses this page a worker");
    expect(notice?.advice).toContain("in a tab of its own");
  });

  it("goes on with a run of one edit after a lost GPU, twice at most", async () => {
    const playground = await open();
    const failure = { kind: "gpu-lost", message: "The GPU was lost.", advice: "Wait." };
    let log = start(playground).slice(0, 40);
    worker().play(log);
    for (let loss = 0; loss < 3; loss++) {
      const sequence = log.length;
      const lost = { ...log.at(-1)!, sequence, body: { type: "failed" as const, failure } };
      worker().play([lost]);
      worker().say({ type: "engineDied", failure });
      await vi.advanceTimersByTimeAsync(200_000);
      worker().say({ type: "workerReady", version: 3 });
      worker().say({ type: "modelLoaded", model: liveOf(playground)!.model });
      await vi.advanceTimersByTimeAsync(10);
      if (loss === 2) break;
      expect(worker().sent.at(-1)).toMatchObject({ type: "resume", events: { length: sequence + 1 } });
      const resumed = { ...lost, sequence: sequence + 1, body: { type: "resumed" as const } };
      worker().play([resumed]);
      log = [...log, lost, resumed];
    }
    expect(worker().sent.some(({ type }) => type === "resume")).toBe(false);
    expect(liveOf(playground)).toMatchObject({ status: "failed", failure });
  });

  it("treats a message of the wrong shape as a death", async () => {
    const playground = await open();
    worker().post({ channel: "session", event: { type: "surprise" } });
    expect(playground.store.getState().notices[0]?.message).toContain("wrong shape");
  });

  it("begins no download by itself, but loads what comes with the page", async () => {
    const playground = await open();
    worker().say({ type: "workerReady", version: 3 });
    worker().say({ type: "modelsListed", models: [ENTRY] });
    expect(worker().sent.map((command) => command.type)).toEqual(["probe", "listModels"]);
    worker().say({
      type: "modelsListed",
      models: [ENTRY, { ...ENTRY, id: "embedded-reader", origin: "embedded" }],
    });
    expect(worker().sent.at(-1)).toMatchObject({ type: "loadModel", id: "embedded-reader" });
    expect(playground.store.getState().session.loading?.id).toBe("embedded-reader");
  });
});
