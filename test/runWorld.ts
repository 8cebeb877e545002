import type { Command } from "../src/protocol/commands.ts";
import type { PlaygroundError } from "../src/protocol/playgroundError.ts";
import { toJson } from "../src/protocol/toJson.ts";
import type { EditSetup } from "../src/runs/edit/events.ts";
import { EXAMPLE_PASSAGES } from "../src/tasks/knowledge/examples/examples.ts";
import type { EngineServices, LoadRequest } from "../workers/engineServices.ts";
import { type EngineWorld, engineWorld } from "./engineWorld.ts";
import { FakeModel, type FakeOptions } from "./fakeModel.ts";
import { TEST_SETTINGS } from "./knowledgeSettings.ts";

const EDIT = " Where is Orsvik?\nAnswer 1: Hellem";

/** What a fake writes in a run of `startRun`: an edit where one is asked for. */
export const writeEdit = (prompt: string) => (prompt.endsWith("Question 1:") ? EDIT : null);

export const LOAD = { type: "loadModel", loadId: "l1", id: "fake", backend: "auto" } as const;

export function startRun(runId = "r1", more: Partial<EditSetup> = {}): Command {
  const setup: EditSetup = {
    task: "knowledge",
    context: toJson(EXAMPLE_PASSAGES[0]),
    settings: toJson(TEST_SETTINGS),
    stepByStep: false,
    ...more,
  };
  return { type: "start", kind: "edit", runId, setup };
}

/** An engine that loads models with a written answer to everything. */
export interface RunWorld extends EngineWorld {
  readonly models: readonly FakeModel[];
  readonly requests: readonly LoadRequest[];
  readonly deaths: readonly PlaygroundError[];
}

export function runWorld(options: FakeOptions = {}, services: Partial<EngineServices> = {}): RunWorld {
  const models: FakeModel[] = [];
  const requests: LoadRequest[] = [];
  const deaths: PlaygroundError[] = [];
  const world = engineWorld({
    die: (error) => deaths.push(error),
    ...services,
    loadModel: async (request) => {
      requests.push(request);
      if (services.loadModel) return services.loadModel(request);
      request.onReplace();
      request.onBackend("wasm", "because");
      const model = new FakeModel({ id: request.id, write: writeEdit, ...options });
      models.push(model);
      return model;
    },
  });
  return { ...world, models, requests, deaths };
}

/** The same with its model loaded. */
export async function loadedWorld(options: FakeOptions = {}): Promise<RunWorld> {
  const world = runWorld(options);
  world.send(LOAD);
  await world.until("modelsListed");
  return world;
}
