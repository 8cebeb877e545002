import { describe, expect, test } from "vitest";
import type { Command } from "../../src/protocol/commands.ts";
import type { WorkerMessage } from "../../src/protocol/events.ts";
import { toJson } from "../../src/protocol/toJson.ts";
import { readEvent } from "../../src/runs/readLog.ts";
import { streamKind } from "../../src/runs/stream/kind.ts";
import { versionEventSchema } from "../../src/versions/versionEvents.ts";
import { forgetfulModel, resultOfStream, stateOfStream, streamPlan } from "../../test/editStreamRun.ts";
import { engineWorld } from "../../test/engineWorld.ts";
import type { FakeOptions } from "../../test/fakeModel.ts";

const { contexts, taskSettings, settings } = streamPlan();
const setup = { task: "knowledge", contexts: [...contexts], taskSettings, settings: toJson(settings) };
const START: Command = {
  type: "start",
  kind: "stream",
  runId: "s1",
  setup,
};
const slow = { onWork: () => new Promise<void>((resolve) => setTimeout(resolve, 0)) };

/** What was said of all versions, in order. */
function listings(messages: readonly WorkerMessage[]) {
  return messages.flatMap((message) => {
    if (message.channel !== "versions") return [];
    const { body } = versionEventSchema.parse(message.answer);
    return body.type === "listed" ? [body] : [];
  });
}

/** An engine with a model, told to load it and ready. */
async function ready(options: FakeOptions = {}) {
  const model = forgetfulModel(5, options);
  const world = engineWorld({ loadModel: async () => model });
  world.send({ type: "loadModel", loadId: "l1", id: "fake", backend: "auto" });
  await world.until("modelsListed");
  const events = () =>
    world.messages.flatMap((message) =>
      message.channel === "run" ? [readEvent(streamKind, message.event)] : [],
    );
  const failures = () =>
    world.messages.flatMap((message) =>
      message.channel === "session" && message.event.type === "engineFailed"
        ? [message.event.failure.message]
        : [],
    );
  return { ...world, events, failures, model };
}

describe("a stream of edits in the worker", () => {
  test("is cancelled at once; its log is resumed to the state of an uninterrupted one", async () => {
    const whole = await ready();
    whole.send(START);
    await whole.until("finished");

    const broken = await ready(slow);
    broken.send(START);
    await broken.until("stepScored");
    broken.send({ type: "cancel", kind: "stream", runId: "s1" });
    await broken.until("cancelled");
    const log = broken.events();

    const again = await ready();
    again.send({ type: "resume", kind: "stream", runId: "s1", events: log, attachments: [] });
    await again.until("finished");
    expect(resultOfStream(stateOfStream([...log, ...again.events()]))).toEqual(
      resultOfStream(stateOfStream(whole.events())),
    );
  });

  test("leaves its merges to be kept once it has finished, a resumed one too", async () => {
    const whole = await ready();
    whole.send(START);
    await whole.until("finished");
    const last = () => listings(whole.messages).at(-1);
    await expect.poll(() => last()?.candidate).toMatchObject({ runId: "s1", kind: "merge", steps: 4 });
    const broken = await ready(slow);
    broken.send(START);
    await broken.until("stepScored");
    broken.send({ type: "cancel", kind: "stream", runId: "s1" });
    await broken.until("cancelled");
    expect(listings(broken.messages).at(-1)?.candidate ?? null).toBeNull();
    const again = await ready();
    again.send({ type: "resume", kind: "stream", runId: "s1", events: broken.events(), attachments: [] });
    await again.until("finished");
    await expect.poll(() => listings(again.messages).at(-1)?.candidate).toMatchObject({ steps: 4 });
  });

  test("pauses, goes on, and takes the engine for itself until it has ended", async () => {
    const world = await ready(slow);
    world.send(START);
    await world.until("untouchedAsked");
    world.send({ type: "pause", kind: "stream", runId: "s1" });
    await world.until("paused");
    world.send({ ...START, runId: "s2" });
    await expect.poll(() => world.failures()).toHaveLength(1);
    expect(world.failures()[0]).toBe("A run is going on.");
    world.send({ type: "continue", kind: "stream", runId: "s1" });
    await world.until("finished");
    expect(world.model.merged).toEqual([]);
  });

  test("settings and logs of the wrong form are refused by name", async () => {
    const world = await ready();
    world.send({ ...START, setup: { ...setup, settings: toJson({ ...settings, remedy: "prayer" }) } });
    world.send({
      type: "resume",
      kind: "stream",
      runId: "s",
      attachments: [],
      events: [{ version: 1, runId: "s", sequence: 0, atMs: 0, body: { type: "stepStarted", step: 0 } }],
    });
    await expect.poll(() => world.failures()).toHaveLength(2);
    expect(world.failures()[0]).toContain("“remedy” of the stream is not valid");
    expect(world.failures()[1]).toContain("its first event is number 0, “stepStarted”");
    expect(world.events()).toEqual([]);
  });
});
