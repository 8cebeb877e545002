import { describe, expect, test } from "vitest";
import type { Command } from "../../src/protocol/commands.ts";
import { PlaygroundError } from "../../src/protocol/playgroundError.ts";
import { toJson } from "../../src/protocol/toJson.ts";
import { readEvent } from "../../src/runs/readLog.ts";
import type { RoundsEvent } from "../../src/runs/rounds/events.ts";
import { roundsKind } from "../../src/runs/rounds/kind.ts";
import { type EngineWorld, engineWorld } from "../../test/engineWorld.ts";
import type { FakeModel, FakeOptions } from "../../test/fakeModel.ts";
import { TEST_SETTINGS } from "../../test/knowledgeSettings.ts";
import { HELD_OUT, learningWriter, resultOf, SETTINGS, stateOf, TRAINING } from "../../test/roundsRun.ts";

const taskSettings = toJson({ ...TEST_SETTINGS, demonstrations: 0 });
const START: Command = {
  type: "start",
  kind: "rounds",
  runId: "o1",
  setup: {
    task: "knowledge",
    contexts: TRAINING.map(toJson),
    heldOut: HELD_OUT.map(toJson),
    taskSettings,
    settings: { ...SETTINGS, rounds: 1 },
  },
};

interface World extends EngineWorld {
  outer(): RoundsEvent[];
  model: FakeModel;
}

/** An engine with a model, told to load it and ready. */
async function ready(options: FakeOptions = {}): Promise<World> {
  const model = learningWriter(options);
  const world = engineWorld({ loadModel: async () => model });
  world.send({ type: "loadModel", loadId: "l1", id: "fake", backend: "auto" });
  await world.until("modelsListed");
  const outer = () =>
    world.messages.flatMap((m) => (m.channel === "run" ? [readEvent(roundsKind, m.event)] : []));
  return { ...world, outer, model };
}

const slow = { onWork: () => new Promise<void>((resolve) => setTimeout(resolve, 0)) };

describe("an outer loop in the worker", () => {
  test("posts its events in order, and each update of the writer before it is said to be merged", async () => {
    const world = await ready();
    world.send(START);
    await world.until("finished");
    expect(stateOf(world.outer()).status).toBe("finished");
    const names = world.names();
    expect(names.indexOf("attachment")).toBeLessThan(names.indexOf("writerMerged"));
    expect(world.said("attachment")).toBe(1);
  });

  test("pauses at the end of the edit under way, and goes on", async () => {
    const world = await ready(slow);
    world.send(START);
    await world.until("editWritten");
    world.send({ type: "pause", kind: "rounds", runId: "o1" });
    await world.until("paused");
    const told = world.outer().length;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(world.outer()).toHaveLength(told);
    world.send({ type: "continue", kind: "rounds", runId: "o1" });
    await world.until("finished");
    expect(stateOf(world.outer()).status).toBe("finished");
  });

  test("is cancelled at once; the same log is resumed to the state of an uninterrupted run", async () => {
    const whole = await ready();
    whole.send(START);
    await whole.until("finished");

    const broken = await ready(slow);
    broken.send(START);
    await broken.until("contextKept");
    broken.send({ type: "cancel", kind: "rounds", runId: "o1" });
    await broken.until("cancelled");

    const again = await ready();
    again.send({ type: "resume", kind: "rounds", runId: "o1", events: broken.outer(), attachments: [] });
    await again.until("finished");
    const log = [...broken.outer(), ...again.outer()];
    expect(resultOf(stateOf(log))).toEqual(resultOf(stateOf(whole.outer())));
  });

  test("a lost GPU fails it as that; a fresh engine resumes it to the state of an uninterrupted run", async () => {
    const whole = await ready();
    whole.send(START);
    await whole.until("finished");

    const deaths: unknown[] = [];
    const model = learningWriter(slow);
    let lose = (_error: PlaygroundError) => {};
    const broken = engineWorld({
      loadModel: async ({ onLost }) => {
        lose = onLost;
        return model;
      },
      die: (error) => deaths.push(error),
    });
    broken.send({ type: "loadModel", loadId: "l1", id: "fake", backend: "auto" });
    await broken.until("modelsListed");
    broken.send(START);
    await broken.until("contextKept");
    const error = new PlaygroundError("gpu-lost", "The GPU was lost.", "Load the model again.");
    lose(error);
    const log = broken.messages.flatMap((m) => (m.channel === "run" ? [readEvent(roundsKind, m.event)] : []));
    expect(log.at(-1)?.body).toMatchObject({ type: "failed", failure: { kind: "gpu-lost" } });
    expect(deaths).toEqual([error]);

    const again = await ready();
    again.send({ type: "resume", kind: "rounds", runId: "o1", events: log, attachments: [] });
    await again.until("finished");
    expect(resultOf(stateOf([...log, ...again.outer()]))).toEqual(resultOf(stateOf(whole.outer())));
  });

  test("takes the engine for itself until it has ended", async () => {
    const world = await ready(slow);
    world.send(START);
    await world.until("editWritten");
    world.send({ ...START, runId: "o2" });
    world.send({
      type: "start",
      kind: "edit",
      runId: "r1",
      setup: { task: "knowledge", context: toJson(TRAINING[0]), settings: taskSettings, stepByStep: false },
    });
    world.send({ type: "loadModel", loadId: "l2", id: "other", backend: "auto" });
    await world.until("modelFailed:bad-input");
    expect(world.said("engineFailed:bad-input")).toBe(2);
    world.send({ type: "cancel", kind: "rounds", runId: "o1" });
    await world.until("cancelled");
    world.send({ ...START, runId: "o3" });
    await world.until("finished");
    expect(world.model.busy).toBe(0);
  });

  test("commands for a run that is gone do nothing", async () => {
    const world = await ready();
    const before = world.messages.length;
    world.send({ type: "pause", kind: "rounds", runId: "gone" });
    world.send({ type: "continue", kind: "rounds", runId: "gone" });
    world.send({ type: "cancel", kind: "rounds", runId: "gone" });
    expect(world.messages).toHaveLength(before);
  });

  test("a finished log, or one without a beginning, is not resumed", async () => {
    const world = await ready();
    world.send(START);
    await world.until("finished");
    const events = world.outer();
    world.send({ type: "resume", kind: "rounds", runId: "o1", events, attachments: [] });
    world.send({ type: "resume", kind: "rounds", runId: "o1", events: events.slice(1, 4), attachments: [] });
    await world.until("engineFailed:bad-input");
    expect(world.said("engineFailed:bad-input")).toBe(2);
    expect(world.outer()).toHaveLength(events.length);
  });
});
