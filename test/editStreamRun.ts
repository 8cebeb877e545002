import { expect } from "vitest";
import { toJson } from "../src/protocol/toJson.ts";
import { createEventLog } from "../src/runs/eventLog.ts";
import { replay } from "../src/runs/reduceRun.ts";
import type { StreamBody, StreamEvent } from "../src/runs/stream/events.ts";
import { streamKind } from "../src/runs/stream/kind.ts";
import type { StreamRun } from "../src/runs/stream/state.ts";
import { runEditStream, type StreamPlan, type StreamRequest } from "../src/seal/editStream.ts";
import { DEFAULT_STREAM_SETTINGS, type StreamSettings } from "../src/seal/remedies/streamSettings.ts";
import { EXAMPLE_PASSAGES } from "../src/tasks/knowledge/examples/examples.ts";
import { knowledgeTask } from "../src/tasks/knowledge/knowledgeTask.ts";
import type { ProbeSet } from "../src/tasks/probeSet.ts";
import { FakeModel, type FakeOptions } from "./fakeModel.ts";
import { TEST_SETTINGS } from "./knowledgeSettings.ts";
import { rightEdit } from "./roundsRun.ts";

export const STREAM_CONTEXTS = EXAMPLE_PASSAGES.slice(0, 4);

/** Two right questions and answers of each passage are learned; of what was merged only the newest texts stay. */
export function forgetfulModel(memory: number, options: FakeOptions = {}): FakeModel {
  return new FakeModel({
    write: (prompt) => (prompt.endsWith("Question 1:") ? rightEdit(prompt, 2) : null),
    mergedMemory: memory,
    ...options,
  });
}

export function streamPlan(settings: Partial<StreamSettings> = {}): StreamPlan {
  return {
    contexts: STREAM_CONTEXTS.map(toJson),
    taskSettings: toJson({ ...TEST_SETTINGS, demonstrations: 0, keep: "all" }),
    settings: { ...DEFAULT_STREAM_SETTINGS, ...settings },
  };
}

export interface StreamRan {
  events: StreamEvent[];
  bodies: StreamBody[];
  state: StreamRun;
  model: FakeModel;
}

/** A stream on a fake model; `earlier` is the log of an interrupted one. */
export async function runStream(
  settings: Partial<StreamSettings> = {},
  request: Partial<StreamRequest> & { onEvent?: (body: StreamBody) => void } = {},
  model: FakeModel = forgetfulModel(5),
  earlier: readonly StreamEvent[] = [],
): Promise<StreamRan> {
  const events = [...earlier];
  const log = createEventLog<StreamBody>(streamKind, {
    runId: "r",
    earlier,
    post: (event) => events.push(event),
  });
  const { onEvent, ...changes } = request;
  await runEditStream({
    model,
    task: knowledgeTask,
    plan: streamPlan(settings),
    probes: () => fakeProbes(model),
    log: earlier.map(({ body }) => body),
    emit: (body) => {
      log.emit(body);
      onEvent?.(body);
    },
    ...changes,
  });
  return { events, bodies: events.map(({ body }) => body), state: stateOfStream(events), model };
}

export function stateOfStream(events: readonly StreamEvent[]): StreamRun {
  return replay(streamKind, events);
}

/** What two runs must agree in: everything but clocks and the number of events. */
export function resultOfStream(state: StreamRun): unknown {
  const { sequence: _sequence, elapsedMs: _elapsed, startedAt: _started, ...rest } = state;
  return JSON.parse(JSON.stringify(rest, (key, value: unknown) => (key === "seconds" ? 0 : value)));
}

/** One neutral text, and one question that the fake never answers with confidence. */
function fakeProbes(model: FakeModel): ProbeSet {
  return {
    id: "fake",
    texts: [model.encode("Water boils at one hundred degrees.")],
    anchors: [model.encode("Snow melts at zero degrees.")],
    canaries: [
      {
        kind: "stranger",
        question: "Who?",
        prompt: "Who?",
        accepted: [],
        isRight: () => false,
        answerIn: (output) => output,
      },
    ],
    maxTokens: 4,
    stop: [],
  };
}

/** All adapters are gone, nothing is merged, and the base is in use again. */
export function expectUntouched(model: FakeModel): void {
  expect(model.adapters.every(({ disposed }) => disposed)).toBe(true);
  expect(model.active).toBeNull();
  expect(model.merged).toEqual([]);
  expect(model.busy).toBe(0);
}
