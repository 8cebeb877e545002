import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { plainAdamW } from "../../test/plainAdamW.ts";
import { textExample, tinyModel } from "../../test/tinyModel.ts";
import { startWasmBackend } from "../../test/wasmBackend.ts";
import { LINEAR_NAMES } from "../protocol/adapterSettings.ts";
import { createPlainKernels } from "./kernels/plain.ts";
import type { Adapter } from "./languageModel.ts";
import type { TransformerModel } from "./transformerModel.ts";

const OPTIMIZER = plainAdamW({ learningRate: 0.02, steps: 5, maxGradNorm: 1 });
const EXAMPLES = ["Ada wrote a poem.", "The mill is red."].map(textExample);

async function trained(model: TransformerModel, text: string): Promise<Adapter> {
  const adapter = model.createAdapter({ rank: 2, alpha: 4, targets: LINEAR_NAMES, seed: 1 });
  await model.fineTune(adapter, { examples: [textExample(text)], optimizer: OPTIMIZER, seed: 1 });
  return adapter;
}
const nlls = async (model: TransformerModel) => (await model.score(EXAMPLES)).map(({ nll }) => nll);

describe("TransformerModel", () => {
  beforeAll(startWasmBackend);

  test("a fresh adapter changes nothing; a trained one only while it is in use", async () => {
    const model = tinyModel(createPlainKernels());
    const base = await nlls(model);
    const fresh = model.createAdapter({ rank: 2, alpha: 4, targets: LINEAR_NAMES, seed: 1 });
    model.useAdapter(fresh);
    expect(await nlls(model)).toEqual(base);
    const adapter = await trained(model, "Ada wrote a poem.");
    model.useAdapter(adapter);
    expect((await nlls(model))[0]).toBeLessThan(base[0]! - 1);
    model.useAdapter(null);
    expect(await nlls(model)).toEqual(base);
    fresh.dispose();
    adapter.dispose();
    model.dispose();
  });

  test("log-probabilities are a distribution at each marked token, and agree with the score", async () => {
    const model = tinyModel(createPlainKernels());
    const marked = EXAMPLES.map(({ tokens }) => ({ tokens, lossMask: tokens.map((_, t) => t % 3 === 2) }));
    const scores = await model.score(marked);
    const rows = await model.logProbs(marked);
    for (const [example, { tokens, lossMask }] of marked.entries()) {
      const targets = tokens.filter((_, t) => lossMask[t]);
      const row = (i: number) => rows[example]!.subarray(i * 258, (i + 1) * 258);
      expect(rows[example]).toHaveLength(targets.length * 258);
      targets.forEach((_, i) => {
        expect(row(i).reduce((sum, logProb) => sum + Math.exp(logProb), 0)).toBeCloseTo(1, 4);
      });
      const nll = targets.reduce((sum, target, i) => sum - row(i)[target]!, 0);
      expect(nll).toBeCloseTo(scores[example]!.nll, 3);
    }
    model.dispose();
  });

  test.each(["f32", "q8", "q4"] as const)(
    "merging a %s model equals using the adapter; unmerging undoes it bit for bit",
    async (format) => {
      const model = tinyModel(createPlainKernels(), { format });
      const base = await nlls(model);
      const adapter = await trained(model, "Ada wrote a poem.");
      model.useAdapter(adapter);
      const used = await nlls(model);
      const tensors = tf.memory().numTensors;
      await model.merge(adapter);
      const merged = await nlls(model);
      merged.forEach((nll, i) => {
        expect(nll).toBeCloseTo(used[i]!, 3);
      });
      model.unmerge();
      expect(await nlls(model)).toEqual(base);
      expect(tf.memory().numTensors).toBe(tensors);
      adapter.dispose();
      model.dispose();
    },
  );

  test("a second adapter is trained and merged on top of the first", async () => {
    const model = tinyModel(createPlainKernels());
    const base = await nlls(model);
    const first = await trained(model, "Ada wrote a poem.");
    await model.merge(first);
    const once = await nlls(model);
    const second = await trained(model, "The mill is red.");
    model.useAdapter(second);
    const both = await nlls(model);
    expect(both[1]).toBeLessThan(once[1]!);
    await model.merge(second);
    (await nlls(model)).forEach((nll, i) => {
      expect(nll).toBeCloseTo(both[i]!, 3);
    });
    model.unmerge();
    expect(await nlls(model)).toEqual(base);
    for (const adapter of [first, second]) adapter.dispose();
    model.dispose();
  });

  test("a whole run of training, generating, scoring and merging leaves no tensors behind", async () => {
    const before = tf.memory().numTensors;
    const model = tinyModel(createPlainKernels());
    const loaded = tf.memory().numTensors;
    const adapter = await trained(model, "Ada wrote a poem.");
    model.useAdapter(adapter);
    await model.generate({
      prompts: ["Ada", "The"],
      sampling: { temperature: 1, topP: 0.9, topK: 20, maxTokens: 5, stop: ["."], seed: 1 },
    });
    await model.score(EXAMPLES);
    await model.merge(adapter);
    await model.merge(adapter);
    model.unmerge();
    adapter.dispose();
    expect(tf.memory().numTensors).toBe(loaded);
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test("scores count marked tokens only, never the first, and cancel", async () => {
    const model = tinyModel(createPlainKernels());
    const { tokens } = EXAMPLES[0]!;
    const [all, none, first] = await model.score([
      { tokens, lossMask: tokens.map(() => true) },
      { tokens, lossMask: tokens.map(() => false) },
      { tokens, lossMask: tokens.map((_, t) => t === 0) },
    ]);
    expect(all!.tokens).toBe(tokens.length - 1);
    expect([none, first]).toEqual([
      { nll: 0, tokens: 0 },
      { nll: 0, tokens: 0 },
    ]);
    const parts = await model.score(
      [0, 1].map((half) => ({ tokens, lossMask: tokens.map((_, t) => t % 2 === half) })),
    );
    expect(parts[0]!.nll + parts[1]!.nll).toBeCloseTo(all!.nll, 3);
    const abort = new AbortController();
    abort.abort();
    await expect(model.score(EXAMPLES, abort.signal)).rejects.toMatchObject({ kind: "cancelled" });
    model.dispose();
  });
});
