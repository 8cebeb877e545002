import { describe, expect, test } from "vitest";
import type { Command } from "../src/protocol/commands.ts";
import type { WorkerMessage } from "../src/protocol/events.ts";
import { streamEventSchema } from "../src/protocol/streamEvents.ts";
import { toJson } from "../src/protocol/toJson.ts";
import { findTask } from "../src/tasks/tasks.ts";
import { forgetfulModel, resultOfStream, stateOfStream, streamPlan } from "../test/editStreamRun.ts";
import type { FakeOptions } from "../test/fakeModel.ts";
import { createEngine } from "./engine.ts";
import { memoryLedger } from "./ledgerFolder.ts";
import { createPost } from "./post.ts";

const { contexts, taskSettings, settings } = streamPlan();
const START: Command = {
  type: "startStream",
  runId: "s1",
  task: "knowledge",
  contexts: [...contexts],
  taskSettings,
  settings: toJson(settings),
};
const slow = { onWork: () => new Promise<void>((resolve) => setTimeout(resolve, 0)) };

/** An engine with a model, told to load it and ready. */
async function ready(options: FakeOptions = {}) {
  const messages: WorkerMessage[] = [];
  const model = forgetfulModel(5, options);
  const engine = createEngine(
    {
      probe: () => Promise.reject(new Error("not asked")),
      listModels: async () => [],
      deleteModel: async () => {},
      openVersions: async () => ({ files: memoryLedger(), lasting: false }),
      findTask,
      die: () => {},
      loadModel: async () => model,
    },
    createPost((message) => messages.push(message)),
  );
  const events = () =>
    messages.flatMap((message) =>
      message.channel === "stream" ? [streamEventSchema.parse(message.event)] : [],
    );
  const failures = () =>
    messages.flatMap((message) =>
      message.channel === "session" && message.event.type === "engineFailed"
        ? [message.event.failure.message]
        : [],
    );
  const until = async (done: () => boolean) => {
    for (let i = 0; i < 3000 && !done(); i++) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(done()).toBe(true);
  };
  const untilEvent = (type: string) => until(() => events().some(({ body }) => body.type === type));
  engine.handle({ type: "loadModel", id: "fake", backend: "auto" });
  await until(() => messages.some((m) => m.channel === "session" && m.event.type === "modelsListed"));
  return { send: (command: Command) => engine.handle(command), events, failures, until, untilEvent, model };
}

describe("a stream of edits in the worker", () => {
  test("is cancelled at once; its log is resumed to the state of an uninterrupted one", async () => {
    const whole = await ready();
    whole.send(START);
    await whole.untilEvent("streamFinished");

    const broken = await ready(slow);
    broken.send(START);
    await broken.untilEvent("stepScored");
    broken.send({ type: "cancelStream", runId: "s1" });
    await broken.untilEvent("streamCancelled");
    const log = broken.events();

    const again = await ready();
    again.send({ type: "resumeStream", events: log });
    await again.untilEvent("streamFinished");
    expect(resultOfStream(stateOfStream([...log, ...again.events()]))).toEqual(
      resultOfStream(stateOfStream(whole.events())),
    );
  });

  test("pauses, goes on, and takes the engine for itself until it has ended", async () => {
    const world = await ready(slow);
    world.send(START);
    await world.untilEvent("untouchedAsked");
    world.send({ type: "pauseStream", runId: "s1" });
    await world.untilEvent("streamPaused");
    world.send({ ...START, runId: "s2" });
    await world.until(() => world.failures().length === 1);
    expect(world.failures()[0]).toContain("already going on");
    world.send({ type: "continueStream", runId: "s1" });
    await world.untilEvent("streamFinished");
    expect(world.model.merged).toEqual([]);
  });

  test("settings and logs of the wrong form are refused by name", async () => {
    const world = await ready();
    world.send({ ...START, settings: toJson({ ...settings, remedy: "prayer" }) });
    world.send({
      type: "resumeStream",
      events: [{ version: 1, runId: "s", sequence: 0, atMs: 0, body: { type: "stepStarted", step: 0 } }],
    });
    await world.until(() => world.failures().length === 2);
    expect(world.failures()[0]).toContain("“remedy” of the stream is not valid");
    expect(world.failures()[1]).toContain("cannot be read from its start on");
    expect(world.events()).toEqual([]);
  });
});
