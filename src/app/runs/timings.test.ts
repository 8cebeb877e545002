import { describe, expect, it, vi } from "vitest";
import { FAKE_MEASUREMENT } from "../../../test/fakeModel.ts";
import { memoryStore } from "../../../test/memoryStore.ts";
import { LOADED, playgroundWorld } from "../../../test/playgroundWorld.ts";
import type { KindId } from "../../protocol/runEvent.ts";
import { expectedTime } from "../../runs/expectedTime.ts";
import type { Playground } from "../playground.ts";
import { knownSpeed, type Timings } from "./timings.ts";

const world = playgroundWorld();
const { worker, start } = world;
const WORK = { trainingSteps: 10, trained: 1000, read: 0, decodingSteps: 0, decoded: 0 };

const counts = () => worker().sent.filter((command) => command.type === "count");
/** The engine answers everything that it was asked to count. */
function answerCounts(work: typeof WORK | null = WORK): void {
  for (const { id } of counts()) worker().say({ type: "counted", id, work });
}

/** What there is to count has been asked for. */
const asked = () => vi.advanceTimersByTimeAsync(0);

/** A run of this visit, all of it. @returns the seconds that it took */
async function ran(playground: Playground): Promise<number> {
  const events = start(playground);
  worker().play(events);
  await asked();
  answerCounts();
  await vi.advanceTimersByTimeAsync(10);
  return events.at(-1)!.atMs / 1000;
}

const expected = (
  timings: Timings,
  work = WORK,
  task = "knowledge",
  model = LOADED,
  kind: KindId = "edit",
) => {
  const speed = knownSpeed(timings, { task, kind }, model);
  return speed && expectedTime(work, speed);
};
const TWICE = { ...WORK, trainingSteps: 20, trained: 2000 };
const seconds = (timings: Timings, task = "knowledge", model = LOADED) =>
  expected(timings, TWICE, task, model)?.seconds;

describe("what runs took", () => {
  it("tells what the next one of this model on this backend will take, also on the next visit", async () => {
    const disk = memoryStore();
    const playground = await world.open(disk);
    const timings = await playground.timings.open();
    expect(seconds(timings)).toBeUndefined();
    const took = await ran(playground);
    expect(counts()[0]).toMatchObject({ kind: "edit", setup: { task: "knowledge" } });
    expect(seconds(timings)).toBeCloseTo(2 * took);
    expect(seconds(timings, "arc")).toBeCloseTo(2 * took);
    expect(seconds(timings, "knowledge", { ...LOADED, backend: "webgpu" })).toBeUndefined();
    expect(seconds(timings, "knowledge", { ...LOADED, hash: "another" })).toBeUndefined();

    const again = await (await world.open(disk)).timings.open();
    expect(seconds(again)).toBeCloseTo(2 * took);
  });

  it("says nothing of runs that did not finish, or could not be counted", async () => {
    const playground = await world.open();
    const timings = await playground.timings.open();
    const events = start(playground);
    worker().play(events.slice(0, -1));
    worker().crash("gone");
    await vi.advanceTimersByTimeAsync(10);
    expect(counts()).toEqual([]);
    expect(timings.store.getState().timings).toEqual([]);

    const later = start(playground);
    worker().play(later);
    await asked();
    answerCounts(null);
    await vi.advanceTimersByTimeAsync(10);
    expect(timings.store.getState().timings).toEqual([]);
  });

  it("goes by runs of the same kind where there are any, as rounds spread over processors", async () => {
    const kept = (kind: KindId | undefined, times: number) => ({
      task: "knowledge",
      ...(kind && { kind }),
      hash: LOADED.hash,
      backend: LOADED.backend,
      work: WORK,
      seconds: times,
    });
    const disk = memoryStore();
    await disk.set("timings", { version: 1, timings: [kept("edit", 12), kept(undefined, 12)] });
    const before = await (await world.open(disk)).timings.open();
    expect(expected(before, WORK, "knowledge", LOADED, "rounds")?.seconds).toBeCloseTo(12);
    // The first version counted rounds otherwise.
    await disk.set("timings", { version: 1, timings: [kept("rounds", 5), kept("edit", 12)] });
    const without = await (await world.open(disk)).timings.open();
    expect(expected(without, WORK, "knowledge", LOADED, "rounds")?.seconds).toBeCloseTo(12);
    await disk.set("timings", { version: 2, timings: [kept("edit", 12), kept("rounds", 5)] });
    const after = await (await world.open(disk)).timings.open();
    expect(expected(after, WORK, "knowledge", LOADED, "rounds")?.seconds).toBeCloseTo(5);
    expect(expected(after)?.seconds).toBeCloseTo(12);
  });

  it("corrects what was measured", async () => {
    const playground = await world.open();
    const timings = await playground.timings.open();
    const took = await ran(playground);
    const measurement = { ...FAKE_MEASUREMENT, model: { name: "M", parameters: 1, hash: LOADED.hash } };
    timings.measuring.start();
    const asked = worker().sent.at(-1);
    if (asked?.type !== "measure") throw new Error("Nothing was measured.");
    worker().say({ type: "measured", id: asked.id, measurement });
    expect(expected(timings)).toEqual({
      seconds: expect.closeTo(took),
      basis: "measured",
    });
  });
});

describe("a count", () => {
  it("comes to nothing when the engine is another one, and is cancelled where nobody waits for it", async () => {
    const playground = await world.open();
    worker().say({ type: "workerReady", version: 3 });
    const timings = await playground.timings.open();
    const [started] = start(playground);
    const stale = new AbortController();
    const counting = timings.count("edit", started!.body, stale.signal);
    await asked();
    stale.abort();
    expect(worker().sent.at(-1)).toEqual({ type: "cancelCount", id: counts()[0]!.id });
    worker().crash("gone");
    expect(await counting).toBeNull();
  });

  it("of the same set-up is made once, whatever else is said with it; of what cannot be run, never", async () => {
    const playground = await world.open();
    const timings = await playground.timings.open();
    const [started] = start(playground);
    const counting = timings.count("edit", started!.body);
    await asked();
    answerCounts();
    expect(await counting).toEqual(WORK);
    expect(await timings.count("edit", { ...started!.body, startedAt: "later" })).toEqual(WORK);
    expect(await timings.count("edit", { task: "knowledge" })).toBeNull();
    expect(counts()).toHaveLength(1);
  });
});
