import type { RunEvent } from "../src/protocol/runEvent.ts";
import { toJson } from "../src/protocol/toJson.ts";
import type { BatchBody } from "../src/runs/batch/events.ts";
import { batchKind } from "../src/runs/batch/kind.ts";
import type { EditBody } from "../src/runs/edit/events.ts";
import { createEditLog } from "../src/runs/edit/log.ts";
import { createEventLog } from "../src/runs/eventLog.ts";
import { runBatch } from "../src/seal/batch.ts";
import { runInnerLoop } from "../src/seal/innerLoop.ts";
import { EXAMPLE_PASSAGES } from "../src/tasks/knowledge/examples/examples.ts";
import { knowledgeTask } from "../src/tasks/knowledge/knowledgeTask.ts";
import { FakeModel } from "./fakeModel.ts";
import { TEST_SETTINGS } from "./knowledgeSettings.ts";
import { writeEdit } from "./runWorld.ts";

const settings = toJson(TEST_SETTINGS);

/** An inner loop on a fake model; `earlier` is the log of an interrupted one. */
export async function runEdit(
  earlier: readonly RunEvent<EditBody>[] = [],
  options: { signal?: AbortSignal; onEvent?: (body: EditBody) => void } = {},
): Promise<RunEvent<EditBody>[]> {
  const events = [...earlier];
  const log = createEditLog({ runId: "r", earlier, post: (event) => events.push(event), interval: 0 });
  await runInnerLoop({
    model: new FakeModel({ write: writeEdit }),
    task: knowledgeTask,
    context: toJson(EXAMPLE_PASSAGES[0]),
    settings,
    stepByStep: false,
    ...(earlier.length > 0 ? { log: earlier.map(({ body }) => body) } : {}),
    emit: (body) => {
      log.emit(body);
      options.onEvent?.(body);
    },
    ...(options.signal ? { signal: options.signal } : {}),
  });
  return events;
}

/** A batch of three passages on a fake model; `earlier` is the log of an interrupted one. */
export async function runThree(
  earlier: readonly RunEvent<BatchBody>[] = [],
  options: { signal?: AbortSignal; onEvent?: (body: BatchBody) => void; version?: string } = {},
): Promise<RunEvent<BatchBody>[]> {
  const events = [...earlier];
  const log = createEventLog<BatchBody>(batchKind, {
    runId: "r",
    earlier,
    post: (event) => events.push(event),
  });
  const items = EXAMPLE_PASSAGES.slice(0, 3).map((passage) => ({
    ...{ context: toJson(passage), conditions: ["untouched" as const, "self-edit" as const], counted: true },
  }));
  await runBatch({
    model: new FakeModel({ write: writeEdit }),
    task: knowledgeTask,
    plan: { task: "knowledge", set: "Three", settings, items },
    log: earlier.map(({ body }) => body),
    start: { version: options.version ?? null, notes: [] },
    onItem: () => {},
    emit: (body) => {
      log.emit(body);
      options.onEvent?.(body);
    },
    ...(options.signal ? { signal: options.signal } : {}),
  });
  return events;
}
