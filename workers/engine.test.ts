import { describe, expect, test } from "vitest";
import type { Command } from "../src/protocol/commands.ts";
import { type WorkerMessage, workerMessageSchema } from "../src/protocol/events.ts";
import { PlaygroundError, throwIfCancelled } from "../src/protocol/playgroundError.ts";
import { toJson } from "../src/protocol/toJson.ts";
import { EXAMPLE_PASSAGES } from "../src/tasks/knowledge/examples.ts";
import { KNOWLEDGE_PRESETS } from "../src/tasks/knowledge/metadata.ts";
import { findTask } from "../src/tasks/tasks.ts";
import { FakeModel, type FakeOptions } from "../test/fakeModel.ts";
import { createEngine, type EngineServices, type LoadRequest } from "./engine.ts";
import { memoryLedger } from "./ledgerFolder.ts";
import { createPost } from "./post.ts";

const EDIT = " Where is Orsvik?\nAnswer 1: Hellem";
const LOAD: Command = { type: "loadModel", id: "fake", backend: "auto" };
const start = (runId = "r1", more: Partial<Extract<Command, { type: "startRun" }>> = {}): Command => ({
  type: "startRun",
  runId,
  task: "knowledge",
  context: toJson(EXAMPLE_PASSAGES[0]),
  settings: toJson(KNOWLEDGE_PRESETS[0]!.settings),
  stepByStep: false,
  ...more,
});

interface World {
  messages: WorkerMessage[];
  send(message: unknown): void;
  /** Names of all events so far, with the run's or the failure's kind. */
  names(): string[];
  until(name: string): Promise<void>;
  models: FakeModel[];
  requests: LoadRequest[];
  deaths: PlaygroundError[];
}

function setUp(options: FakeOptions = {}, services: Partial<EngineServices> = {}): World {
  const messages: WorkerMessage[] = [];
  const models: FakeModel[] = [];
  const requests: LoadRequest[] = [];
  const deaths: PlaygroundError[] = [];
  const write = (prompt: string) => (prompt.endsWith("Question 1:") ? EDIT : null);
  const engine = createEngine(
    {
      probe: async () => ({
        webgpu: { available: false, software: false, detail: "none" },
        wasm: { available: true, threads: 1, detail: "one thread" },
        crossOriginIsolated: false,
      }),
      listModels: async () => [],
      deleteModel: async () => {},
      openVersions: async () => ({ files: memoryLedger(), lasting: false }),
      findTask,
      die: (error) => deaths.push(error),
      ...services,
      loadModel: async (request) => {
        requests.push(request);
        if (services.loadModel) return services.loadModel(request);
        request.onReplace();
        request.onBackend("wasm", "because");
        const model = new FakeModel({ id: request.id, write, ...options });
        models.push(model);
        return model;
      },
    },
    createPost((message) => messages.push(message)),
  );
  const names = () =>
    messages.map((message) => {
      if (message.channel === "run" || message.channel === "outer" || message.channel === "stream")
        return message.event.body.type;
      if (message.channel === "writer" || message.channel === "versions") return message.channel;
      const { event } = message;
      return "failure" in event ? `${event.type}:${event.failure.kind}` : event.type;
    });
  const until = async (name: string) => {
    for (let i = 0; i < 2000 && !names().includes(name); i++)
      await new Promise((resolve) => setTimeout(resolve, 1));
    expect(names()).toContain(name);
  };
  return { messages, send: (message) => engine.handle(message), names, until, models, requests, deaths };
}

async function loaded(options: FakeOptions = {}): Promise<World> {
  const world = setUp(options);
  world.send(LOAD);
  await world.until("modelsListed");
  return world;
}

const said = (world: World, name: string) => world.names().filter((other) => other === name).length;

describe("commands", () => {
  test.each([
    null,
    "startRun",
    {},
    { type: "launch" },
    { type: "startRun" },
    { type: "loadModel", id: 3, backend: "auto" },
    { type: "loadModel", id: "x", backend: "cuda" },
    { type: "startRun", runId: "r", task: "knowledge", context: () => 1, settings: {}, stepByStep: false },
    { type: "continueRun", runId: "r", pieces: [{ text: "x" }] },
  ])("%j is answered with engineFailed", (message) => {
    const world = setUp();
    world.send(message);
    expect(world.names()).toEqual(["engineFailed:internal"]);
  });

  test("every event posted is one the page accepts", async () => {
    const world = await loaded();
    world.send({ type: "probe" });
    world.send(start());
    await world.until("runFinished");
    for (const message of world.messages) {
      expect(workerMessageSchema.parse(JSON.parse(JSON.stringify(message)))).toEqual(message);
    }
    expect(() =>
      createPost(() => {})({ channel: "session", event: { type: "modelsListed", models: [] } }),
    ).not.toThrow();
  });

  test("what a service throws is told", async () => {
    const world = setUp({}, { listModels: async () => Promise.reject(new Error("disk on fire")) });
    world.send({ type: "listModels" });
    await world.until("engineFailed:internal");
  });
});

describe("loading", () => {
  test("tells backend, model and what is cached now", async () => {
    const world = await loaded();
    expect(world.names()).toEqual(["backendStarted", "modelLoaded", "modelsListed"]);
  });

  test("a failure is the model's, and the model before stays", async () => {
    const world = await loaded();
    const [first] = world.models;
    const broken = new PlaygroundError("bad-checkpoint", "It is damaged.", "Take another.");
    const second = setUp({}, { loadModel: async () => Promise.reject(broken) });
    second.send(LOAD);
    await second.until("modelFailed:bad-checkpoint");
    expect(first?.disposed).toBe(false);
  });

  test("a cancelled load is answered at once, whatever the loader does, and its result is thrown away", async () => {
    let finish = (_: FakeModel) => {};
    const slow = new Promise<FakeModel>((resolve) => {
      finish = resolve;
    });
    const world = setUp({}, { loadModel: () => slow });
    world.send(LOAD);
    await Promise.resolve();
    await Promise.resolve();
    world.send({ type: "cancelLoad" });
    expect(world.names()).toEqual(["modelFailed:cancelled"]);
    world.requests[0]?.onProgress({
      stage: "downloading",
      loadedBytes: 1,
      totalBytes: 2,
      bytesPerSecond: 1,
      secondsLeft: 1,
    });
    const late = new FakeModel();
    finish(late);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(late.disposed).toBe(true);
    expect(world.names()).toEqual(["modelFailed:cancelled"]);
    world.send(start());
    await world.until("engineFailed:bad-input");
  });

  test("a loader that obeys the signal ends quietly", async () => {
    const world = setUp(
      {},
      {
        loadModel: async ({ signal }) => {
          for (;;) {
            await new Promise((resolve) => setTimeout(resolve, 1));
            throwIfCancelled(signal);
          }
        },
      },
    );
    world.send(LOAD);
    world.send({ type: "cancelLoad" });
    world.send({ type: "cancelLoad" });
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(world.names()).toEqual(["modelFailed:cancelled"]);
  });

  test("another load takes the place of the one under way; the old model goes", async () => {
    const world = await loaded();
    world.send(LOAD);
    world.send({ ...LOAD, id: "other" });
    await world.until("modelFailed:cancelled");
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(world.models.at(-1)?.info.id).toBe("other");
    expect(world.models.slice(0, -1).every(({ disposed }) => disposed)).toBe(true);
    expect(world.models.at(-1)?.disposed).toBe(false);
  });

  test("a model that is being loaded can be deleted", async () => {
    const deleted: string[] = [];
    const world = setUp({}, { deleteModel: async (id) => void deleted.push(id) });
    world.send(LOAD);
    world.send({ type: "deleteModel", id: "fake" });
    await world.until("modelsListed");
    expect(world.names()[0]).toBe("modelFailed:cancelled");
    expect(deleted).toEqual(["fake"]);
  });
});

describe("runs", () => {
  test("run and end; then the next one may start", async () => {
    const world = await loaded();
    world.send(start("r1"));
    await world.until("runFinished");
    world.send(start("r2"));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(said(world, "runFinished")).toBe(2);
  });

  test.each<[string, Partial<Extract<Command, { type: "startRun" }>>]>([
    ["an unknown task", { task: "chess" }],
  ])("%s is refused", async (_, more) => {
    const world = await loaded();
    world.send(start("r1", more));
    await world.until("engineFailed:bad-input");
  });

  test("without a model no run starts", async () => {
    const world = setUp();
    world.send(start());
    await world.until("engineFailed:bad-input");
  });

  test("a second run at the same time is refused, and so is a load", async () => {
    const world = await loaded({ onWork: () => new Promise((resolve) => setTimeout(resolve, 1)) });
    world.send(start("r1"));
    world.send(start("r2"));
    world.send(LOAD);
    await world.until("engineFailed:bad-input");
    expect(world.names()).toContain("modelFailed:bad-input");
    world.send({ type: "cancelRun", runId: "r1" });
    await world.until("runCancelled");
  });

  test("cancelling is answered in the same turn, at any stage; a new run waits for the model", async () => {
    let release = () => {};
    let stuck: Promise<void> | undefined;
    const world = await loaded({ onWork: () => stuck });
    stuck = new Promise((resolve) => {
      release = resolve;
    });
    world.send(start("r1"));
    await world.until("answering");
    world.send({ type: "cancelRun", runId: "r1" });
    expect(world.names().at(-1)).toBe("runCancelled");
    world.send(start("r2"));
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(said(world, "runStarted")).toBe(1);
    stuck = undefined;
    release();
    await world.until("runFinished");
    expect(world.models[0]?.adapters.every(({ disposed }) => disposed)).toBe(true);
  });

  test("a run can be cancelled before it has begun", async () => {
    const world = await loaded();
    world.send(start("r1"));
    world.send({ type: "cancelRun", runId: "r1" });
    await world.until("runCancelled");
    expect(world.names().slice(-2)).toEqual(["runStarted", "runCancelled"]);
  });

  test("a run that only asks is cancelled for one that trains, even while it still waits for the model", async () => {
    const world = await loaded();
    const asking = { conditions: ["untouched" as const] };
    world.send(start("r1", asking));
    world.send({ type: "cancelRun", runId: "r1" });
    world.send(start("r2", asking));
    world.send({ type: "cancelRun", runId: "r2" });
    world.send(start("r3"));
    await world.until("runFinished");
    expect(world.names()).not.toContain("engineFailed:bad-input");
    expect(said(world, "runStarted")).toBe(3);
    expect(said(world, "runCancelled")).toBe(2);
  });

  test("a model can be used as soon as it is said to be loaded", async () => {
    const world = setUp({}, { listModels: () => new Promise(() => {}) });
    world.send(LOAD);
    await world.until("modelLoaded");
    world.send(start());
    await world.until("runFinished");
  });

  test("a run of one condition asks and writes nothing", async () => {
    const world = await loaded();
    world.send(start("r1", { conditions: ["untouched"] }));
    await world.until("runFinished");
    expect(said(world, "conditionScored")).toBe(1);
    expect(world.names()).not.toContain("editStarted");
  });

  test("cancelling a run that is over or unknown does nothing", async () => {
    const world = await loaded();
    world.send(start("r1"));
    await world.until("runFinished");
    const count = world.messages.length;
    world.send({ type: "cancelRun", runId: "r1" });
    world.send({ type: "cancelRun", runId: "other" });
    await Promise.resolve();
    expect(world.messages).toHaveLength(count);
  });

  test("step by step: waits, takes the user's pieces, and ignores a second click", async () => {
    const world = await loaded();
    world.send(start("r1", { stepByStep: true }));
    const pieces = [{ id: "u", text: "Orsvik has a clock.", kept: true }];
    for (let stop = 1; stop <= 4; stop++) {
      for (let i = 0; i < 500 && said(world, "paused") < stop; i++)
        await new Promise((r) => setTimeout(r, 1));
      expect(said(world, "paused")).toBe(stop);
      world.send({ type: "continueRun", runId: "r1", ...(stop === 2 ? { pieces } : {}) });
      world.send({ type: "continueRun", runId: "r1" });
    }
    await world.until("runFinished");
    expect(said(world, "editParsed")).toBe(2);
    expect(said(world, "resumed")).toBe(4);
    world.send({ type: "continueRun", runId: "another" });
    await world.until("engineFailed:bad-input");
  });

  test("a lost GPU fails the run as that and ends the worker", async () => {
    const world = await loaded({ onWork: () => new Promise((resolve) => setTimeout(resolve, 1)) });
    world.send(start("r1"));
    await world.until("answering");
    const error = new PlaygroundError("gpu-lost", "The GPU was lost.", "Load the model again.");
    world.requests[0]!.onLost(error);
    expect(world.messages.at(-1)).toMatchObject({
      channel: "run",
      event: { body: { type: "runFailed", failure: { kind: "gpu-lost" } } },
    });
    expect(world.deaths).toEqual([error]);
  });
});
