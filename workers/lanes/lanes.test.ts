import { describe, expect, test } from "vitest";
import { toJson } from "../../src/protocol/toJson.ts";
import type { RoundsBody } from "../../src/runs/rounds/events.ts";
import { findTask } from "../../src/tasks/findTask.ts";
import type { FakeModel } from "../../test/fakeModel.ts";
import { TEST_SETTINGS } from "../../test/knowledgeSettings.ts";
import { expectClean, HELD_OUT, learningWriter, runRounds, TRAINING } from "../../test/roundsRun.ts";
import type { LaneOpening } from "./laneMessages.ts";
import { type LaneWorker, openLanes } from "./openLanes.ts";
import { serveLane } from "./serveLane.ts";

const opening = (model: FakeModel): LaneOpening => ({
  model: { id: "fake", hash: model.info.hash },
  task: "knowledge",
  taskSettings: toJson({ ...TEST_SETTINGS, demonstrations: 0 }),
  contexts: TRAINING.map(toJson),
  heldOut: HELD_OUT.map(toJson),
});

interface FakeWorker extends LaneWorker {
  ended: boolean;
  /** As a browser does where the program cannot go on. */
  crash(why: string): void;
}

/** A worker within this program; messages are copied as between programs. */
function worker(load: () => Promise<FakeModel>): FakeWorker {
  let answer = (_message: unknown) => {};
  let fail = (_why: string) => {};
  const hear = serveLane({ findTask, loadModel: load }, (message) => {
    if (!own.ended) answer(structuredClone(message));
  });
  const own: FakeWorker = {
    ended: false,
    post: (command) => hear(structuredClone(command)),
    listen(onMessage, onError) {
      answer = onMessage;
      fail = onError;
    },
    end() {
      own.ended = true;
    },
    crash: (why) => fail(why),
  };
  return own;
}

const SMALL = { backend: "wasm", parameters: 1e6 };

const withoutClocks = (bodies: readonly RoundsBody[]): unknown =>
  bodies.map((body) => ({ ...body, ...("seconds" in body && { seconds: 0 }), startedAt: "" }));

describe("rounds whose edits are judged by copies of the model", () => {
  test("tell what a model alone tells, event by event", async () => {
    const alone = await runRounds();
    const model = learningWriter();
    const copies = [learningWriter(), learningWriter(), learningWriter()];
    const workers: FakeWorker[] = [];
    const spawn = () => {
      const copy = copies[workers.length]!;
      workers.push(worker(async () => copy));
      return workers.at(-1)!;
    };
    const ran = await runRounds(
      {},
      { openLanes: (signal) => openLanes(SMALL, { processors: 3, spawn }, opening(model), signal) },
      model,
    );
    expect(withoutClocks(ran.bodies)).toEqual(withoutClocks(alone.bodies));
    expectClean(ran);
    // The model has trained the writer and nothing else.
    expect(model.requests).toEqual([]);
    expect(copies.filter(({ requests }) => requests.length > 0).length).toBeGreaterThan(1);
    expect(workers.map(({ ended }) => ended)).toEqual([true, true, true]);
  });

  test("a run that was interrupted goes on with them, and ends as if it had not been", async () => {
    const whole = await runRounds();
    const model = learningWriter();
    const lanes = (signal: AbortSignal | undefined) =>
      openLanes(
        SMALL,
        { processors: 2, spawn: () => worker(async () => learningWriter()) },
        opening(model),
        signal,
      );
    const cut = whole.events.findIndex(({ body }) => body.type === "editRewarded" && body.round === 2);
    const resumed = await runRounds(
      {},
      { openLanes: lanes, writers: whole.writers },
      model,
      whole.events.slice(0, cut + 1),
    );
    expect(resumed.state.status).toBe("finished");
    const rewards = ({ bodies }: { bodies: readonly RoundsBody[] }) =>
      withoutClocks(bodies.filter(({ type }) => type === "editRewarded" || type === "heldOutScored"));
    expect(rewards(resumed)).toEqual(rewards(whole));
  });

  test("a cancelled run ends them at once", async () => {
    const model = learningWriter();
    const workers: FakeWorker[] = [];
    const controller = new AbortController();
    const spawn = () => {
      workers.push(worker(async () => learningWriter({ onWork: () => new Promise(() => {}) })));
      return workers.at(-1)!;
    };
    const running = runRounds(
      {},
      {
        openLanes: (signal) => openLanes(SMALL, { processors: 2, spawn }, opening(model), signal),
        signal: controller.signal,
        onEvent: ({ type }) => type === "roundStarted" && setTimeout(() => controller.abort(), 0),
      },
      model,
    );
    const ran = await running;
    expect(ran.state.status).toBe("cancelled");
    expect(workers.map(({ ended }) => ended)).toEqual([true, true]);
    expectClean(ran);
  });

  test("the others do without one that stops", async () => {
    const alone = await runRounds();
    const model = learningWriter();
    const workers: FakeWorker[] = [];
    const spawn = () => {
      const stops = workers.length === 0 ? { onWork: () => new Promise<void>(() => {}) } : {};
      workers.push(worker(async () => learningWriter(stops)));
      return workers.at(-1)!;
    };
    const ran = await runRounds(
      {},
      {
        openLanes: (signal) => openLanes(SMALL, { processors: 2, spawn }, opening(model), signal),
        onEvent: ({ type }) =>
          type === "roundStarted" && setTimeout(() => workers[0]!.crash("out of memory"), 0),
      },
      model,
    );
    expect(withoutClocks(ran.bodies)).toEqual(withoutClocks(alone.bodies));
    expect(workers.map(({ ended }) => ended)).toEqual([true, true]);
  });

  test("where all stop, the run fails with what to do, also if they were at nothing", async () => {
    const model = learningWriter();
    const workers: FakeWorker[] = [];
    const spawn = () => {
      workers.push(worker(async () => learningWriter()));
      return workers.at(-1)!;
    };
    const ran = await runRounds(
      {},
      {
        openLanes: (signal) => openLanes(SMALL, { processors: 2, spawn }, opening(model), signal),
        onEvent: ({ type }) => {
          if (type === "roundStarted") for (const { crash } of workers) crash("out of memory");
        },
      },
      model,
    );
    expect(ran.bodies.at(-1)).toMatchObject({
      type: "failed",
      failure: {
        message: expect.stringContaining("out of memory"),
        advice: expect.stringContaining("Resume"),
      },
    });
  });

  test.each<[string, () => Promise<FakeModel>]>([
    ["cannot be loaded", () => Promise.reject(new Error("no memory"))],
    [
      "is of other weights",
      async () => Object.assign(learningWriter(), { info: { ...learningWriter().info, hash: "x" } }),
    ],
  ])("where a copy %s, the model works alone", async (_why, load) => {
    const alone = await runRounds();
    const model = learningWriter();
    const workers: FakeWorker[] = [];
    const spawn = () => {
      workers.push(worker(workers.length === 0 ? async () => learningWriter() : load));
      return workers.at(-1)!;
    };
    const ran = await runRounds(
      {},
      { openLanes: (signal) => openLanes(SMALL, { processors: 2, spawn }, opening(model), signal) },
      model,
    );
    expect(withoutClocks(ran.bodies)).toEqual(withoutClocks(alone.bodies));
    expect(workers.map(({ ended }) => ended)).toEqual([true, true]);
  });

  test.each([
    [SMALL, 1, 0],
    [SMALL, 2, 2],
    [SMALL, 16, 4],
    [{ ...SMALL, backend: "webgpu" }, 8, 0],
    [{ ...SMALL, parameters: 135e6 }, 8, 0],
  ])(
    "are opened for a small model on WebAssembly with processors to spare: %j, %i processors",
    async (info, processors, count) => {
      const spawn = () => worker(async () => learningWriter());
      const lanes = await openLanes(info, { processors, spawn }, opening(learningWriter()), undefined);
      expect(lanes).toHaveLength(count);
    },
  );

  test("are those that can be had, where a worker cannot be started", async () => {
    let started = 0;
    const spawn = () => {
      if (++started === 2) throw new Error("no room");
      return worker(async () => learningWriter());
    };
    expect(
      await openLanes(SMALL, { processors: 3, spawn }, opening(learningWriter()), undefined),
    ).toHaveLength(2);
  });
});
