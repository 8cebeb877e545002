import { afterEach, beforeEach, vi } from "vitest";
import type { KeyValueStore } from "../src/app/persistence.ts";
import type { Playground } from "../src/app/playground.ts";
import { liveRun, openedRun } from "../src/app/runs/runsState.ts";
import type { ModelEntry } from "../src/protocol/events.ts";
import type { FakeWorker } from "./fakeWorker.ts";
import { recordedRun } from "./fixtures/recordedRun.ts";
import { memoryStore, memoryUnloadStorage } from "./memoryStore.ts";
import { openPlayground } from "./openPlayground.ts";
import { PASSAGES } from "./setups.ts";

/** Of a model that the page offers. */
export const ENTRY: ModelEntry = {
  id: "m",
  name: "M",
  parameters: 1,
  downloadBytes: 100,
  memoryBytes: 1,
  licence: "MIT",
  description: "",
  origin: "hub",
  cachedBytes: 0,
};

/** It, once it is loaded. */
export const LOADED = { id: "m", name: "M", parameters: 1, maxPositions: 99, hash: "h", backend: "wasm" };

/** The page without its views, with a clock and workers of the test's own; anew for each test of the file. */
export function playgroundWorld() {
  let workers: FakeWorker[] = [];
  beforeEach(() => {
    workers = [];
    vi.useFakeTimers();
  });
  afterEach(() => vi.useRealTimers());

  /** The newest. */
  const worker = () => workers.at(-1)!;
  return {
    workers: () => workers,
    worker,
    open: (disk: KeyValueStore = memoryStore(), hash = "", unload = memoryUnloadStorage()) =>
      openPlayground({ disk, hash, unload, workers }),
    /** Loads a model and starts a run; answers with its events under the id that the page gave it. */
    start(playground: Playground) {
      worker().say({ type: "workerReady", version: 3 });
      worker().say({ type: "modelLoaded", model: LOADED });
      playground.edit.start(PASSAGES, false);
      const command = worker().sent.at(-1);
      if (command?.type !== "start") throw new Error("No run was started.");
      return recordedRun({ runId: command.runId });
    },
  };
}

export const liveOf = (playground: Playground) => liveRun(playground.store.getState(), "edit", "knowledge");
export const openedOf = (playground: Playground) =>
  openedRun(playground.store.getState(), "edit", "knowledge");
