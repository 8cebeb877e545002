import { describe, expect, it } from "vitest";
import { reduceSession } from "./reduceSession.ts";
import { initialSession, type SessionState } from "./sessionState.ts";

const progress = {
  type: "modelProgress",
  id: "a",
  stage: "downloading",
  loadedBytes: 5,
  totalBytes: 10,
  bytesPerSecond: 1,
  secondsLeft: 5,
} as const;
const failure = { kind: "download-failed", message: "The hub answered 404.", advice: "Try later." };
const model = { id: "a", name: "A", parameters: 1, maxPositions: 8, hash: "", backend: "wasm" };

function through(...events: Parameters<typeof reduceSession>[1][]): SessionState {
  return events.reduce(reduceSession, initialSession);
}

describe("reduceSession", () => {
  it("follows a load from request to model", () => {
    const loading = through({ type: "loadRequested", id: "a" }, progress);
    expect(loading.loading?.progress?.loadedBytes).toBe(5);
    const loaded = reduceSession(loading, { type: "modelLoaded", model });
    expect(loaded).toMatchObject({ loading: null, loaded: model });
  });

  it("ignores a late figure of a load that was cancelled", () => {
    expect(
      through({ type: "loadRequested", id: "a" }, { type: "loadCancelled" }, progress).loading,
    ).toBeNull();
  });

  it("keeps the reason of a failure until the next try, and none for a cancellation", () => {
    const failed = through({ type: "loadRequested", id: "a" }, { type: "modelFailed", id: "a", failure });
    expect(failed.modelFailures.a).toEqual(failure);
    expect(reduceSession(failed, { type: "loadRequested", id: "a" }).modelFailures).toEqual({});
    const cancelled = { ...failure, kind: "cancelled" };
    expect(through({ type: "modelFailed", id: "a", failure: cancelled }).modelFailures).toEqual({});
  });

  it("forgets the loaded model when the worker is replaced, but not the list", () => {
    const state = through(
      { type: "modelsListed", models: [] },
      { type: "modelLoaded", model },
      { type: "workerRestarted", failure },
    );
    expect(state).toMatchObject({ loaded: null, modelsKnown: true, worker: "starting", failure });
  });
});
