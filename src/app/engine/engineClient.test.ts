import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type FakeWorker, fakeWorker } from "../../../test/fakeWorker.ts";
import { recordedRun } from "../../../test/fixtures/recordedRun.ts";
import type { SessionEvent } from "../../protocol/events.ts";
import type { Failure } from "../../protocol/playgroundError.ts";
import { endsRun } from "../../runs/runKind.ts";
import { createEngineClient, type EngineClient } from "./engineClient.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const load = (loadId: string, id: string) => ({ type: "loadModel", loadId, id, backend: "auto" }) as const;
const LOAD = load("l1", "a");

/** A client that keeps what it is told, and asks for a model as soon as it hears that its run has ended. */
function opened() {
  const workers: FakeWorker[] = [];
  const heard: SessionEvent[] = [];
  const restarts: (Failure | null)[] = [];
  const client: EngineClient = createEngineClient(
    () => {
      const worker = fakeWorker();
      workers.push(worker);
      return worker;
    },
    {
      onRunEvent: (_, { body }) => {
        if (endsRun(body)) client.send(LOAD);
      },
      onAttachment: () => {},
      onSessionEvent: (event) => heard.push(event),
      onVersions: () => {},
      onRestart: (failure) => restarts.push(failure),
    },
  );
  const worker = () => workers.at(-1)!;
  return {
    client,
    workers,
    worker,
    heard,
    restarts,
    /** The worker dies in the middle of a run. */
    dieInRun() {
      client.send({ type: "start", kind: "edit", runId: "r1", setup: {} });
      worker().play(recordedRun({ runId: "r1" }).slice(0, 3));
      worker().crash("out of memory");
    },
  };
}

describe("a worker that died", () => {
  it("has one successor, which hears what is asked for when the end of its run is told", () => {
    const { workers, dieInRun } = opened();
    dieInRun();
    expect(workers.map(({ terminated }) => terminated)).toEqual([true, false]);
    expect(workers[1]?.sent).toEqual([LOAD]);
  });

  it("too often has none, whatever is asked for, and that is said", async () => {
    const { client, workers, worker, restarts, dieInRun } = opened();
    worker().crash("gone");
    worker().crash("gone");
    dieInRun();
    client.send(LOAD);
    await vi.advanceTimersByTimeAsync(0);
    expect(workers.map(({ terminated }) => terminated)).toEqual([true, true, true]);
    expect(restarts.at(-1)).toMatchObject({ advice: expect.stringContaining("could not be restarted") });
  });
});

describe("a load that follows another", () => {
  it("is ended if nothing is heard of it, though that of the other was answered", async () => {
    const { client, worker, workers, heard } = opened();
    client.send(LOAD);
    client.send(load("l2", "b"));
    const failure = { kind: "cancelled", message: "The run was cancelled.", advice: "" };
    worker().say({ type: "modelFailed", loadId: "l1", id: "a", failure });
    await vi.advanceTimersByTimeAsync(240_000);
    expect(heard.at(-1)).toMatchObject({ type: "modelFailed", loadId: "l2", id: "b" });
    expect(workers).toHaveLength(2);
  });

  it("is not ended once it is there, nor is a cancellation that was answered taken for unanswered", async () => {
    const { client, worker, workers } = opened();
    client.send(LOAD);
    client.send({ type: "cancelLoad", loadId: "l1" });
    const failure = { kind: "cancelled", message: "The run was cancelled.", advice: "" };
    worker().say({ type: "modelFailed", loadId: "l1", id: "a", failure });
    client.send(load("l2", "a"));
    worker().say({
      type: "modelLoaded",
      model: { id: "a", name: "A", parameters: 1, maxPositions: 8, hash: "", backend: "wasm" },
    });
    await vi.advanceTimersByTimeAsync(600_000);
    expect(workers).toHaveLength(1);
  });
});
