import { describe, expect, it } from "vitest";
import { reduceSession } from "./reduceSession.ts";
import { initialSession, type SessionState } from "./sessionState.ts";

const progress = {
  type: "modelProgress",
  loadId: "l1",
  stage: "downloading",
  loadedBytes: 5,
  totalBytes: 10,
  bytesPerSecond: 1,
  secondsLeft: 5,
} as const;
const failure = { kind: "download-failed", message: "The hub answered 404.", advice: "Try later." };
const LOAD = { type: "loadRequested", id: "a", loadId: "l1" } as const;
const FAILED = { type: "modelFailed", id: "a", loadId: "l1", failure, isNoneLeft: false } as const;
const model = { id: "a", name: "A", parameters: 1, maxPositions: 8, hash: "", backend: "wasm" };

function through(...events: Parameters<typeof reduceSession>[1][]): SessionState {
  return events.reduce(reduceSession, initialSession);
}

describe("reduceSession", () => {
  it("follows a load from request to model", () => {
    const loading = through(LOAD, progress);
    expect(loading.loading?.progress?.loadedBytes).toBe(5);
    const loaded = reduceSession(loading, { type: "modelLoaded", loadId: "l1", model });
    expect(loaded).toMatchObject({ loading: null, loaded: model });
  });

  it("ignores a late figure of a load that was cancelled", () => {
    expect(through(LOAD, { type: "loadCancelled" }, progress).loading).toBeNull();
  });

  it("keeps the reason of a failure until the next try, and none for a cancellation", () => {
    const failed = through(LOAD, FAILED);
    expect(failed.modelFailures.a).toEqual(failure);
    expect(reduceSession(failed, LOAD).modelFailures).toEqual({});
    const cancelled = { ...failure, kind: "cancelled" };
    expect(through({ ...FAILED, failure: cancelled }).modelFailures).toEqual({});
  });

  it("goes on with the last load, whatever becomes of one before it", () => {
    const again = { ...LOAD, loadId: "l2" };
    expect(through(LOAD, again, FAILED, progress).loading).toEqual({ id: "a", loadId: "l2", progress: null });
    const late = through(LOAD, { ...again, id: "b" }, { type: "modelLoaded", loadId: "l1", model });
    expect(late).toMatchObject({ loaded: model, loading: { id: "b" } });
    expect(reduceSession(late, { ...FAILED, id: "b", loadId: "l2" })).toMatchObject({
      loaded: model,
      loading: null,
    });
  });

  it("forgets the loaded model that had to make room for one that could not be loaded", () => {
    const loaded = through(LOAD, { type: "modelLoaded", loadId: "l1", model });
    const failed = { ...FAILED, id: "b", loadId: "l2", isNoneLeft: true };
    const state = [{ ...LOAD, id: "b", loadId: "l2" }, failed].reduce(reduceSession, loaded);
    expect(state).toMatchObject({ loaded: null, loading: null, modelFailures: { b: failure } });
    const cancelled = { ...failed, failure: { ...failure, kind: "cancelled" } };
    expect(reduceSession(reduceSession(loaded, { type: "loadCancelled" }), cancelled).loaded).toBeNull();
  });

  it("knows the version in force of the loaded model, and of no other", () => {
    const loaded = { type: "modelLoaded", loadId: "l1", model } as const;
    const inForce = through(loaded, { type: "versionInForce", name: "A run" });
    expect(inForce.version).toBe("A run");
    expect(reduceSession(inForce, { ...FAILED, id: "b" }).version).toBe("A run");
    const ends: Parameters<typeof reduceSession>[1][] = [
      { type: "versionInForce", name: null },
      { ...loaded, loadId: "l2" },
      { ...FAILED, isNoneLeft: true },
      { type: "workerRestarted", failure },
    ];
    expect(ends.map((event) => reduceSession(inForce, event).version)).toEqual([null, null, null, null]);
  });

  it("forgets the loaded model when the worker is replaced, but not the list", () => {
    const state = through(
      { type: "modelsListed", models: [] },
      { type: "modelLoaded", loadId: "l1", model },
      { type: "workerRestarted", failure },
    );
    expect(state).toMatchObject({ loaded: null, modelsKnown: true, worker: "starting", failure });
  });
});
