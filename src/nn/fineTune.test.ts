import * as tf from "@tensorflow/tfjs-core";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { plainAdamW } from "../../test/plainAdamW.ts";
import { TINY_CONFIG, textExample, tinyModel, tinyWeights } from "../../test/tinyModel.ts";
import { startWasmBackend } from "../../test/wasmBackend.ts";
import { LINEAR_NAMES } from "../protocol/adapterSettings.ts";
import { Pacer } from "../protocol/pacer.ts";
import { Decoder } from "./decoder.ts";
import { packExamples } from "./exampleBatch.ts";
import { fineTuneAdapter } from "./fineTune.ts";
import { createPlainKernels } from "./kernels/plain.ts";
import type { AdapterSnapshot, FineTuneRequest, TrainStep } from "./languageModel.ts";
import { LoraAdapter } from "./lora.ts";

const LORA = { rank: 2, alpha: 4, targets: LINEAR_NAMES, seed: 5 };
const OPTIMIZER = plainAdamW({ learningRate: 0.01, steps: 4 });
const LINES = ["The oak is tall.", "Rain.", "Seven birds sat on a wire.", "Tea, please!", "No."];
const EXAMPLES = LINES.map(textExample);

describe("fineTune", () => {
  let decoder: Decoder;
  let before: number;
  beforeAll(startWasmBackend);
  beforeEach(() => {
    before = tf.memory().numTensors;
    decoder = new Decoder(TINY_CONFIG, tinyWeights(TINY_CONFIG, 1), createPlainKernels());
  });
  afterEach(() => {
    decoder.dispose();
    expect(tf.memory().numTensors, "tensors left behind").toBe(before);
  });

  /** Trains a fresh adapter, or one restored from a snapshot. */
  const train = async (changes: Partial<FineTuneRequest> & { from?: AdapterSnapshot }) => {
    const { from, ...request } = changes;
    const adapter = new LoraAdapter(TINY_CONFIG, LORA);
    if (from) adapter.restore(from);
    const steps: TrainStep[] = [];
    const onStep = (step: TrainStep) => steps.push(step);
    const whole = { examples: EXAMPLES, optimizer: OPTIMIZER, seed: 1, onStep, ...request };
    const failure = await fineTuneAdapter(decoder, adapter, whole).then(
      () => null,
      (error: unknown) => error,
    );
    const snapshot = await adapter.snapshot();
    adapter.dispose();
    return { steps, snapshot, failure };
  };

  test("the loss is the mean over counted tokens, micro-batches or not", async () => {
    const examples = Array.from({ length: 5 }, (_, i) =>
      LINES.map((line) => textExample(`${i}: ${line.repeat(3)}`)),
    ).flat();
    expect(packExamples(examples, 384).length).toBeGreaterThan(3);
    const { steps, snapshot } = await train({
      examples,
      optimizer: { ...OPTIMIZER, steps: 1, batchSize: 25 },
    });

    const [{ batch, rows, targets }] = packExamples(examples, 1e9) as [
      ReturnType<typeof packExamples>[number],
    ];
    const adapter = new LoraAdapter(TINY_CONFIG, LORA);
    const weights = new Float32Array(rows.length).fill(1 / rows.length);
    const { losses: nll, gradients } = await decoder.gradients(
      batch,
      { rows, targets, weights },
      adapter.layers(),
      new Pacer(),
    );
    const mean = tf.tidy(() => tf.mean(nll).dataSync()[0]!);
    expect(steps[0]!.loss).toBeCloseTo(mean, 5);
    // After one step from m = 0 the first moment is (1 − β1) times the gradient.
    for (const [layer, targetsOf] of gradients.entries()) {
      for (const [name, { db }] of Object.entries(targetsOf)) {
        const expected = await db.data();
        const largest = Math.max(...expected.map(Math.abs));
        const { m } = snapshot.tensors[`layers.${layer}.${name}.b`]!;
        m.forEach((value, i) => {
          expect(Math.abs(value / 0.1 - expected[i]!)).toBeLessThan(2e-5 * largest);
        });
      }
    }
    nll.dispose();
    for (const layer of gradients) tf.dispose(layer);
    adapter.dispose();
  });

  test("with a fixed A only B is trained", async () => {
    const adapter = new LoraAdapter(TINY_CONFIG, { ...LORA, fixedA: true });
    const before = await adapter.snapshot();
    await fineTuneAdapter(decoder, adapter, { examples: EXAMPLES, optimizer: OPTIMIZER, seed: 1 });
    const after = await adapter.snapshot();
    for (const [name, { value }] of Object.entries(after.tensors)) {
      if (name.endsWith(".a")) expect(value).toEqual(before.tensors[name]!.value);
      else expect(value.some((entry) => entry !== 0)).toBe(true);
    }
    adapter.dispose();
  });

  test("full fine-tuning trains each matrix by its own gradient, which LoRA's B sees through A", async () => {
    const { batch, rows, targets } = packExamples(EXAMPLES, 1e9)[0]!;
    const weights = new Float32Array(rows.length).fill(1 / rows.length);
    const low = new LoraAdapter(TINY_CONFIG, LORA);
    const full = new LoraAdapter(TINY_CONFIG, { ...LORA, full: true });
    const gradientsOf = async (adapter: LoraAdapter) => {
      const { losses, gradients } = await decoder.gradients(
        batch,
        { rows, targets, weights },
        adapter.layers(),
        new Pacer(),
      );
      losses.dispose();
      return gradients;
    };
    const [ofLow, ofFull] = [await gradientsOf(low), await gradientsOf(full)];
    for (const [layer, targetsOf] of ofLow.entries()) {
      for (const name of LINEAR_NAMES) {
        // With B zero, dB = scale · Aᵀ · dW, and A of the full adapter is the identity.
        const a = low.layers()[layer]![name]!.a;
        const dw = ofFull[layer]![name]!.db;
        const expected = tf.tidy(() => tf.mul(tf.matMul(a, dw, true, false), low.scale));
        const [left, right] = [await targetsOf[name]!.db.data(), await expected.data()];
        const largest = Math.max(...right.map(Math.abs));
        left.forEach((value, i) => {
          expect(Math.abs(value - right[i]!)).toBeLessThan(1e-5 * largest);
        });
        expected.dispose();
      }
    }
    for (const layer of [...ofLow, ...ofFull]) {
      for (const { da, db } of Object.values(layer)) tf.dispose([da, db]);
    }
    await fineTuneAdapter(decoder, full, { examples: EXAMPLES, optimizer: OPTIMIZER, seed: 1 });
    const { tensors } = await full.snapshot();
    const { value, shape } = tensors["layers.0.q_proj.a"]!;
    expect(shape).toEqual([32, 32]);
    expect([...value].every((entry, i) => entry === Number(i % 33 === 0))).toBe(true);
    expect(tensors["layers.0.q_proj.b"]!.value.some((entry) => entry !== 0)).toBe(true);
    low.dispose();
    full.dispose();
  });

  test("activations kept or computed again, the gradients are the same bits", async () => {
    const frugal = new Decoder(TINY_CONFIG, tinyWeights(TINY_CONFIG, 1), createPlainKernels(), 0);
    const adapter = new LoraAdapter(TINY_CONFIG, LORA);
    const { batch, rows, targets } = packExamples(EXAMPLES, 1e9)[0]!;
    const weights = new Float32Array(rows.length).fill(1 / rows.length);
    const values = async (of: Decoder) => {
      const { losses: nll, gradients } = await of.gradients(
        batch,
        { rows, targets, weights },
        adapter.layers(),
        new Pacer(),
      );
      const tensors = gradients.flatMap((layer) => Object.values(layer).flatMap(({ da, db }) => [da, db]));
      const read = await Promise.all([nll, ...tensors].map((tensor) => tensor.data()));
      tf.dispose([nll, ...tensors]);
      return read;
    };
    expect(await values(frugal)).toEqual(await values(decoder));
    frugal.dispose();
    adapter.dispose();
  });

  test("the loss falls", async () => {
    const { steps } = await train({
      optimizer: { ...OPTIMIZER, learningRate: 0.05, steps: 40, batchSize: 5 },
    });
    expect(steps.at(-1)!.loss).toBeLessThan(0.5 * steps[0]!.loss);
  });

  test("the same seed repeats the run bit for bit; another seed orders the examples otherwise", async () => {
    const [one, again, other] = [await train({}), await train({}), await train({ seed: 2 })];
    const losses = ({ steps }: { steps: TrainStep[] }) => steps.map((step) => step.loss);
    expect(losses(again)).toEqual(losses(one));
    expect(again.snapshot).toEqual(one.snapshot);
    expect(losses(other)).not.toEqual(losses(one));
  });

  test("sees every example once before any twice", async () => {
    const { steps } = await train({ optimizer: { ...OPTIMIZER, batchSize: 1, steps: 10 } });
    const lengths = EXAMPLES.map((example) => example.tokens.length).sort();
    expect(
      steps
        .slice(0, 5)
        .map((step) => step.tokens)
        .sort(),
    ).toEqual(lengths);
    expect(
      steps
        .slice(5)
        .map((step) => step.tokens)
        .sort(),
    ).toEqual(lengths);
    expect(steps.slice(5).map((step) => step.tokens)).not.toEqual(
      steps.slice(0, 5).map((step) => step.tokens),
    );
  });

  test("goes on from a snapshot as if it had never stopped", async () => {
    const once = await train({ optimizer: { ...OPTIMIZER, batchSize: 5, steps: 6 } });
    const half = await train({ optimizer: { ...OPTIMIZER, batchSize: 5, steps: 3 } });
    expect(half.snapshot.step).toBe(3);
    const resumed = await train({ from: half.snapshot, optimizer: { ...OPTIMIZER, batchSize: 5, steps: 3 } });
    expect(resumed.snapshot).toEqual(once.snapshot);
  });

  test("padding and later tokens never count: an example's loss does not depend on its company", async () => {
    const lossOf = async (examples: typeof EXAMPLES) => {
      const packed = packExamples(examples, 1e9)[0]!;
      const weights = new Float32Array(packed.rows.length);
      const none = Array.from({ length: TINY_CONFIG.layerCount }, () => ({}));
      const nll = await decoder.nll(packed.batch, { ...packed, weights }, none, new Pacer());
      const values = await nll.data();
      nll.dispose();
      return Array.from(values.filter((_, i) => packed.owners[i] === 0));
    };
    const short = EXAMPLES[1]!;
    const tail = { tokens: [...short.tokens, 9, 9, 9], lossMask: [...short.lossMask, false, false, false] };
    const alone = await lossOf([short]);
    expect(alone).toHaveLength(5);
    for (const examples of [[short, EXAMPLES[2]!, EXAMPLES[0]!], [tail], [tail, EXAMPLES[2]!]]) {
      const together = await lossOf(examples);
      together.forEach((value, i) => {
        expect(value).toBeCloseTo(alone[i]!, 4);
      });
    }
  });

  test("divergence names the step and the learning rate, and leaves the last good adapter", async () => {
    const { steps, snapshot, failure } = await train({
      optimizer: { ...OPTIMIZER, learningRate: 1e30, steps: 9 },
    });
    expect(failure).toMatchObject({ kind: "diverged" });
    const step = steps.length + 1;
    expect(String(failure)).toContain(`step ${step}`);
    expect(String(failure)).toContain("1.00e+30");
    expect(snapshot.step).toBe(steps.length);
    const sameAgain = await train({ optimizer: { ...OPTIMIZER, learningRate: 1e30, steps: steps.length } });
    expect(sameAgain.failure).toBeNull();
    expect(snapshot).toEqual(sameAgain.snapshot);
  });

  test("cancellation between steps keeps the steps that were done", async () => {
    const abort = new AbortController();
    const steps: TrainStep[] = [];
    const onStep = (step: TrainStep) => {
      steps.push(step);
      if (step.step === 2) abort.abort();
    };
    const { failure, snapshot } = await train({ signal: abort.signal, onStep });
    expect(failure).toMatchObject({ kind: "cancelled" });
    expect(steps).toHaveLength(2);
    expect(snapshot.step).toBe(2);
  });

  test("lets messages in while it trains, and hears a cancellation that comes by one", async () => {
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 60);
    const { failure } = await train({ signal: abort.signal, optimizer: { ...OPTIMIZER, steps: 100_000 } });
    expect(failure).toMatchObject({ kind: "cancelled" });
  });

  test("examples and settings that cannot be trained on are named", async () => {
    const long = textExample("x".repeat(300));
    const uncounted = { tokens: [1, 2], lossMask: [true, false] };
    expect(String((await train({ examples: [] })).failure)).toContain("no examples");
    expect(String((await train({ examples: [EXAMPLES[0]!, long] })).failure)).toContain(
      "Example 2 of 2 has 301 tokens, but the model's context holds 256",
    );
    expect(String((await train({ examples: [uncounted] })).failure)).toContain(
      "Example 1 of 1 has no token that counts",
    );
    expect(String((await train({ examples: [{ tokens: [1], lossMask: [] }] })).failure)).toContain(
      "a loss mask of 0",
    );
    expect((await train({ optimizer: { ...OPTIMIZER, steps: 0 } })).failure).toMatchObject({
      kind: "bad-input",
    });
    const unknown = { tokens: [9999, 1], lossMask: [false, true] };
    expect((await train({ examples: [unknown] })).failure).toMatchObject({ kind: "bad-checkpoint" });
  });

  test("an adapter with few targets trains those alone", async () => {
    const model = tinyModel(createPlainKernels());
    const adapter = model.createAdapter({ ...LORA, targets: ["v_proj"] });
    await model.fineTune(adapter, { examples: EXAMPLES, optimizer: OPTIMIZER, seed: 1 });
    expect(Object.keys((await adapter.snapshot()).tensors)).toHaveLength(4);
    adapter.dispose();
    model.dispose();
  });
});
