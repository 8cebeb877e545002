import { expect } from "vitest";
import type { WorkerMessage } from "../src/protocol/events.ts";
import { findTask } from "../src/tasks/findTask.ts";
import { NO_EARLIER } from "../src/versions/earlierVersions.ts";
import { memoryStorage } from "../src/versions/opfsStorage.ts";
import { Engine } from "../workers/engine.ts";
import type { EngineServices } from "../workers/engineServices.ts";
import { createPost } from "../workers/post.ts";

/** An engine as the worker has it, and what it posts. */
export interface EngineWorld {
  readonly messages: readonly WorkerMessage[];
  /** A command, right or wrong. */
  send(message: unknown): void;
  /** Names of all events so far, with a failure's kind; of other messages the channel. */
  names(): string[];
  /** How often a name was said. */
  said(name: string): number;
  /** Settles when it has been said. */
  until(name: string): Promise<void>;
}

/** @param services what is not given has nothing to offer */
export function engineWorld(
  services: Pick<EngineServices, "loadModel"> & Partial<EngineServices>,
): EngineWorld {
  const messages: WorkerMessage[] = [];
  const engine = new Engine(
    {
      probe: async () => ({
        webgpu: { available: false, software: false, detail: "none" },
        wasm: { available: true, threads: 1, detail: "one thread" },
        crossOriginIsolated: false,
      }),
      listModels: async () => [],
      deleteModel: async () => {},
      lanes: { processors: 1, spawn: () => expect.fail("No copy was asked for.") },
      openVersions: async () => ({ files: memoryStorage(), lasting: false, earlier: NO_EARLIER }),
      findTask,
      die: () => {},
      ...services,
    },
    createPost((message) => messages.push(message)),
  );
  const names = () => messages.map(nameOf);
  return {
    messages,
    send: (message) => engine.handle(message),
    names,
    said: (name) => names().filter((other) => other === name).length,
    async until(name) {
      await expect.poll(names, { interval: 1 }).toContain(name);
    },
  };
}

function nameOf(message: WorkerMessage): string {
  if (message.channel === "attachment" || message.channel === "versions") return message.channel;
  if (message.channel !== "session") return message.event.body.type;
  const { event } = message;
  return "failure" in event ? `${event.type}:${event.failure.kind}` : event.type;
}
