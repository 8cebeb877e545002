import { describe, expect, test } from "vitest";
import {
  expectUntouched,
  forgetfulModel,
  resultOfStream,
  runStream,
  STREAM_CONTEXTS,
} from "../../../test/editStreamRun.ts";
import { FakeModel } from "../../../test/fakeModel.ts";
import { rightEdit } from "../../../test/roundsRun.ts";
import type { Adapter, AdapterSnapshot } from "../../nn/languageModel.ts";
import { createRandom } from "../../protocol/random.ts";
import { orthogonal } from "./orthogonal.ts";
import { REMEDIES } from "./remedies.ts";
import type { RemedyStep } from "./remedy.ts";

const titles = STREAM_CONTEXTS.map(({ title }) => title);

test.each(REMEDIES.map(({ id }) => id))(
  "%s: leaves the model as it was, and resumed ends as the whole",
  async (remedy) => {
    const whole = await runStream({ remedy, seed: 3 });
    expect(whole.state.status).toBe("finished");
    expectUntouched(whole.model);
    const half = whole.events.findIndex(({ body }) => body.type === "editApplied" && body.step === 2);
    const again = await runStream({ remedy, seed: 3 }, {}, undefined, whole.events.slice(0, half + 1));
    expect(resultOfStream(again.state)).toEqual(resultOfStream(whole.state));
  },
);

describe("consolidation", () => {
  test("puts one adapter, trained on all edits so far, in the place of all others", async () => {
    const settings = {
      remedy: "consolidation",
      sleepEvery: 2,
      sleepSteps: 7,
      sleepRank: 32,
      sleepBatch: 4,
    } as const;
    const alone: boolean[] = [];
    const { state, model } = await runStream(
      settings,
      { onMerged: async (_step, _adapter, isAlone) => void alone.push(isAlone) },
      forgetfulModel(40),
    );
    expect(state.steps.map(({ applied }) => applied?.outcome)).toEqual([
      "merged",
      "consolidated",
      "merged",
      "consolidated",
    ]);
    expect(alone).toEqual([false, true, false, true]);
    expect(
      model.trainings.map(({ optimizer }) => optimizer.steps).filter((_, step) => step % 2 === 1),
    ).toEqual([14, 28]);
    const trained = model.trainings.map(({ examples }) =>
      titles.filter((title) => examples.some(({ tokens }) => model.decode(tokens).includes(title))),
    );
    expect(trained).toEqual([[titles[0]], titles.slice(0, 2), [titles[2]], titles]);
    const { rank, alpha } = model.adapters[0]!.settings;
    expect(model.adapters[1]!.settings).toMatchObject({ rank: 32, alpha: (32 * alpha) / rank });
    expect(state.steps[3]!.cells.map(({ correct }) => correct)).toEqual([2, 2, 2, 2]);
  });

  test("is taken back before it is trained: it starts from the base", async () => {
    const model = forgetfulModel(40);
    const merged: number[] = [];
    const { fineTune } = model;
    model.fineTune = async (adapter, request) => {
      merged.push(model.merged.length);
      return fineTune.call(model, adapter, request);
    };
    await runStream({ remedy: "consolidation", sleepEvery: 2 }, {}, model);
    expect(merged[1]).toBe(0);
    expect(merged[2]).toBeGreaterThan(0);
    expect(merged[3]).toBe(0);
  });

  test("a sleep that diverges ends the stream, for nothing could take the place of what was taken back", async () => {
    let trained = 0;
    const model = forgetfulModel(5, { loss: (step) => (step === 1 && trained++ === 1 ? Number.NaN : 0.5) });
    const { state } = await runStream({ remedy: "consolidation", sleepEvery: 2 }, {}, model);
    expect(state).toMatchObject({ status: "failed", failure: { kind: "diverged" } });
    expectUntouched(model);
  });
});

test.each([
  ["kl-replay", 1],
  ["kl-consolidation", 3],
] as const)("%s: both at once", async (remedy, at) => {
  const { state, model } = await runStream({ remedy, anchorWeight: 2 }, {}, forgetfulModel(40));
  expect(model.trainings.map(({ anchor }) => anchor?.weight)).toEqual([2, 2, 2, 2]);
  expect(state.steps[at]?.training?.replayed).toBeGreaterThan(0);
});

describe("rehearsal", () => {
  const share = 0.25;

  /** By training: how many sequences are the first passage's prompt for an edit with what was written to it, and of all. */
  function rehearsed(model: FakeModel): { writing: number; all: number; ofOthers: number }[] {
    return model.trainings.map(({ examples }) => {
      const texts = examples
        .map(({ tokens }) => model.decode(tokens))
        .filter((text) => text.includes("Question 1:"));
      const writing = texts.filter((text) => text.includes(STREAM_CONTEXTS[0]!.text));
      return { writing: writing.length, all: examples.length, ofOthers: texts.length - writing.length };
    });
  }

  test("a share of every training is the first edit's writing, and no later one's", async () => {
    const { model, state } = await runStream(
      { remedy: "rehearsal", rehearsedShare: share },
      {},
      forgetfulModel(40),
    );
    const counts = rehearsed(model);
    expect(counts).toHaveLength(4);
    for (const { writing, all, ofOthers } of counts) {
      expect(writing).toBe(Math.round(all * share));
      expect(ofOthers).toBe(0);
    }
    expect(state.steps.map(({ training }) => training?.replayed)).toEqual([1, 1, 1, 1]);
  });

  test("with KL and consolidation, a share of sleeps too", async () => {
    const { model, state } = await runStream(
      { remedy: "kl-consolidation-rehearsal", rehearsedShare: share, sleepEvery: 2, anchorWeight: 2 },
      {},
      forgetfulModel(40),
    );
    expect(state.steps.map(({ applied }) => applied?.outcome)).toEqual([
      "merged",
      "consolidated",
      "merged",
      "consolidated",
    ]);
    expect(model.trainings.map(({ anchor }) => anchor?.weight)).toEqual([2, 2, 2, 2]);
    for (const { writing, all } of rehearsed(model)) expect(writing).toBe(Math.round(all * share));
  });
});

test("generative replay trains on what the model writes out of its memory after no more than a first word, and keeps no earlier edit", async () => {
  const memory = " water is wet.";
  const model: FakeModel = forgetfulModel(40, {
    write: (prompt) => {
      if (prompt.endsWith("Question 1:")) return rightEdit(prompt, 2);
      return model.encode(prompt).length === 1 ? memory : null;
    },
  });
  const { state } = await runStream({ remedy: "generative-replay", recalledTexts: 3 }, {}, model);
  expect(state.steps.map(({ training }) => training?.replayed)).toEqual([0, 3, 3, 3]);
  for (const [step, { examples }] of model.trainings.entries()) {
    const texts = examples.map(({ tokens }) => model.decode(tokens));
    const [recalled, own] = [true, false].map((is) => texts.filter((text) => text.endsWith(memory) === is));
    expect(recalled!.length > 0).toBe(step > 0);
    for (const text of recalled!) {
      const start = text.slice(0, -memory.length);
      expect(own!.some((other) => other.startsWith(start))).toBe(true);
    }
    expect(texts.some((text) => titles.slice(0, step).some((title) => text.includes(title)))).toBe(false);
  }
});

describe("orthogonal adapters", () => {
  const step: RemedyStep = {
    step: 0,
    pieces: [],
    plan: {
      sequences: [],
      steps: 1,
      batchSize: 1,
      learningRate: 1,
      schedule: "constant",
      warmupSteps: 0,
      weightDecay: 0,
      maxGradNorm: 0,
      warnings: [],
    },
    earlier: [],
    written: () => [],
    random: createRandom(1),
  };

  /** A of 6 inputs and rank 2, drawn by the seed. */
  function drawn(seed: number): Adapter & { a(): Float32Array } {
    const random = createRandom(seed);
    const value = Float32Array.from({ length: 12 }, () => random.normal());
    const zeros = () => new Float32Array(12);
    const settings = { rank: 2, alpha: 2, targets: [], seed };
    let tensors: AdapterSnapshot["tensors"] = {
      "layers.0.q_proj.a": { shape: [6, 2], value, m: zeros(), v: zeros() },
    };
    return {
      settings,
      parameterCount: 12,
      snapshot: async () => ({ settings, step: 0, tensors }),
      restore: (snapshot) => {
        tensors = snapshot.tensors;
      },
      dispose: () => {},
      a: () => tensors["layers.0.q_proj.a"]!.value,
    };
  }

  test("no two read the same direction, until none is left", async () => {
    const run = await orthogonal.begin(
      {
        model: new FakeModel(),
        seed: 1,
        probes: () => {
          throw new Error("not asked");
        },
      },
      {},
    );
    const adapters = [1, 2, 3, 4].map(drawn);
    const [, , , last] = adapters;
    const asDrawn = last!.a().slice();
    for (const adapter of adapters) {
      const prepared = await run.prepare!(step);
      expect(prepared.fixedA).toBe(true);
      await prepared.start!(adapter);
      await run.merged!(adapter);
    }
    for (const one of adapters.slice(0, 3)) {
      for (const other of adapters.slice(0, 3)) {
        if (one !== other)
          for (const product of products(one.a(), other.a())) expect(Math.abs(product)).toBeLessThan(1e-5);
      }
    }
    expect(last!.a()).toEqual(asDrawn);
  });

  /** Aᵀ·B of two `[6, 2]`. */
  function products(a: Float32Array, b: Float32Array): number[] {
    return [0, 1].flatMap((i) =>
      [0, 1].map((j) =>
        Array.from({ length: 6 }, (_, row) => a[2 * row + i]! * b[2 * row + j]!).reduce((x, y) => x + y, 0),
      ),
    );
  }
});
