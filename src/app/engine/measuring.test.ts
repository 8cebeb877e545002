import { describe, expect, it, vi } from "vitest";
import { FAKE_MEASUREMENT } from "../../../test/fakeModel.ts";
import { memoryStore } from "../../../test/memoryStore.ts";
import { LOADED, playgroundWorld } from "../../../test/playgroundWorld.ts";
import { CANCEL_PATIENCE_MS } from "./engineClient.ts";
import { measurementOf } from "./measuring.ts";
import { whyNotReady } from "./readiness.ts";

const world = playgroundWorld();
const { worker, workers } = world;

const measurement = { ...FAKE_MEASUREMENT, model: { name: "M", parameters: 1, hash: LOADED.hash } };
const failure = { kind: "diverged", message: "It broke.", advice: "Mend it." };

/** A page with a loaded model, where the measurement was begun. */
async function begun(disk = memoryStore()) {
  const playground = await world.open(disk);
  worker().say({ type: "workerReady", version: 3 });
  worker().say({ type: "modelLoaded", model: LOADED });
  const measuring = await playground.measuring.open();
  measuring.start();
  const asked = worker().sent.at(-1);
  if (asked?.type !== "measure") throw new Error("Nothing was measured.");
  return { playground, measuring, id: asked.id };
}

describe("measuring this machine", () => {
  it("has the model until the figures are there, which are kept", async () => {
    const disk = memoryStore();
    const { playground, measuring, id } = await begun(disk);
    const state = playground.store.getState;
    worker().say({ type: "measuring", id, stage: "training" });
    expect(measuring.store.getState().stage).toBe("training");
    expect(whyNotReady(state(), "edit", "knowledge")).toMatch(/being measured/);
    const sent = worker().sent.length;
    playground.edit.start("knowledge", false);
    measuring.start();
    expect(worker().sent).toHaveLength(sent);

    worker().say({ type: "measured", id, measurement });
    expect(state().engine).toBeNull();
    expect(measuring.store.getState()).toEqual({ stage: null, failure: null, measurements: [measurement] });
    await vi.advanceTimersByTimeAsync(10);

    const again = await (await world.open(disk)).measuring.open();
    expect(again.store.getState().measurements).toEqual([measurement]);
  });

  it("keeps the newest of a model and a backend", async () => {
    const { measuring, id } = await begun();
    worker().say({ type: "measured", id, measurement });
    for (const backend of ["wasm", "webgpu"]) {
      measuring.start();
      const asked = worker().sent.at(-1);
      if (asked?.type !== "measure") throw new Error("Nothing was measured.");
      worker().say({
        type: "measured",
        id: asked.id,
        measurement: { ...measurement, backend, heldBytes: 7 },
      });
    }
    const { measurements } = measuring.store.getState();
    expect(measurements.map(({ backend, heldBytes }) => [backend, heldBytes])).toEqual([
      ["webgpu", 7],
      ["wasm", 7],
    ]);
    expect(measurementOf(measurements, LOADED)?.backend).toBe("wasm");
    expect(measurementOf(measurements, { ...LOADED, hash: "other" })).toBeNull();
  });

  it("is cancelled, and a later answer of it changes nothing", async () => {
    const { playground, measuring, id } = await begun();
    worker().say({ type: "measuring", id, stage: "decoding" });
    measuring.cancel();
    expect(worker().sent.at(-1)).toEqual({ type: "cancelMeasure", id });
    worker().say({ type: "measureFailed", id, failure: { ...failure, kind: "cancelled" } });
    worker().say({ type: "measured", id, measurement });
    expect(playground.store.getState().engine).toBeNull();
    expect(measuring.store.getState()).toEqual({ stage: null, failure: null, measurements: [] });
    await vi.advanceTimersByTimeAsync(2 * CANCEL_PATIENCE_MS);
    expect(workers()).toHaveLength(1);
  });

  it("a worker that does not answer a cancellation is replaced", async () => {
    const { playground, measuring } = await begun();
    measuring.cancel();
    await vi.advanceTimersByTimeAsync(2 * CANCEL_PATIENCE_MS);
    expect(workers()).toHaveLength(2);
    expect(playground.store.getState().engine).toBeNull();
  });

  it("a failure is said, and the model is free; so it is where the engine refuses or dies", async () => {
    const { playground, measuring, id } = await begun();
    const engine = () => playground.store.getState().engine;
    worker().say({ type: "measureFailed", id, failure });
    expect(engine()).toBeNull();
    expect(measuring.store.getState().failure).toEqual(failure);

    measuring.start();
    expect(measuring.store.getState().failure).toBeNull();
    worker().say({ type: "engineFailed", failure });
    expect(engine()).toBeNull();

    measuring.start();
    worker().crash("out of memory");
    expect(engine()).toBeNull();
    expect(measuring.store.getState().stage).toBeNull();
  });

  it("what is kept in a form that is not known is left out", async () => {
    const disk = memoryStore();
    await disk.set("measurements", { version: 9, measurements: "?" });
    const measuring = await (await world.open(disk)).measuring.open();
    expect(measuring.store.getState().measurements).toEqual([]);
  });
});
