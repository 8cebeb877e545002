import { availableParallelism } from "node:os";
import type { WorkerMessage } from "../src/protocol/events.ts";
import type { AnyRunEvent, KindId } from "../src/protocol/runEvent.ts";
import { endsRun } from "../src/runs/runKind.ts";
import { findTask } from "../src/tasks/findTask.ts";
import { NO_EARLIER } from "../src/versions/earlierVersions.ts";
import { memoryStorage } from "../src/versions/opfsStorage.ts";
import { type VersionEvent, type VersionRequest, versionEventSchema } from "../src/versions/versionEvents.ts";
import { Engine } from "../workers/engine.ts";
import type { EngineModel } from "../workers/engineServices.ts";
import { createPost } from "../workers/post.ts";
import { spawnLaneThread } from "./spawnLaneThread.ts";

/** The engine of the page's worker with a model that is there already: told the same commands, it says the same events. */
export interface HeadlessEngine {
  /** The log of a run, to its end, whatever that is. @throws Error where it is refused */
  run(kind: KindId, runId: string, setup: unknown): Promise<AnyRunEvent[]>;
  /** What the versions answer, to the end of the operation. @throws Error where it fails */
  askVersions(request: VersionRequest, hear: (event: VersionEvent) => void): Promise<void>;
}

/** @param model stays the caller's to dispose of */
export async function openHeadlessEngine(model: EngineModel): Promise<HeadlessEngine> {
  const listeners = new Set<(message: WorkerMessage) => void>();
  const engine = new Engine(
    {
      probe: async () => ({
        webgpu: { available: false, software: false, detail: "" },
        wasm: { available: true, threads: 1, detail: "" },
        crossOriginIsolated: true,
      }),
      listModels: async () => [],
      loadModel: async () => model,
      deleteModel: async () => {},
      lanes: { processors: availableParallelism(), spawn: spawnLaneThread },
      openVersions: async () => ({ files: memoryStorage(), lasting: false, earlier: NO_EARLIER }),
      findTask,
      die: (error) => {
        throw error;
      },
    },
    createPost((message) => {
      for (const listener of listeners) listener(message);
    }),
  );

  /** Sends a command and settles with what `take` first gives of the messages that follow; rejects with a refusal. */
  const ask = <Answer>(command: unknown, take: (message: WorkerMessage) => Answer | null): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const listener = (message: WorkerMessage) => {
        const refusal = refusalIn(message);
        const answer = refusal === null ? take(message) : null;
        if (refusal === null && answer === null) return;
        listeners.delete(listener);
        if (answer === null) reject(refusal);
        else resolve(answer);
      };
      listeners.add(listener);
      engine.handle(command);
    });

  await ask({ type: "loadModel", loadId: "only", id: model.info.id, backend: "wasm" }, (message) =>
    message.channel === "session" && message.event.type === "modelsListed" ? true : null,
  );
  return {
    run(kind, runId, setup) {
      const log: AnyRunEvent[] = [];
      return ask({ type: "start", kind, runId, setup }, (message) => {
        if (message.channel !== "run" || message.event.runId !== runId) return null;
        log.push(message.event);
        return endsRun(message.event.body) ? log : null;
      });
    },
    async askVersions(request, hear) {
      const failure = await ask({ type: "versions", request }, (message) => {
        if (message.channel !== "versions") return null;
        const event = versionEventSchema.parse(message.answer);
        hear(event);
        const { body, operation } = event;
        if (operation !== request.operation) return null;
        return body.type === "done" ? "" : body.type === "failed" ? body.failure.message : null;
      });
      if (failure !== "") throw new Error(failure);
    },
  };
}

/** What a command is refused with; a run that fails says so in its log. */
function refusalIn(message: WorkerMessage): Error | null {
  if (message.channel !== "session" || !("failure" in message.event)) return null;
  const { message: what, advice } = message.event.failure;
  return new Error(`${what} ${advice}`);
}
