import { describe, expect, test } from "vitest";
import { PlaygroundError } from "../../src/protocol/playgroundError.ts";
import type { EditSetup } from "../../src/runs/edit/events.ts";
import { LOAD, loadedWorld, runWorld, startRun } from "../../test/runWorld.ts";

describe("runs", () => {
  test("run and end; then the next one may start", async () => {
    const world = await loadedWorld();
    world.send(startRun("r1"));
    await world.until("finished");
    world.send(startRun("r2"));
    await expect.poll(() => world.said("finished")).toBe(2);
  });

  test.each<[string, Partial<EditSetup>]>([["an unknown task", { task: "chess" }]])(
    "%s is refused",
    async (_, more) => {
      const world = await loadedWorld();
      world.send(startRun("r1", more));
      await world.until("engineFailed:bad-input");
    },
  );

  test("without a model no run starts", async () => {
    const world = runWorld();
    world.send(startRun());
    await world.until("engineFailed:bad-input");
  });

  test("a second run at the same time is refused, and so is a load", async () => {
    const world = await loadedWorld({ onWork: () => new Promise((resolve) => setTimeout(resolve, 1)) });
    world.send(startRun("r1"));
    world.send(startRun("r2"));
    world.send(LOAD);
    await world.until("engineFailed:bad-input");
    expect(world.names()).toContain("modelFailed:bad-input");
    world.send({ type: "cancel", kind: "edit", runId: "r1" });
    await world.until("cancelled");
  });

  test("cancelling is answered in the same turn, at any stage; a new run waits for the model", async () => {
    let release = () => {};
    let stuck: Promise<void> | undefined;
    const world = await loadedWorld({ onWork: () => stuck });
    stuck = new Promise((resolve) => {
      release = resolve;
    });
    world.send(startRun("r1"));
    await world.until("answering");
    world.send({ type: "cancel", kind: "edit", runId: "r1" });
    expect(world.names().at(-1)).toBe("cancelled");
    world.send(startRun("r2"));
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(world.said("started")).toBe(1);
    stuck = undefined;
    release();
    await world.until("finished");
    expect(world.models[0]?.adapters.every(({ disposed }) => disposed)).toBe(true);
  });

  test("a run can be cancelled before it has begun", async () => {
    const world = await loadedWorld();
    world.send(startRun("r1"));
    world.send({ type: "cancel", kind: "edit", runId: "r1" });
    await world.until("cancelled");
    expect(world.names().slice(-2)).toEqual(["started", "cancelled"]);
  });

  test("a run that only asks is cancelled for one that trains, even while it still waits for the model", async () => {
    const world = await loadedWorld();
    const asking = { conditions: ["untouched" as const] };
    world.send(startRun("r1", asking));
    world.send({ type: "cancel", kind: "edit", runId: "r1" });
    world.send(startRun("r2", asking));
    world.send({ type: "cancel", kind: "edit", runId: "r2" });
    world.send(startRun("r3"));
    await world.until("finished");
    expect(world.names()).not.toContain("engineFailed:bad-input");
    expect(world.said("started")).toBe(3);
    expect(world.said("cancelled")).toBe(2);
  });

  test("a model can be used as soon as it is said to be loaded", async () => {
    const world = runWorld({}, { listModels: () => new Promise(() => {}) });
    world.send(LOAD);
    await world.until("modelLoaded");
    world.send(startRun());
    await world.until("finished");
  });

  test("a run of one condition asks and writes nothing", async () => {
    const world = await loadedWorld();
    world.send(startRun("r1", { conditions: ["untouched"] }));
    await world.until("finished");
    expect(world.said("conditionScored")).toBe(1);
    expect(world.names()).not.toContain("editStarted");
  });

  test("cancelling a run that is over or unknown does nothing", async () => {
    const world = await loadedWorld();
    world.send(startRun("r1"));
    await world.until("finished");
    const count = world.messages.length;
    world.send({ type: "cancel", kind: "edit", runId: "r1" });
    world.send({ type: "cancel", kind: "edit", runId: "other" });
    await Promise.resolve();
    expect(world.messages).toHaveLength(count);
  });

  test("step by step: waits, takes the user's pieces, and ignores a second click", async () => {
    const world = await loadedWorld();
    world.send(startRun("r1", { stepByStep: true }));
    const pieces = [{ id: "u", text: "Orsvik has a clock.", kept: true }];
    for (let stop = 1; stop <= 4; stop++) {
      await expect.poll(() => world.said("paused"), { interval: 1 }).toBe(stop);
      world.send({ type: "continue", kind: "edit", runId: "r1", ...(stop === 2 ? { pieces } : {}) });
      world.send({ type: "continue", kind: "edit", runId: "r1" });
    }
    await world.until("finished");
    expect(world.said("editParsed")).toBe(2);
    expect(world.said("continued")).toBe(4);
    const before = world.messages.length;
    world.send({ type: "continue", kind: "edit", runId: "another" });
    expect(world.messages).toHaveLength(before);
  });

  test("a lost GPU fails the run as that and ends the worker", async () => {
    const world = await loadedWorld({ onWork: () => new Promise((resolve) => setTimeout(resolve, 1)) });
    world.send(startRun("r1"));
    await world.until("answering");
    const error = new PlaygroundError("gpu-lost", "The GPU was lost.", "Load the model again.");
    world.requests[0]!.onLost(error);
    expect(world.messages.at(-1)).toMatchObject({
      channel: "run",
      event: { body: { type: "failed", failure: { kind: "gpu-lost" } } },
    });
    expect(world.deaths).toEqual([error]);
  });
});
