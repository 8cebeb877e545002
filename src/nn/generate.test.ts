import * as tf from "@tensorflow/tfjs-core";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { END_TOKEN, tinyModel } from "../../test/tinyModel.ts";
import { startWasmBackend } from "../../test/wasmBackend.ts";
import type { Kernels } from "./kernels/kernels.ts";
import { createPlainKernels } from "./kernels/plain.ts";
import type { GenerateRequest, SamplingSettings } from "./languageModel.ts";
import type { TransformerModel } from "./transformerModel.ts";

const SAMPLING: SamplingSettings = { temperature: 1, topP: 1, topK: 0, maxTokens: 12, stop: [], seed: 3 };
const PROMPTS = ["Once upon a time", "x", "The same", "The same", "é"];

describe("generate", () => {
  let model: TransformerModel;
  let kernels: Kernels;
  let before: number;
  let prefills: number[];
  beforeAll(startWasmBackend);
  beforeEach(() => {
    before = tf.memory().numTensors;
    prefills = [];
    const plain = createPlainKernels();
    kernels = {
      ...plain,
      createKvCache: (shape) => {
        prefills.push(shape.batch);
        return plain.createKvCache(shape);
      },
    };
    model = tinyModel(kernels);
  });
  afterEach(() => {
    model.dispose();
    expect(tf.memory().numTensors, "tensors left behind").toBe(before);
  });
  const generate = (
    prompts: readonly string[],
    sampling: Partial<SamplingSettings>,
    more: Partial<GenerateRequest> = {},
  ) => model.generate({ prompts, sampling: { ...SAMPLING, ...sampling }, ...more });
  const failureOf = (promise: Promise<unknown>) =>
    promise.then(
      () => null,
      (error: unknown) => error,
    );

  test("decoding with the cache gives the probabilities of a whole forward pass", async () => {
    const generations = await generate(PROMPTS, {});
    for (const [i, { tokens, logprobs }] of generations.entries()) {
      const prompt = model.encode(PROMPTS[i]!);
      const lossMask = [...prompt.map(() => false), ...tokens.map(() => true)];
      const [score] = await model.score([{ tokens: [...prompt, ...tokens], lossMask }]);
      expect(score!.tokens).toBe(tokens.length);
      expect(logprobs.reduce((sum, logprob) => sum - logprob, 0)).toBeCloseTo(score!.nll, 3);
    }
  });

  test("a prompt's samples do not depend on what it is batched with, only on its index and the seed", async () => {
    const together = await generate(PROMPTS, {});
    const fewer = await generate(PROMPTS.slice(0, 2), {});
    expect(fewer.map(({ tokens }) => tokens)).toEqual(together.slice(0, 2).map(({ tokens }) => tokens));
    expect(together[2]!.tokens).not.toEqual(together[3]!.tokens);
    expect(await generate(PROMPTS, {})).toEqual(together);
    expect((await generate(PROMPTS, { seed: 4 }))[0]!.tokens).not.toEqual(together[0]!.tokens);
  });

  test("equal prompts are read once", async () => {
    await generate(["same", "same", "other", "same"], { maxTokens: 2 });
    expect(prefills).toEqual([2]);
  });

  test("finished sequences drop out, caches grow, and the others go on as if alone", async () => {
    const prompts = ["ab", "Once upon a time there was", "x".repeat(60), "ab"];
    const all = await generate(prompts, { temperature: 0, maxTokens: 70 });
    for (const [i, prompt] of prompts.entries()) {
      const [alone] = await generate([prompt], { temperature: 0, maxTokens: 70 });
      expect(all[i]!.tokens).toEqual(alone!.tokens);
    }
    expect(all[0]).toEqual(all[3]);
  });

  test("prompts longer than one prefill pass are read in pieces", async () => {
    const prompts = Array.from({ length: 12 }, (_, i) => `${i} `.repeat(20 + i));
    const all = await generate(prompts, { maxTokens: 3 });
    const last = prompts.length - 1;
    const prompt = model.encode(prompts[last]!);
    const { tokens, logprobs } = all[last]!;
    const lossMask = [...prompt.map(() => false), ...tokens.map(() => true)];
    const [score] = await model.score([{ tokens: [...prompt, ...tokens], lossMask }]);
    expect(logprobs.reduce((sum, logprob) => sum - logprob, 0)).toBeCloseTo(score!.nll, 3);
  });

  test("ends at the end-of-turn token, a stop string, or the most tokens", async () => {
    const [free] = await generate(["Hello"], { maxTokens: 40 });
    const stop = model.decode(free!.tokens).replaceAll("\uFFFD", " ").trim().slice(3, 5);
    const all = await generate(["Hello", ...PROMPTS, ...PROMPTS, ...PROMPTS], {
      maxTokens: 60,
      stop: [stop],
    });
    for (const { finish, tokens, text, logprobs } of all) {
      expect(logprobs).toHaveLength(tokens.length);
      expect(text).not.toContain(stop);
      if (finish === "end") expect(tokens.at(-1)).toBe(END_TOKEN);
      if (finish === "stop") expect(model.decode(tokens)).toContain(stop);
      if (finish === "length") expect(tokens).toHaveLength(60);
      expect(tokens.slice(0, -1)).not.toContain(END_TOKEN);
    }
    expect(new Set(all.map(({ finish }) => finish)).size).toBeGreaterThan(1);
  });

  test("streams each prompt's text in pieces that add up", async () => {
    const streamed = PROMPTS.map(() => "");
    const onText = (prompt: number, text: string) => {
      expect(text).not.toBe("");
      streamed[prompt] += text;
    };
    const generations = await generate(PROMPTS, { maxTokens: 30 }, { onText });
    expect(streamed).toEqual(generations.map(({ text }) => text));
  });

  test("cancellation is heard between steps, by a signal that comes as a message", async () => {
    const done = new AbortController();
    done.abort();
    expect(await failureOf(generate(PROMPTS, {}, { signal: done.signal }))).toMatchObject({
      kind: "cancelled",
    });
    const soon = new AbortController();
    setTimeout(() => soon.abort(), 50);
    const many = Array.from({ length: 40 }, (_, i) => `${i}`);
    expect(await failureOf(generate(many, { maxTokens: 200 }, { signal: soon.signal }))).toMatchObject({
      kind: "cancelled",
    });
  });

  test("prompts and settings that cannot be served are named", async () => {
    const tooLong = failureOf(generate(["a", "b".repeat(250)], {}));
    expect(String(await tooLong)).toContain(
      "Prompt 2 has 250 tokens, which with 12 new ones exceeds the model's context of 256",
    );
    expect(String(await failureOf(generate([""], {})))).toContain("Prompt 1 is empty");
    expect(await failureOf(generate(["a"], { temperature: -1 }))).toMatchObject({ kind: "bad-input" });
    expect(await failureOf(generate(["a"], { topP: 0 }))).toMatchObject({ kind: "bad-input" });
    expect(await failureOf(generate(["a"], { topK: 1.5 }))).toMatchObject({ kind: "bad-input" });
    expect(await failureOf(generate(["a"], { maxTokens: 0 }))).toMatchObject({ kind: "bad-input" });
    expect(await generate([], {})).toEqual([]);
  });

  test("a model whose logits are not numbers says so", async () => {
    const adapter = model.createAdapter({ rank: 1, alpha: 1, targets: ["q_proj"], seed: 1 });
    const snapshot = await adapter.snapshot();
    for (const { value } of Object.values(snapshot.tensors)) value.fill(Number.NaN);
    adapter.restore(snapshot);
    model.useAdapter(adapter);
    expect(await failureOf(generate(["a"], {}))).toMatchObject({ kind: "diverged" });
    adapter.dispose();
  });
});
