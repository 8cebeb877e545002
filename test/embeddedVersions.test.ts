import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Runtime, startRuntime } from "../experiments/runtime.ts";
import type { WorkerMessage } from "../src/protocol/events.ts";
import type { Condition } from "../src/protocol/run.ts";
import { toJson } from "../src/protocol/toJson.ts";
import type { EditBody } from "../src/runs/edit/events.ts";
import { editKind } from "../src/runs/edit/kind.ts";
import { readEvent } from "../src/runs/readLog.ts";
import { mergeWriter } from "../src/seal/writer.ts";
import { generatePassage } from "../src/tasks/knowledge/generatePassage.ts";
import { KNOWLEDGE_PRESETS } from "../src/tasks/knowledge/metadata.ts";
import { NO_EARLIER } from "../src/versions/earlierVersions.ts";
import { opfsStorage } from "../src/versions/opfsStorage.ts";
import type { VersionStorage } from "../src/versions/storage.ts";
import {
  DEFAULT_ACCEPTANCE,
  type VersionEventBody,
  type VersionRequest,
  versionEventSchema,
} from "../src/versions/versionEvents.ts";
import { engineWorld } from "./engineWorld.ts";
import { MemoryFolder } from "./memoryFolder.ts";
import { runRounds } from "./roundsRun.ts";
import { trainedAdapter } from "./trainedAdapter.ts";

const ANYTHING = { kl: 100, perplexityRatio: 1000, canariesLost: 1000, falsePercent: 100, vaguePercent: 100 };
/** A third of what the page lets it write, and half of the steps, are enough to learn from. */
const reader = KNOWLEDGE_PRESETS.find(({ id }) => id === "reader")!.settings;
const SETUP: EditSetup = {
  settings: { ...reader, maxEditTokens: 120, maxSteps: 30 },
  conditions: ["untouched", "self-edit"],
};
/** An adapter with something in it, where it does not matter what. */
const BRIEFLY: EditSetup = { ...SETUP, settings: { ...SETUP.settings, maxSteps: 10 } };
/** No edit at all: what the model in force says. */
const NO_EDIT: EditSetup = { ...SETUP, conditions: ["untouched"] };
interface EditSetup {
  settings: typeof reader;
  conditions: Condition[];
}
let runtime: Runtime;

beforeAll(async () => {
  runtime = await startRuntime({ model: "embedded-reader", threads: 1 });
});

afterAll(() => runtime.close());

/** What the model as it stands makes of a text. */
async function logProbs(): Promise<Float32Array> {
  const tokens = runtime.model.encode("<|bos|>Passage: Kalden plays the cello.\nQuestion: Who plays");
  const [rows] = await runtime.model.logProbs([{ tokens, lossMask: tokens.map((_, t) => t > 0) }]);
  return rows!;
}

/** Writes half of its nth file and then never answers, as a worker that is killed. */
function stuckAt(folder: MemoryFolder, nth: number): VersionStorage {
  const storage = opfsStorage(folder);
  let writes = 0;
  return {
    ...storage,
    async write(name, bytes) {
      writes += 1;
      await storage.write(name, writes < nth ? bytes : bytes.slice(0, bytes.length / 2));
      if (writes >= nth) await new Promise(() => {});
    },
  };
}

type VersionStore = Extract<VersionEventBody, { type: "listed" }>;

/** The worker's engine with the real reader and a disk of its own. */
async function openEngine(folder = new MemoryFolder(), files = opfsStorage(folder)) {
  const { messages, send } = engineWorld({
    openVersions: async () => ({ files, lasting: true, earlier: NO_EARLIER }),
    loadModel: async () => runtime.model,
  });
  /** Looks at each message once: to look at all of them again and again would take longer than what is waited for. */
  const until = async (is: (message: WorkerMessage) => boolean) => {
    let seen = 0;
    for (;;) {
      for (; seen < messages.length; seen++) if (is(messages[seen]!)) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  send({ type: "loadModel", loadId: "l1", id: "embedded-reader", backend: "auto" });
  await until((message) => message.channel === "session" && message.event.type === "modelLoaded");

  const answersOf = (message: WorkerMessage) =>
    message.channel === "versions" ? [versionEventSchema.parse(message.answer)] : [];
  const said = () => messages.flatMap(answersOf);
  let asked = 0;
  return {
    said,
    /** Asks, and does not wait. */
    start: (body: VersionRequest["body"]) =>
      send({ type: "versions", request: { operation: "started", body } }),
    /** Asks, and gives all that was answered when it is done. */
    async ask(body: VersionRequest["body"]): Promise<VersionEventBody[]> {
      asked += 1;
      const operation = `operation ${asked}`;
      const own = (message: WorkerMessage) =>
        answersOf(message)
          .filter((event) => event.operation === operation)
          .map((event) => event.body);
      send({ type: "versions", request: { operation, body } });
      await until((message) => own(message).some(({ type }) => type === "done" || type === "failed"));
      return messages.flatMap(own);
    },
    async run(runId: string, seed: number, { settings, conditions } = SETUP): Promise<EditBody[]> {
      send({
        type: "start",
        kind: "edit",
        runId,
        setup: {
          task: "knowledge",
          context: toJson(generatePassage(seed)),
          settings: toJson(settings),
          stepByStep: false,
          conditions,
        },
      });
      const own = (message: WorkerMessage) =>
        message.channel === "run" && message.event.runId === runId
          ? [readEvent(editKind, message.event).body]
          : [];
      await until((message) => own(message).some(({ type }) => type === "finished" || type === "failed"));
      return messages.flatMap(own);
    },
  };
}

const of = <T extends VersionEventBody["type"]>(bodies: readonly VersionEventBody[], type: T) =>
  bodies.find((body): body is Extract<VersionEventBody, { type: T }> => body.type === type);
const rightOf = (bodies: readonly EditBody[], condition: string) =>
  bodies.flatMap((body) =>
    body.type === "conditionScored" && body.result.condition === condition ? [body.result.correct] : [],
  )[0];

describe("versions in the worker", () => {
  it("keeps a run's adapter, starts the next run from it, and rolls back; a fresh engine finds all of it", async () => {
    const folder = new MemoryFolder();
    const engine = await openEngine(folder);
    const first = await engine.run("first", 5);
    expect(rightOf(first, "self-edit")!).toBeGreaterThan(rightOf(first, "untouched")!);
    const left = of(
      engine.said().map(({ body }) => body),
      "listed",
    );
    expect(left?.candidate).toMatchObject({ runId: "first", parent: null });

    const kept = await engine.ask({
      type: "keep",
      runId: "first",
      name: "Passage five",
      limits: ANYTHING,
      despite: false,
    });
    const store: VersionStore = of(kept, "listed")!;
    const [version] = store.versions;
    expect(store).toMatchObject({ current: version!.id, candidate: null, quarantined: [] });
    expect(version).toMatchObject({ name: "Passage five", kind: "adapter", parent: null });
    expect(version!.accuracy!.after.correct).toBe(rightOf(first, "self-edit"));
    expect(version!.drift!.kl).toBeGreaterThan(0);

    const reopened = await openEngine(folder);
    const second = await reopened.run("second", 5, NO_EDIT);
    expect(second).toContainEqual({
      type: "warning",
      message: "The model is not the untouched one: the version “Passage five” is in force (see Versions).",
    });
    expect(rightOf(second, "untouched")).toBe(rightOf(first, "self-edit"));

    await reopened.ask({ type: "checkout", id: null });
    const third = await reopened.run("third", 5, NO_EDIT);
    expect(third.filter(({ type }) => type === "warning")).toEqual([]);
    expect(rightOf(third, "untouched")).toBe(rightOf(first, "untouched"));
  });

  it("vetoes beyond the user's limits: nothing is merged, and the reasons are said", async () => {
    const engine = await openEngine();
    await engine.run("run", 5, BRIEFLY);
    const limits = { ...ANYTHING, kl: 0.001 };
    const answer = await engine.ask({ type: "keep", runId: "run", name: "Too far", limits, despite: false });
    expect(of(answer, "measured")!.measured.reasons).toEqual([
      expect.stringContaining("more than the limit of 0.001"),
    ]);
    expect(of(answer, "listed")).toMatchObject({ versions: [], current: null, candidate: { runId: "run" } });
    const nevertheless = await engine.ask({
      type: "keep",
      runId: "run",
      name: "Too far",
      limits,
      despite: true,
    });
    expect(of(nevertheless, "listed")!.versions).toHaveLength(1);
    await engine.ask({ type: "checkout", id: null });
  });

  it("keeps the writer of rounds, a version a round, and the whole of it after the worker was killed half-way", async () => {
    const { model } = runtime;
    model.unmerge();
    const ran = await runRounds();
    const events = ran.events.map((event) =>
      event.body.type === "started" ? { ...event, body: { ...event.body, model: model.info } } : event,
    );
    const writers = [
      { round: 1, update: await trainedAdapter(model, 1) },
      { round: 2, update: await trainedAdapter(model, 2) },
    ];
    for (const { update } of writers) await mergeWriter(model, update);
    const merged = await logProbs();
    const keep = { type: "keep", runId: "r", name: "My writer", limits: ANYTHING, despite: false } as const;

    const folder = new MemoryFolder();
    const killed = await openEngine(folder, stuckAt(folder, 4));
    const offered = await killed.ask({ type: "offerWriter", events, writers });
    expect(of(offered, "listed")!.candidate).toEqual({
      ...{ runId: "r", name: "Writer after round 2, seed 1", parent: null },
      ...{ kind: "writer", steps: 2 },
    });
    killed.start(keep);
    await expect.poll(() => [...folder.files.keys()]).toHaveLength(4);

    const engine = await openEngine(folder);
    const found = of(await engine.ask({ type: "list" }), "listed")!;
    expect(found).toMatchObject({ versions: [{ name: "Writer after round 1, seed 1" }], quarantined: [] });
    expect(found.current).toBe(found.versions[0]!.id);
    await engine.ask({ type: "offerWriter", events, writers });
    const { versions, current, candidate } = of(await engine.ask(keep), "listed")!;
    expect(versions).toMatchObject([
      { kind: "writer", parent: null, name: "Writer after round 1, seed 1" },
      { kind: "writer", parent: versions[0]!.id, name: "My writer" },
    ]);
    expect([current, candidate]).toEqual([versions[1]!.id, null]);
    expect(versions[1]!.drift!.kl).toBeGreaterThan(versions[0]!.drift!.kl);
    expect(await logProbs()).toEqual(merged);
    await engine.ask({ type: "checkout", id: null });

    const vetoed = await engine.ask({ type: "offerWriter", events, writers: writers.slice(1) });
    expect(of(vetoed, "failed")!.failure.message).toContain("round 1");
  });

  it("exports a version as files that it imports again to the same weights", async () => {
    const engine = await openEngine();
    await engine.run("run", 6, BRIEFLY);
    const kept = await engine.ask({
      type: "keep",
      runId: "run",
      name: "Six",
      limits: ANYTHING,
      despite: false,
    });
    const [version] = of(kept, "listed")!.versions;
    const { files } = of(await engine.ask({ type: "export", id: version!.id }), "exported")!;
    const imported = await engine.ask({
      type: "import",
      name: "Again",
      files: files.map(({ name, bytes }) => new File([Uint8Array.from(bytes)], name)),
      limits: ANYTHING,
    });
    const again = of(imported, "listed")!.versions.find(({ name }) => name === "Again");
    expect(again!.weights.sha256).toBe(version!.weights.sha256);
    expect(again!.drift!.kl).toBe(version!.drift!.kl);
    const broken = await engine.ask({ type: "import", name: "Broken", files: [], limits: ANYTHING });
    expect(of(broken, "failed")!.failure.message).toContain("adapter_config.json is missing");
    await engine.ask({ type: "checkout", id: null });
  });

  it("shows how a planted fact spreads, points it out as false, and is rid of it after rolling back", async () => {
    const engine = await openEngine();
    const { facts } = of(await engine.ask({ type: "offerFacts", seed: 3 }), "factsOffered")!;
    const value = facts[0]!.alternatives[0]!;
    const limits = { ...ANYTHING, falsePercent: DEFAULT_ACCEPTANCE.falsePercent };
    const answer = await engine.ask({ type: "plant", seed: 3, fact: 0, value, limits });
    const planted = of(answer, "planted")!;
    const spread = (answers: readonly { says: string }[]) =>
      answers.filter(({ says }) => says === "planted").length;
    expect(spread(planted.before)).toBe(0);
    // Asked in the trained words and in others, directly and by implication.
    expect(spread(planted.after)).toBeGreaterThanOrEqual(3);
    const flagged = planted.measured.pieces.filter(({ truth }) => truth === "false");
    expect(flagged.map(({ text }) => text).join(" ")).toContain(value);
    expect(planted.measured.pieces.filter(({ truth }) => truth === "true").length).toBeGreaterThan(
      flagged.length,
    );
    expect(planted.measured.reasons).toEqual([expect.stringContaining("statements of the edit")]);

    const { runId, name } = of(answer, "listed")!.candidate!;
    await engine.ask({ type: "keep", runId, name, limits, despite: true });
    const back = await engine.ask({ type: "checkout", id: null });
    expect(of(back, "plantAsked")).toMatchObject({ current: null, answers: planted.before });
  });
});
