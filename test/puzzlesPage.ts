import type { KeyValueStore } from "../src/app/persistence.ts";
import type { Playground } from "../src/app/playground.ts";
import type { Command } from "../src/protocol/commands.ts";
import type { ModelEntry } from "../src/protocol/events.ts";
import type { ModelInfo } from "../src/protocol/run.ts";
import { type EditBody, editSetupSchema } from "../src/runs/edit/events.ts";
import type { FakeWorker } from "./fakeWorker.ts";
import { memoryStore } from "./memoryStore.ts";
import { openPlayground } from "./openPlayground.ts";
import { readerEntry } from "./readerEntry.ts";

export const reader = readerEntry;
export const grid: ModelEntry = { ...reader, id: "embedded-grid", name: "Embedded grid model" };
export const info = (id: string): ModelInfo => ({
  id,
  name: id,
  parameters: 1,
  maxPositions: 1024,
  hash: "h",
  backend: "wasm",
});

/** The view of puzzles over a fake worker, which `forget` takes away. */
const workers: FakeWorker[] = [];

export function forget(): void {
  workers.length = 0;
}

export const worker = () => workers.at(-1)!;
export const sent = <Type extends Command["type"]>(type: Type) =>
  worker().sent.filter((command): command is Extract<Command, { type: Type }> => command.type === type);
export const loads = () => sent("loadModel").map(({ id }) => id);
export async function open(
  models: readonly ModelEntry[],
  hash = "#view=puzzles",
  disk: KeyValueStore = memoryStore(),
): Promise<Playground> {
  return openPlayground({
    disk,
    hash,
    workers,
    greet: (first) => {
      first.say({ type: "workerReady", version: 3 });
      first.say({ type: "modelsListed", models: [...models] });
    },
  });
}

/** The view with its model loaded. */
export async function ready(disk?: KeyValueStore): Promise<Playground> {
  const page = await open([reader, grid], "#view=puzzles", disk);
  worker().say({ type: "modelLoaded", model: info("embedded-grid") });
  return page;
}

/** The worker tells of the run that was asked for last, from its beginning. */
export function play(bodies: readonly EditBody[]): void {
  const { runId, setup } = sent("start").at(-1)!;
  const started: EditBody = {
    type: "started",
    ...editSetupSchema.parse(setup),
    model: info("embedded-grid"),
    startedAt: "2026-11-23T10:00:00.000Z",
  };
  const all = [started, ...bodies];
  worker().play(all.map((body, sequence) => ({ version: 2, runId, sequence, atMs: sequence, body })));
}
