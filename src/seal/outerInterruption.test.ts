import { beforeAll, describe, expect, test } from "vitest";
import { FakeModel } from "../../test/fakeModel.ts";
import {
  expectClean,
  learningWriter,
  type RoundsRan,
  resultOf,
  runRounds,
  SETTINGS,
} from "../../test/roundsRun.ts";
import { PlaygroundError } from "../protocol/playgroundError.ts";

let whole: RoundsRan;
beforeAll(async () => {
  whole = await runRounds();
});

/** Inner loops that were really run: those of the writer have another rank. */
const innerLoops = (model: FakeModel) =>
  model.adapters.filter(({ settings }) => settings.rank !== SETTINGS.writer.loraRank).length;

describe("a closed tab", () => {
  test("goes on after the last finished edit, wherever the log ends, and ends in the same state", async () => {
    const judged = whole.types.filter((type) => type === "editRewarded").length;
    for (let length = 1; length < whole.events.length; length++) {
      const earlier = whole.events.slice(0, length);
      const model = learningWriter();
      const ran = await runRounds({}, { writers: whole.writers }, model, earlier);
      expect(resultOf(ran.state)).toEqual(resultOf(whole.state));
      expect(ran.types[length]).toBe("resumed");
      const before = earlier.filter(({ body }) => body.type === "editRewarded").length;
      expect(innerLoops(model)).toBe(judged - before);
      expectClean(ran);
    }
  });

  test("tells nothing twice", async () => {
    const earlier = whole.events.slice(0, 40);
    const ran = await runRounds({}, { writers: whole.writers }, learningWriter(), earlier);
    expect(ran.types.filter((type) => type !== "resumed")).toEqual(whole.types);
    expect(ran.events.map(({ sequence }) => sequence)).toEqual(ran.events.map((_, i) => i));
    const times = ran.events.map(({ atMs }) => atMs);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  test("a writer's update that was lost is trained again from the kept edits", async () => {
    const merged = whole.types.indexOf("writerMerged");
    const model = learningWriter();
    const ran = await runRounds({}, {}, model, whole.events.slice(0, merged + 2));
    expect(resultOf(ran.state)).toEqual(resultOf(whole.state));
    expect([...ran.writers]).toEqual([...whole.writers]);
    expectClean(ran);
  });

  test("another model is refused", async () => {
    const model = new FakeModel();
    const other = new FakeModel();
    Object.assign(other.info, { hash: "1".repeat(64) });
    const ran = await runRounds({}, {}, other, whole.events.slice(0, 9));
    expect(model.info.hash).not.toBe(other.info.hash);
    expect(ran.state.failure?.message).toContain("another one");
    expectClean(ran);
  });
});

describe("cancelled", () => {
  test("at any event: the end is said at once, nothing leaks, and it can be resumed to the same state", async () => {
    for (let stop = 0; stop < whole.events.length - 1; stop += 3) {
      const controller = new AbortController();
      let told = 0;
      const ran = await runRounds(
        {},
        {
          signal: controller.signal,
          onEvent: () => {
            if (told++ === stop) controller.abort();
          },
        },
      );
      expect(ran.types.at(-1)).toBe("cancelled");
      expect(ran.types).toHaveLength(stop + 2);
      expectClean(ran);
      const resumed = await runRounds({}, { writers: ran.writers }, learningWriter(), ran.events);
      expect(resultOf(resumed.state)).toEqual(resultOf(whole.state));
    }
  });

  test.each(["token", "step"] as const)("in the middle of the model's work (%s)", async (work) => {
    for (const stop of [1, 20, 60]) {
      const controller = new AbortController();
      let done = 0;
      const model = learningWriter({
        onWork: (kind) => {
          if (kind === work && ++done === stop) controller.abort();
        },
      });
      const ran = await runRounds({}, { signal: controller.signal }, model);
      expect(ran.types.at(-1)).toBe("cancelled");
      expectClean(ran);
    }
  });

  test("before it began", async () => {
    const ran = await runRounds({}, { signal: AbortSignal.abort() });
    expect(ran.types).toEqual(["started", "cancelled"]);
    expectClean(ran);
  });

  test("for another reason than a wish it has failed", async () => {
    const controller = new AbortController();
    const lost = new PlaygroundError("gpu-lost", "The GPU was lost.", "Reload.");
    const ran = await runRounds(
      {},
      {
        signal: controller.signal,
        onEvent: ({ type }) => {
          if (type === "editWritten") controller.abort(lost);
        },
      },
    );
    expect(ran.state).toMatchObject({ status: "failed", failure: { kind: "gpu-lost" } });
    expectClean(ran);
  });
});

test("a model that breaks ends the run as failed, with nothing left behind", async () => {
  let steps = 0;
  const model = learningWriter({
    onWork: (work) => {
      if (work === "step" && ++steps === 50) throw new Error("broken");
    },
  });
  const ran = await runRounds({}, {}, model);
  expect(ran.state).toMatchObject({ status: "failed", failure: { kind: "internal" } });
  expectClean(ran);
});

describe("paused", () => {
  test("between two edits, and goes on to the same state", async () => {
    let asked = 0;
    const ran = await runRounds({}, { pause: () => (++asked % 4 === 0 ? Promise.resolve() : null) });
    const pauses = ran.types.filter((type) => type === "paused").length;
    expect(pauses).toBeGreaterThan(3);
    expect(ran.types.filter((type) => type === "continued")).toHaveLength(pauses);
    expect(resultOf(ran.state)).toEqual(resultOf(whole.state));
  });

  test("and cancelled", async () => {
    const controller = new AbortController();
    const ran = await runRounds(
      {},
      {
        signal: controller.signal,
        pause: () => {
          controller.abort();
          return new Promise(() => {});
        },
      },
    );
    expect(ran.state.status).toBe("cancelled");
    expectClean(ran);
  });
});
