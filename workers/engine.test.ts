import { describe, expect, test } from "vitest";
import { workerMessageSchema } from "../src/protocol/events.ts";
import { PlaygroundError, throwIfCancelled } from "../src/protocol/playgroundError.ts";
import { FakeModel } from "../test/fakeModel.ts";
import { LOAD, loadedWorld, runWorld, startRun } from "../test/runWorld.ts";
import { createPost } from "./post.ts";

describe("commands", () => {
  test.each([
    null,
    "startRun",
    {},
    { type: "launch" },
    { type: "start" },
    { type: "start", kind: "chess", runId: "r", setup: {} },
    { type: "loadModel", loadId: "l1", id: 3, backend: "auto" },
    { type: "loadModel", loadId: "l1", id: "x", backend: "cuda" },
    { type: "start", kind: "edit", setup: {} },
    { type: "resume", kind: "edit", runId: "r", events: [], attachments: [] },
    { type: "continue", kind: "edit", runId: "r", pieces: [{ text: "x" }] },
  ])("%j is answered with engineFailed", (message) => {
    const world = runWorld();
    world.send(message);
    expect(world.names()).toEqual(["engineFailed:internal"]);
  });

  test("every event posted is one the page accepts", async () => {
    const world = await loadedWorld();
    world.send({ type: "probe" });
    world.send(startRun());
    await world.until("finished");
    for (const message of world.messages) {
      expect(workerMessageSchema.parse(JSON.parse(JSON.stringify(message)))).toEqual(message);
    }
    expect(() =>
      createPost(() => {})({ channel: "session", event: { type: "modelsListed", models: [] } }),
    ).not.toThrow();
  });

  test("what a service throws is told", async () => {
    const world = runWorld({}, { listModels: async () => Promise.reject(new Error("disk on fire")) });
    world.send({ type: "listModels" });
    await world.until("engineFailed:internal");
  });
});

describe("loading", () => {
  test("tells backend, model and what is cached now", async () => {
    const world = await loadedWorld();
    expect(world.names()).toEqual(["backendStarted", "modelLoaded", "modelsListed"]);
  });

  test("a failure is the model's, and the model before stays", async () => {
    const world = await loadedWorld();
    const [first] = world.models;
    const broken = new PlaygroundError("bad-checkpoint", "It is damaged.", "Take another.");
    const second = runWorld({}, { loadModel: async () => Promise.reject(broken) });
    second.send(LOAD);
    await second.until("modelFailed:bad-checkpoint");
    expect(first?.disposed).toBe(false);
  });

  test("a load that fails when the model before had to make room says that none is left", async () => {
    const world = runWorld(
      {},
      {
        loadModel: async ({ id, onReplace }) => {
          onReplace();
          if (id === "large") throw new Error("Out of memory");
          return new FakeModel({ id });
        },
      },
    );
    world.send(LOAD);
    await world.until("modelsListed");
    world.send({ ...LOAD, loadId: "l2", id: "large" });
    await world.until("modelFailed:out-of-memory");
    expect(world.messages.at(-1)).toMatchObject({ event: { loadId: "l2", isNoneLeft: true } });
  });

  test("a load that is cancelled before the model before had to make room costs nothing", async () => {
    let goOn = () => {};
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const loaded: FakeModel[] = [];
    const world = runWorld(
      {},
      {
        loadModel: async ({ id, onReplace }) => {
          if (id === "other") await held;
          onReplace();
          const model = new FakeModel({ id });
          loaded.push(model);
          return model;
        },
      },
    );
    world.send(LOAD);
    await world.until("modelsListed");
    world.send({ ...LOAD, loadId: "l2", id: "other" });
    await expect.poll(() => world.requests, { interval: 1 }).toHaveLength(2);
    world.send({ type: "cancelLoad", loadId: "l2" });
    expect(world.messages.at(-1)).toMatchObject({ event: { loadId: "l2", isNoneLeft: false } });
    goOn();
    // It waits until the loader has let go.
    world.send({ type: "deleteModel", id: "other" });
    await expect.poll(() => world.said("modelsListed"), { interval: 1 }).toBe(2);
    expect(loaded[0]?.disposed).toBe(false);
  });

  test("a load that has ended cannot be cancelled in the place of the one after it", async () => {
    const world = runWorld({}, { loadModel: () => new Promise(() => {}) });
    world.send(LOAD);
    world.send({ ...LOAD, loadId: "l2" });
    world.send({ type: "cancelLoad", loadId: LOAD.loadId });
    expect(world.names()).toEqual(["modelFailed:cancelled"]);
    world.send({ type: "cancelLoad", loadId: "l2" });
    expect(world.said("modelFailed:cancelled")).toBe(2);
  });

  test("a cancelled load is answered at once, whatever the loader does, and its result is thrown away", async () => {
    let finish = (_: FakeModel) => {};
    const slow = new Promise<FakeModel>((resolve) => {
      finish = resolve;
    });
    const world = runWorld({}, { loadModel: () => slow });
    world.send(LOAD);
    await expect.poll(() => world.requests).toHaveLength(1);
    world.send({ type: "cancelLoad", loadId: LOAD.loadId });
    expect(world.names()).toEqual(["modelFailed:cancelled"]);
    world.requests[0]?.onProgress({
      stage: "downloading",
      loadedBytes: 1,
      totalBytes: 2,
      bytesPerSecond: 1,
      secondsLeft: 1,
    });
    const late = new FakeModel();
    finish(late);
    await expect.poll(() => late.disposed, { interval: 1 }).toBe(true);
    expect(world.names()).toEqual(["modelFailed:cancelled"]);
    world.send(startRun());
    await world.until("engineFailed:bad-input");
  });

  test("a loader that obeys the signal ends quietly", async () => {
    const world = runWorld(
      {},
      {
        loadModel: async ({ signal }) => {
          for (;;) {
            await new Promise((resolve) => setTimeout(resolve, 1));
            throwIfCancelled(signal);
          }
        },
      },
    );
    world.send(LOAD);
    world.send({ type: "cancelLoad", loadId: LOAD.loadId });
    world.send({ type: "cancelLoad", loadId: LOAD.loadId });
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(world.names()).toEqual(["modelFailed:cancelled"]);
  });

  test("another load takes the place of the one under way; the old model goes", async () => {
    const world = await loadedWorld();
    world.send(LOAD);
    world.send({ ...LOAD, loadId: "l2", id: "other" });
    await world.until("modelFailed:cancelled");
    const answered = { type: "modelFailed", loadId: LOAD.loadId };
    expect(world.messages.at(-1)).toMatchObject({ event: answered });
    await expect.poll(() => world.models.at(-1)?.info.id, { interval: 1 }).toBe("other");
    expect(world.models.slice(0, -1).every(({ disposed }) => disposed)).toBe(true);
    expect(world.models.at(-1)?.disposed).toBe(false);
  });

  test("a model that is being loaded can be deleted", async () => {
    const deleted: string[] = [];
    const world = runWorld({}, { deleteModel: async (id) => void deleted.push(id) });
    world.send(LOAD);
    world.send({ type: "deleteModel", id: "fake" });
    await world.until("modelsListed");
    expect(world.names()[0]).toBe("modelFailed:cancelled");
    expect(deleted).toEqual(["fake"]);
  });
});
