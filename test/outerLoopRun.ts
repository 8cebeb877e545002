import { expect } from "vitest";
import type { OuterState } from "../src/app/outerState.ts";
import { reduceOuter } from "../src/app/reduceOuter.ts";
import type { OuterEvent, OuterEventBody, WriterUpdate } from "../src/protocol/outerEvents.ts";
import type { OuterSettings } from "../src/protocol/outerSettings.ts";
import { toJson } from "../src/protocol/toJson.ts";
import { createOuterLog } from "../src/seal/outerLog.ts";
import { type OuterLoopRequest, runOuterLoop } from "../src/seal/outerLoop.ts";
import { EXAMPLE_PASSAGES } from "../src/tasks/knowledge/examples.ts";
import { knowledgeTask } from "../src/tasks/knowledge/knowledgeTask.ts";
import { FakeModel, type FakeOptions } from "./fakeModel.ts";
import { TEST_SETTINGS } from "./knowledgeSettings.ts";

export const TRAINING = EXAMPLE_PASSAGES.slice(0, 3);
export const HELD_OUT = EXAMPLE_PASSAGES.slice(3, 5);

export const SETTINGS: OuterSettings = {
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

export interface OuterRan {
  events: OuterEvent[];
  bodies: OuterEventBody[];
  types: string[];
  state: OuterState;
  model: FakeModel;
  writers: Map<number, WriterUpdate>;
}

/** A run of the outer loop on a fake model; `earlier` is the log of an interrupted one. */
export async function runOuter(
  settings: Partial<OuterSettings> = {},
  request: Partial<OuterLoopRequest> & { onEvent?: (body: OuterEventBody) => void } = {},
  model: FakeModel = learningWriter(),
  earlier: readonly OuterEvent[] = [],
): Promise<OuterRan> {
  const events = [...earlier];
  const writers = new Map(request.writers);
  const log = createOuterLog({ runId: "r", earlier, post: (event) => events.push(event) });
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

export function stateOf(events: readonly OuterEvent[]): OuterState {
  const state = events.reduce<OuterState | null>(reduceOuter, null);
  if (state === null) throw new Error("The log is empty.");
  return state;
}

/** What two runs must agree in: everything but clocks and the number of events. */
export function resultOf(state: OuterState): unknown {
  const { sequence: _sequence, elapsedMs: _elapsed, startedAt: _started, ...rest } = state;
  return JSON.parse(JSON.stringify(rest, (key, value: unknown) => (key === "seconds" ? 0 : value)));
}

/** All adapters are gone, nothing is merged, and the base is in use again. */
export function expectClean({ model }: OuterRan): void {
  expect(model.adapters.every(({ disposed }) => disposed)).toBe(true);
  expect(model.active).toBeNull();
  expect(model.merged).toEqual([]);
  expect(model.busy).toBe(0);
}
