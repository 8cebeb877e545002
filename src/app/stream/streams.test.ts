import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { runStream, type StreamRan } from "../../../test/editStreamRun.ts";
import type { FakeWorker } from "../../../test/fakeWorker.ts";
import { memoryStore } from "../../../test/memoryStore.ts";
import { openPlayground } from "../../../test/openPlayground.ts";
import { replay } from "../../runs/reduceRun.ts";
import type { StreamEvent } from "../../runs/stream/events.ts";
import { streamKind } from "../../runs/stream/kind.ts";
import { loadWorld } from "../../tasks/knowledge/page/world/loadWorld.ts";
import { CANCEL_PATIENCE_MS } from "../engine/engineClient.ts";
import type { KeyValueStore } from "../persistence.ts";
import type { Playground } from "../playground.ts";
import { shownRun } from "../runs/runsState.ts";
import type { Streams } from "./streams.ts";

let ran: StreamRan;
let workers: FakeWorker[];

beforeAll(async () => {
  ran = await runStream();
  // Fetched before the clock is a fake one.
  await loadWorld();
  await import("./streams.ts");
  await import("../rounds/rounds.ts");
  await import("../../runs/stream/kind.ts");
});
beforeEach(() => {
  workers = [];
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

const worker = () => workers.at(-1)!;

async function open(disk: KeyValueStore = memoryStore()): Promise<[Streams, Playground]> {
  const playground = await openPlayground({ disk, hash: "#view=stream", workers });
  worker().say({ type: "workerReady", version: 3 });
  worker().say({ type: "modelLoaded", model: ran.state.model });
  const streams = await playground.stream.open();
  await vi.advanceTimersByTimeAsync(10);
  return [streams, playground];
}

async function start(streams: Streams): Promise<StreamEvent[]> {
  await streams.start();
  const command = worker().sent.at(-1);
  if (command?.type !== "start") throw new Error("No stream was started.");
  return ran.events.map((event) => ({ ...event, runId: command.runId }));
}

function play(events: readonly StreamEvent[]): void {
  for (const event of events) worker().post({ channel: "run", kind: "stream", event });
}

const shown = (playground: Playground) => shownRun(playground.store.getState(), "stream", "knowledge");
const replayed = (events: readonly StreamEvent[]) => replay(streamKind, events);

describe("the view of streams", () => {
  it("shows a stream exactly as its log replays, and keeps it", async () => {
    const disk = memoryStore();
    const [streams, playground] = await open(disk);
    expect(playground.store.getState().view).toBe("stream");
    const events = await start(streams);
    expect(playground.store.getState().engine?.runId).toBe(events[0]!.runId);
    play(events);
    await vi.advanceTimersByTimeAsync(100);
    expect(shown(playground)).toEqual(replayed(events));
    expect(playground.store.getState().engine).toBeNull();
    const runs = playground.store.getState().runs.stream.list;
    expect(runs).toMatchObject([{ status: "finished", learned: 4, passages: 4 }]);

    const [, again] = await open(disk);
    expect(again.store.getState().runs.stream.list).toEqual(runs);
    expect(shown(again)).toBeNull();
    await again.library.open("stream", runs[0]!.runId);
    expect(shown(again)).toEqual(replayed(events));
    await again.library.remove("stream", runs[0]!.runId);
    expect((await disk.keys()).filter((key) => key.includes(runs[0]!.runId))).toEqual([]);
  });

  it("resumes after a reload with the whole log and nothing else", async () => {
    const disk = memoryStore();
    const [streams] = await open(disk);
    const events = await start(streams);
    play(events.slice(0, 14));
    await vi.advanceTimersByTimeAsync(100);

    const [, playground] = await open(disk);
    expect(shown(playground)).toMatchObject({ status: "running", steps: { length: 2 } });
    await playground.runs.resume("stream", "knowledge");
    const { runId } = events[0]!;
    expect(worker().sent.at(-1)).toEqual({
      ...{ type: "resume", kind: "stream", runId, attachments: [] },
      events: events.slice(0, 14),
    });
    play([{ ...events[13]!, sequence: 14, body: { type: "resumed" } }]);
    expect(shown(playground)?.restoring).toBe(true);
    play(events.slice(14).map((event) => ({ ...event, sequence: event.sequence + 1 })));
    expect(shown(playground)?.status).toBe("finished");
    expect(playground.store.getState().engine).toBeNull();
  });

  it("pauses, goes on, is cancelled, and keeps every other view from the model", async () => {
    const [streams, playground] = await open();
    const events = await start(streams);
    play(events.slice(0, 8));
    playground.runs.pause();
    expect(worker().sent.at(-1)?.type).toBe("pause");
    expect(playground.store.getState().engine?.asked).toBe("pause");
    play([{ ...events[8]!, body: { type: "paused" } }]);
    expect(playground.store.getState().engine?.asked).toBeNull();
    expect(shown(playground)?.status).toBe("paused");
    const sent = worker().sent.length;
    playground.edit.start("knowledge", false);
    await (await playground.rounds.open()).start();
    await streams.start();
    expect(worker().sent).toHaveLength(sent);
    playground.runs.continue();
    expect(worker().sent.at(-1)?.type).toBe("continue");
    playground.runs.cancel();
    // A worker that does not answer is replaced; the log is kept and can be resumed.
    await vi.advanceTimersByTimeAsync(CANCEL_PATIENCE_MS + 100);
    expect(shown(playground)?.status).toBe("cancelled");
    expect(playground.store.getState().engine).toBeNull();
    expect(workers).toHaveLength(2);
  });

  it("says so where the worker died, was refused, or speaks of what the page does not know", async () => {
    const [streams, playground] = await open();
    const messages = () => playground.store.getState().notices.map(({ message }) => message);
    const events = await start(streams);
    const failure = { kind: "bad-input", message: "Not now.", advice: "Wait." };
    worker().say({ type: "engineFailed", failure });
    expect(playground.store.getState().engine).toBeNull();
    expect(messages()).toContain("Not now.");

    const second = await start(streams);
    play(second.slice(0, 3));
    worker().post({
      channel: "run",
      kind: "stream",
      event: { ...second[3]!, body: { type: "untouchedAsked", passage: "two" } },
    });
    expect(messages().join()).toContain("in a form that this page does not know");
    expect(shown(playground)).toEqual(replayed(second.slice(0, 3)));
    worker().crash("boom");
    expect(shown(playground)).toMatchObject({ status: "failed" });
    expect(playground.store.getState().engine).toBeNull();
    expect(events[0]!.runId).not.toBe(second[0]!.runId);
  });

  it("keeps the set-up, mends nothing silently, and knows which settings a remedy has", async () => {
    const disk = memoryStore();
    const [streams] = await open(disk);
    streams.changeSetting("stream", "remedy", "gate");
    streams.changeSetting("stream", "contexts", 1);
    streams.changeSetting("limits", "kl", 0.4);
    const { streamFields, streamIssues, streamTask } = await import("./streamDraft.ts");
    const entry = streamTask("knowledge");
    const draft = streams.store.getState().drafts.knowledge!;
    expect(streamFields(entry, draft).map(({ field }) => field.key)).toContain("bitsLimit");
    expect(streamIssues(entry, draft)).toMatchObject([{ part: "stream", key: "contexts" }]);
    const sent = worker().sent.length;
    await streams.start();
    expect(worker().sent).toHaveLength(sent);
    streams.changeSetting("stream", "contexts", 3);
    const [again] = await open(disk);
    expect(again.store.getState().drafts.knowledge).toMatchObject({
      contexts: 3,
      stream: { remedy: "gate", limits: { kl: 0.4 } },
    });
  });
});
