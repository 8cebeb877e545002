import { describe, expect, it } from "vitest";
import { runRounds } from "../../test/roundsRun.ts";
import { LOAD, startRun } from "../../test/runWorld.ts";
import { constantAdapter } from "../../test/versionDraft.ts";
import { DriftingModel, lastOf, peftFiles, versionWorld } from "../../test/versionWorld.ts";
import { modelInfoSchema } from "../protocol/run.ts";
import { z } from "../protocol/zod.ts";
import { NO_EARLIER } from "./earlierVersions.ts";
import { memoryStorage } from "./opfsStorage.ts";
import type { AcceptanceLimits } from "./versionEvents.ts";
import { weightsName } from "./versionRecords.ts";
import { VersionService } from "./versionService.ts";

const startedSchema = z.object({ model: modelInfoSchema });

const LIMITS: AcceptanceLimits = {
  kl: 1,
  perplexityRatio: 10,
  canariesLost: 1000,
  falsePercent: 0,
  vaguePercent: 100,
};
const importOf = (value: number, limits = LIMITS) =>
  ({ type: "import", name: `Import ${value}`, files: peftFiles(value), limits }) as const;

describe("an adapter after which nothing can be computed", () => {
  it("is a failure that says so, and what waits for the versions goes on", async () => {
    const world = await versionWorld();
    const answer = await world.ask(importOf(1e30));
    expect(lastOf(answer, "failed")?.failure).toMatchObject({
      kind: "diverged",
      message: "The model gives no finite probabilities with it, so it is not kept.",
    });
    expect(lastOf(answer, "listed")).toMatchObject({ versions: [], current: null, candidate: null });

    expect(lastOf(await world.ask({ type: "list" }), "done")).toBeDefined();
    world.send(startRun("r1"));
    await world.until("finished");
    expect(world.model.merged).toEqual([]);
    world.send(LOAD);
    await expect.poll(() => world.said("modelLoaded")).toBe(2);
  });

  it("does not stop the queue, even if the failure cannot be said", async () => {
    let isBroken = true;
    const said: unknown[] = [];
    const service = new VersionService({
      openStorage: async () => ({ files: memoryStorage(), lasting: false, earlier: NO_EARLIER }),
      post(event) {
        if (isBroken) throw new Error("It cannot be sent.");
        said.push(event);
      },
      onInForce() {},
    });
    const model = new DriftingModel();
    service.handle({ operation: "one", body: { type: "list" } }, model, Promise.resolve());
    await service.done;
    isBroken = false;
    service.handle({ operation: "two", body: { type: "list" } }, model, Promise.reject(new Error("Gone.")));
    service.handle({ operation: "three", body: { type: "list" } }, model, Promise.resolve());
    await service.done;
    expect(said).toMatchObject([
      { operation: "two", body: { type: "failed" } },
      { operation: "two", body: { type: "listed" } },
      { operation: "three", body: { type: "listed" } },
      { operation: "three", body: { type: "done" } },
    ]);
  });
});

describe("an imported adapter", () => {
  it("is kept and in force where it stays within the user's limits", async () => {
    const world = await versionWorld();
    const listed = lastOf(await world.ask(importOf(5)), "listed")!;
    expect(listed.versions).toMatchObject([
      { name: "Import 5", kind: "import", parent: null, training: null },
    ]);
    expect(listed).toMatchObject({ current: listed.versions[0]!.id, candidate: null });
    expect(world.model.merged).toEqual(["5"]);
  });

  it("is vetoed beyond them: not merged, until the user wants it nevertheless", async () => {
    const world = await versionWorld();
    const answer = await world.ask(importOf(20));
    const { runId, reasons } = lastOf(answer, "measured")!.measured;
    expect(reasons).toEqual([
      "The model drifted by 2.000 nats a token of neutral text, more than the limit of 1.",
    ]);
    expect(lastOf(answer, "listed")).toMatchObject({
      ...{ versions: [], current: null },
      candidate: { runId, name: "Import 20", kind: "import", steps: 1, parent: null },
    });
    expect(world.model.merged).toEqual([]);
    const keep = { type: "keep", runId, name: "Mine", limits: LIMITS, despite: true } as const;
    expect(lastOf(await world.ask(keep), "listed")).toMatchObject({
      versions: [{ name: "Mine", kind: "import" }],
      candidate: null,
    });
    expect(world.model.merged).toEqual(["20"]);
  });

  it("may be there twice, and leaves what a run has left", async () => {
    const world = await versionWorld();
    world.send(startRun("r1"));
    await world.until("finished");
    await world.ask(importOf(5));
    const listed = lastOf(await world.ask(importOf(5)), "listed")!;
    expect(listed.versions).toHaveLength(2);
    expect(listed.candidate?.runId).toBe("r1");
  });
});

describe("the version in force", () => {
  /** What the page was told of it, in order. */
  const told = ({ messages }: Awaited<ReturnType<typeof versionWorld>>) =>
    messages.flatMap((message) =>
      message.channel === "session" && message.event.type === "versionInForce" ? [message.event.name] : [],
    );

  it("is told when a model is loaded, before anybody asks for its versions, and for each load anew", async () => {
    const files = memoryStorage();
    await (await versionWorld(new DriftingModel(), files)).ask(importOf(5));
    const reopened = await versionWorld(new DriftingModel(), files);
    await expect.poll(() => told(reopened), { interval: 1 }).toEqual(["Import 5"]);
    reopened.send(LOAD);
    await expect.poll(() => told(reopened), { interval: 1 }).toEqual(["Import 5", "Import 5"]);
  });

  it("is told whenever it becomes another one, and not of an untouched model", async () => {
    const world = await versionWorld();
    await world.ask({ type: "list" });
    expect(told(world)).toEqual([]);
    await world.ask(importOf(5));
    await world.ask(importOf(4));
    await world.ask({ type: "list" });
    await world.ask({ type: "checkout", id: null });
    expect(told(world)).toEqual(["Import 5", "Import 4", null]);
  });

  it("is none once a run has found its weights damaged", async () => {
    const files = memoryStorage();
    const world = await versionWorld(new DriftingModel(), files);
    const { current } = lastOf(await world.ask(importOf(5)), "listed")!;
    const reopened = await versionWorld(new DriftingModel(), files);
    await expect.poll(() => told(reopened), { interval: 1 }).toEqual(["Import 5"]);
    await files.write(weightsName(current!), new Uint8Array(3));
    reopened.send(startRun("r1"));
    await reopened.until("finished");
    expect(told(reopened)).toEqual(["Import 5", null]);
  });
});

it("is measured and shown first: nothing is merged by that, nor measured again by merging", async () => {
  const world = await versionWorld();
  const { runId } = lastOf(await world.ask(importOf(20)), "measured")!.measured;
  const wide = { ...LIMITS, kl: 100, perplexityRatio: 1000 };
  const answer = await world.ask({ type: "measure", runId, limits: wide });
  expect(lastOf(answer, "measured")!.measured).toMatchObject({
    runId,
    reasons: [],
    drift: { kl: expect.closeTo(2, 4) },
  });
  expect(lastOf(answer, "listed")).toMatchObject({ versions: [], current: null, candidate: { runId } });
  expect(world.model.merged).toEqual([]);
  const merging = await world.ask({ type: "keep", runId, name: "Mine", limits: wide, despite: false });
  expect(lastOf(merging, "working")).toBeUndefined();
  expect(lastOf(merging, "listed")).toMatchObject({ versions: [{ name: "Mine" }], candidate: null });
  const gone = await world.ask({ type: "measure", runId, limits: wide });
  expect(lastOf(gone, "failed")!.failure.message).toContain("not there any more");
});

it("keeps a writer once: a second time it is only put in force", async () => {
  const world = await versionWorld();
  const { events } = await runRounds();
  const writers = [1, 2].map((round) => ({ round, update: constantAdapter(round) }));
  const keep = async () => {
    await world.ask({ type: "offerWriter", events, writers });
    const limits = { ...LIMITS, falsePercent: 100 };
    const answer = await world.ask({ type: "keep", runId: "r", name: "My writer", limits, despite: false });
    return lastOf(answer, "listed")!;
  };
  const first = await keep();
  expect(first.versions).toHaveLength(2);
  await world.ask({ type: "checkout", id: null });
  expect(await keep()).toEqual(first);
  expect(world.model.merged).toEqual(["1", "2"]);
});

it("gives a run no parent where the version in force did not fit and it ran on the untouched model", async () => {
  const files = memoryStorage();
  const world = await versionWorld(new DriftingModel(), files);
  const { current } = lastOf(await world.ask(importOf(5)), "listed")!;
  world.send(startRun("r1"));
  await world.until("finished");
  expect(lastOf(world.answers(), "listed")).toMatchObject({ candidate: { runId: "r1", parent: current } });

  const model = new DriftingModel();
  model.fits = false;
  const reopened = await versionWorld(model, files);
  reopened.send(startRun("r2"));
  await reopened.until("finished");
  expect(startedFrom(world)).toBe("Import 5");
  expect(startedFrom(reopened)).toBeUndefined();
  expect(lastOf(reopened.answers(), "listed")).toMatchObject({
    current,
    candidate: { runId: "r2", parent: null },
  });
});

it("exports an adapter of a model of the hub under the name by which PEFT finds the model", async () => {
  const baseOf = async (hash: string) => {
    const model = new DriftingModel();
    model.info.hash = hash;
    const world = await versionWorld(model);
    const { current } = lastOf(await world.ask(importOf(5)), "listed")!;
    const { files } = lastOf(await world.ask({ type: "export", id: current! }), "exported")!;
    const config: unknown = JSON.parse(new TextDecoder().decode(files[0]!.bytes));
    return config;
  };
  expect(await baseOf("f47f71177f32bcd101b7573ec9171e6a57f4f4d31148d38e382306f42996874b")).toMatchObject({
    base_model_name_or_path: "Qwen/Qwen3-0.6B",
  });
  expect(await baseOf("0".repeat(64))).toMatchObject({ base_model_name_or_path: "Fake" });
});

/** The version that the world's run says it starts from. */
function startedFrom({ messages }: Awaited<ReturnType<typeof versionWorld>>): string | undefined {
  const started = messages.find(
    (message) => message.channel === "run" && message.event.body.type === "started",
  );
  const { model } = startedSchema.parse(started?.channel === "run" ? started.event.body : null);
  return model.version;
}
