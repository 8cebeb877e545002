import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Runtime, startRuntime } from "../experiments/runtime.ts";
import { toJson } from "../src/protocol/toJson.ts";
import { createEventLog } from "../src/runs/eventLog.ts";
import type { StreamBody, StreamEvent } from "../src/runs/stream/events.ts";
import { streamKind } from "../src/runs/stream/kind.ts";
import { measureDrift, takeAnchors, takeReference } from "../src/seal/drift.ts";
import { runEditStream } from "../src/seal/editStream.ts";
import { gateEdit } from "../src/seal/remedies/gate.ts";
import { REMEDIES } from "../src/seal/remedies/remedies.ts";
import { DEFAULT_STREAM_SETTINGS, type StreamSettings } from "../src/seal/remedies/streamSettings.ts";
import { scaledCopy } from "../src/seal/scaledCopy.ts";
import { trainAdapter } from "../src/seal/train.ts";
import { streamPassages } from "../src/tasks/knowledge/generatePassage.ts";
import { knowledgeTask } from "../src/tasks/knowledge/knowledgeTask.ts";
import { KNOWLEDGE_PRESETS } from "../src/tasks/knowledge/metadata.ts";
import { knowledgeProbes } from "../src/tasks/knowledge/probes.ts";
import { resultOfStream, stateOfStream } from "./editStreamRun.ts";

const reader = KNOWLEDGE_PRESETS.find(({ id }) => id === "reader")!.settings;
const taskSettings = { ...reader, maxEditTokens: 120, maxSteps: 25 };
const [first, second] = streamPassages(7, 2) as [unknown, unknown];
let runtime: Runtime;

beforeAll(async () => {
  runtime = await startRuntime({ model: "embedded-reader", threads: 1 });
});
afterAll(() => runtime.close());

interface StreamOptions {
  earlier?: readonly StreamEvent[];
  /** Of one edit. */
  changed?: Partial<typeof taskSettings>;
}

/** Two passages of few steps, or the rest of an interrupted stream. */
async function stream(settings: Partial<StreamSettings>, { earlier = [], changed }: StreamOptions = {}) {
  const events = [...earlier];
  const log = createEventLog<StreamBody>(streamKind, {
    runId: "s",
    earlier,
    post: (event) => events.push(event),
  });
  await runEditStream({
    model: runtime.model,
    task: knowledgeTask,
    plan: {
      contexts: [toJson(first), toJson(second)],
      taskSettings: toJson({ ...taskSettings, ...changed }),
      settings: { ...DEFAULT_STREAM_SETTINGS, ...settings },
    },
    probes: () => knowledgeProbes(runtime.model),
    emit: log.emit,
    log: earlier.map(({ body }) => body),
  });
  return { events, state: stateOfStream(events) };
}

describe("a stream of edits on the embedded reader", () => {
  it("learns each passage, and resumed from half its log ends as the whole", async () => {
    const whole = await stream({});
    expect(whole.state.status).toBe("finished");
    const { justLearned, untouched } = whole.state.steps[1]!.score!;
    expect(justLearned.correct).toBeGreaterThan(untouched.correct);
    const half = whole.events.findIndex(({ body }) => body.type === "passageAsked");
    const again = await stream({}, { earlier: whole.events.slice(0, half + 1) });
    expect(resultOfStream(again.state)).toEqual(resultOfStream(whole.state));
  });

  // A fake model takes what a real one refuses.
  it.each(REMEDIES.map(({ id }) => id))("goes to its end with the remedy %s", async (remedy) => {
    const few = { sleepEvery: 2, sleepSteps: 2, recalledTexts: 4 };
    const { state } = await stream({ remedy, ...few }, { changed: { maxEditTokens: 40, maxSteps: 2 } });
    expect(state.failure).toBeNull();
    expect(state.status).toBe("finished");
    expect(state.steps).toHaveLength(2);
  });

  it("routes most questions to the adapter of the passage that they are about, by the question alone", async () => {
    const { state } = await stream({ remedy: "router" });
    const { cells } = state.steps[1]!;
    const routed = cells.reduce((sum, cell) => sum + (cell.routed ?? 0), 0);
    expect(routed).toBeGreaterThan(0.75 * cells.reduce((sum, { total }) => sum + total, 0));
    expect(state.steps.map(({ applied }) => applied?.outcome)).toEqual(["kept-apart", "kept-apart"]);
  });

  it("held to the base drifts less; clipped likewise, and the gate clips what is beyond its limits", async () => {
    const { model } = runtime;
    const reference = await takeReference(model, knowledgeProbes(model));
    const exercise = knowledgeTask.open(toJson(first), toJson(taskSettings), model);
    const plan = exercise.training("oracle", []);
    const anchors = await takeAnchors(model, knowledgeProbes(model));
    const anchor = { ...anchors, weight: 10, batchSize: 2 };
    const free = await trainAdapter(model, exercise, "oracle", plan, () => {});
    const held = await trainAdapter(model, exercise, "oracle", { ...plan, anchor }, () => {});
    const half = await scaledCopy(model, free, 0.5);
    const driftOf = async (adapter: typeof free) => {
      model.useAdapter(adapter);
      const { kl } = await measureDrift(model, reference);
      model.useAdapter(null);
      return kl;
    };
    const full = await driftOf(free);
    const clipped = await driftOf(half);
    expect(await driftOf(held)).toBeLessThan(0.6 * full);
    expect(clipped).toBeLessThan(0.6 * full);

    const between = (clipped + full) / 2;
    const limits = {
      limits: { kl: between, perplexityRatio: 1000, canariesLost: 1000 },
      bitsLimit: 20,
      falsePercent: 100,
    };
    const gated = await gateEdit({ model, adapter: free, reference, limits, pieces: [], earlier: [] });
    expect(gated.scale).toBe(0.5);
    expect(gated.tries.map(({ kl }) => kl)).toEqual([full, clipped]);
    expect(gated.tries[0]!.reasons.join()).toContain("nats a token");

    // What is false is not made true by taking half of it.
    const pieces = [{ id: "p1", text: "Venta plays the tuba.", kept: true, truth: "false" as const }];
    const strict = { ...limits, falsePercent: 10 };
    const refused = await gateEdit({ model, adapter: half, reference, limits: strict, pieces, earlier: [] });
    expect(refused.scale).toBe(0);
    expect(refused.tries.map(({ reasons }) => reasons.length)).toEqual([1]);
    expect(refused.tries[0]!.reasons[0]).toContain("Venta plays the tuba");
    for (const adapter of [free, held, half]) adapter.dispose();
  });
});
