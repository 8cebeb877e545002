import { expect } from "vitest";
import type { RoundsSettings } from "../src/protocol/roundsSettings.ts";
import { toJson } from "../src/protocol/toJson.ts";
import type { WriterUpdate } from "../src/protocol/writerUpdate.ts";
import { createEventLog } from "../src/runs/eventLog.ts";
import { replay } from "../src/runs/reduceRun.ts";
import type { RoundsBody, RoundsEvent } from "../src/runs/rounds/events.ts";
import { roundsKind } from "../src/runs/rounds/kind.ts";
import type { RoundsRun } from "../src/runs/rounds/state.ts";
import { type OuterLoopRequest, runOuterLoop } from "../src/seal/outerLoop.ts";
import { EXAMPLE_PASSAGES } from "../src/tasks/knowledge/examples/examples.ts";
import { knowledgeTask } from "../src/tasks/knowledge/knowledgeTask.ts";
import { FakeModel, type FakeOptions } from "./fakeModel.ts";
import { TEST_SETTINGS } from "./knowledgeSettings.ts";

export const TRAINING = EXAMPLE_PASSAGES.slice(0, 3);
export const HELD_OUT = EXAMPLE_PASSAGES.slice(3, 5);

export const SETTINGS: RoundsSettings = {
  seed: 1,
  rounds: 2,
  contextsPerRound: 2,
  samples: 3,
  heldOutSamples: 1,
  innerRuns: 1,
  reward: "accuracy",
  keep: "best",
  writer: {
    loraRank: 4,
    loraAlpha: 8,
    targets: ["q_proj"],
    learningRate: 1e-3,
    epochs: 2,
    batchSize: 2,
    schedule: "constant",
    warmupSteps: 0,
    weightDecay: 0,
    maxGradNorm: 1,
  },
};

/** An edit with the first `count` questions of the passage in the prompt, rightly answered. */
export function rightEdit(prompt: string, count: number): string {
  const passage = EXAMPLE_PASSAGES.find(({ text }) => prompt.includes(text))!;
  const pairs = passage.questions.slice(0, count).map(({ question, answers }, i) => {
    return `${i === 0 ? "" : `Question ${i + 1}:`} ${question}\nAnswer: ${answers[0]}`;
  });
  return count === 0 ? " The end." : pairs.join("\n");
}

/** A fake whose edits hold 0 to 2 right answers by seed, and one more for each update that was merged. */
export function learningWriter(options: FakeOptions = {}): FakeModel {
  const model: FakeModel = new FakeModel({
    write: (prompt, index, seed) =>
      prompt.endsWith("Question 1:")
        ? rightEdit(prompt, ((seed + 7 * index) % 3) + Math.min(3, model.merged.length))
        : null,
    ...options,
  });
  return model;
}

export interface RoundsRan {
  events: RoundsEvent[];
  bodies: RoundsBody[];
  types: string[];
  state: RoundsRun;
  model: FakeModel;
  writers: Map<number, WriterUpdate>;
}

/** A run of the outer loop on a fake model; `earlier` is the log of an interrupted one. */
export async function runRounds(
  settings: Partial<RoundsSettings> = {},
  request: Partial<OuterLoopRequest> & { onEvent?: (body: RoundsBody) => void } = {},
  model: FakeModel = learningWriter(),
  earlier: readonly RoundsEvent[] = [],
): Promise<RoundsRan> {
  const events = [...earlier];
  const writers = new Map(request.writers);
  const log = createEventLog<RoundsBody>(roundsKind, {
    runId: "r",
    earlier,
    post: (event) => events.push(event),
  });
  const { onEvent, ...changes } = request;
  await runOuterLoop({
    model,
    task: knowledgeTask,
    plan: {
      contexts: TRAINING.map(toJson),
      heldOut: HELD_OUT.map(toJson),
      taskSettings: toJson({ ...TEST_SETTINGS, demonstrations: 0 }),
      settings: { ...SETTINGS, ...settings },
    },
    log: earlier.map(({ body }) => body),
    emit: (body) => {
      log.emit(body);
      onEvent?.(body);
    },
    onWriter: (round, update) => writers.set(round, update),
    ...changes,
    writers: request.writers ?? new Map(),
  });
  const bodies = events.map(({ body }) => body);
  return {
    events,
    bodies,
    types: bodies.map(({ type }) => type),
    state: stateOf(events),
    model,
    writers,
  };
}

export function stateOf(events: readonly RoundsEvent[]): RoundsRun {
  return replay(roundsKind, events);
}

/** What two runs must agree in: everything but clocks and the number of events. */
export function resultOf(state: RoundsRun): unknown {
  const { sequence: _sequence, elapsedMs: _elapsed, startedAt: _started, ...rest } = state;
  return JSON.parse(JSON.stringify(rest, (key, value: unknown) => (key === "seconds" ? 0 : value)));
}

/** All adapters are gone, nothing is merged, and the base is in use again. */
export function expectClean({ model }: RoundsRan): void {
  expect(model.adapters.every(({ disposed }) => disposed)).toBe(true);
  expect(model.active).toBeNull();
  expect(model.merged).toEqual([]);
  expect(model.busy).toBe(0);
}
