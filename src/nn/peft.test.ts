import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { NN_FIXTURES, type NnFixture, nnFixture, type TrainingRun } from "../../test/nnFixture.ts";
import { startWasmBackend } from "../../test/wasmBackend.ts";
import { Pacer } from "../protocol/pacer.ts";
import { Decoder } from "./decoder.ts";
import type { LayerLora } from "./decoderLayer.ts";
import { packExamples } from "./exampleBatch.ts";
import { fineTuneAdapter } from "./fineTune.ts";
import type { Kernels } from "./kernels/kernels.ts";
import { createPlainKernels } from "./kernels/plain.ts";
import { createWasmKernels } from "./kernels/wasm/wasmKernels.ts";
import type { LoraSettings, TrainStep } from "./languageModel.ts";
import { LoraAdapter } from "./lora.ts";

interface Engine {
  name: string;
  start(): Promise<{ kernels: Kernels; stop?: () => void }>;
}

const ENGINES: Engine[] = [
  {
    name: "plain kernels on cpu",
    start: async () => {
      await tf.setBackend("cpu");
      return { kernels: createPlainKernels() };
    },
  },
  {
    name: "plain kernels on wasm",
    start: async () => {
      await startWasmBackend();
      return { kernels: createPlainKernels() };
    },
  },
  {
    name: "WebAssembly kernels",
    start: async () => {
      const kernels = await createWasmKernels({ threads: 1 });
      await tf.setBackend(kernels.backendName);
      return { kernels, stop: () => kernels.dispose() };
    },
  },
];

/** The numbers of Transformers and PEFT (test/fixtures/make_nn_fixtures.py). */
describe.each(ENGINES)("$name, as in Transformers and PEFT", ({ name: engine, start }) => {
  let kernels: Kernels;
  let stop: (() => void) | undefined;
  beforeAll(async () => {
    ({ kernels, stop } = await start());
  });
  afterAll(() => stop?.());

  describe.each(NN_FIXTURES)("%s", (architecture) => {
    const fixture = nnFixture(architecture);
    let decoder: Decoder;
    let tensorsBefore: number;

    beforeEach(() => {
      tensorsBefore = tf.memory().numTensors;
      decoder = new Decoder(fixture.config, fixture.weights, kernels);
    });
    afterEach(() => {
      decoder.dispose();
      expect(tf.memory().numTensors).toBe(tensorsBefore);
    });

    const restored = (prefix: string, settings: Omit<LoraSettings, "seed">): LoraAdapter => {
      const seeded = { ...settings, seed: 0 };
      const adapter = new LoraAdapter(fixture.config, seeded);
      adapter.restore(fixture.snapshot(prefix, seeded));
      return adapter;
    };
    const noLora: LayerLora[] = Array.from({ length: fixture.config.layerCount }, () => ({}));

    test("logits of a right-padded batch", async () => {
      expectClose(await prefillLogits(decoder, fixture, noLora), fixture.tensor("logits"), 1e-5);
    });

    test("logits with an adapter", async () => {
      const adapter = restored("lora", fixture.lora);
      const logits = await prefillLogits(decoder, fixture, adapter.layers());
      adapter.dispose();
      expectClose(logits, fixture.tensor("loraLogits"), 1e-5);
    });

    test("loss and gradients of every LoRA tensor", async () => {
      const adapter = restored("lora", fixture.lora);
      const [only, ...more] = packExamples(fixture.examples, 100_000);
      expect(more).toEqual([]);
      const { batch, rows, targets } = only!;
      const weights = new Float32Array(rows.length).fill(1 / rows.length);
      const lora = adapter.layers();
      const base = await decoder.nll(batch, { rows, targets, weights }, noLora, new Pacer());
      expect(mean(await base.data())).toBeCloseTo(fixture.baseLoss, 5);
      const { losses: nll, gradients } = await decoder.gradients(
        batch,
        { rows, targets, weights },
        lora,
        new Pacer(),
      );
      expect(mean(await nll.data())).toBeCloseTo(fixture.loraLoss, 5);
      for (let layer = 0; layer < gradients.length; layer++) {
        for (const [target, pair] of Object.entries(gradients[layer]!)) {
          const name = `gradient.layers.${layer}.${target}`;
          expectClose(await pair.da.data(), fixture.tensor(`${name}.a`), 1e-5);
          expectClose(await pair.db.data(), fixture.tensor(`${name}.b`), 1e-5);
        }
        expect(Object.keys(gradients[layer]!)).toHaveLength(7);
      }
      tf.dispose([base, nll]);
      for (const layer of gradients) tf.dispose(layer);
      adapter.dispose();
    });

    // Half a minute on the CPU backend, which has nothing of its own to prove here.
    if (engine === "plain kernels on cpu") return;
    test.each(["zeroB", "nonzeroB"] as const)("20 steps of training, %s", async (name) => {
      const run: TrainingRun = fixture.runs[name];
      const adapter = restored(`${name}.start`, run.settings);
      const steps: TrainStep[] = [];
      await fineTuneAdapter(decoder, adapter, {
        examples: fixture.examples,
        optimizer: { ...run.settings, batchSize: fixture.examples.length },
        seed: 3,
        onStep: (step) => steps.push(step),
      });
      expectClose(
        steps.map((step) => step.loss),
        run.losses,
        1e-5,
      );
      expectClose(
        steps.map((step) => step.gradNorm),
        run.gradNorms,
        1e-5,
      );
      expectClose(
        steps.map((step) => step.learningRate),
        run.learningRates,
        1e-7,
      );
      const { tensors } = await adapter.snapshot();
      adapter.dispose();
      for (const [key, { value }] of Object.entries(tensors)) {
        expectClose(value, fixture.tensor(`${name}.end.${key}`), 2e-4);
      }
    });
  });
});

/** Logits of every real position of every example, in order. */
async function prefillLogits(decoder: Decoder, fixture: NnFixture, lora: LayerLora[]): Promise<Float32Array> {
  const batch = fixture.examples.length;
  const lengths = Int32Array.from(fixture.examples, (example) => example.tokens.length);
  const newTokens = Math.max(...lengths);
  const tokens = new Int32Array(batch * newTokens);
  const rows: number[] = [];
  fixture.examples.forEach((example, b) => {
    tokens.set(example.tokens, b * newTokens);
    for (let t = 0; t < lengths[b]!; t++) rows.push(b * newTokens + t);
  });
  const cache = decoder.createKvCache(batch, newTokens);
  const step = { newTokens, starts: new Int32Array(batch), lengths };
  const logits = await decoder.extend(tokens, step, cache, rows, lora, new Pacer());
  const values = Float32Array.from(await logits!.data());
  logits!.dispose();
  cache.dispose();
  return values;
}

function mean(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}

/** Every difference is at most `tolerance` times the largest expected magnitude. */
function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  let largest = 0;
  let worst = 0;
  for (let i = 0; i < expected.length; i++) {
    largest = Math.max(largest, Math.abs(expected[i]!));
    worst = Math.max(worst, Math.abs(actual[i]! - expected[i]!));
  }
  expect(worst / largest).toBeLessThan(tolerance);
}
