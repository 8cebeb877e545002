import * as tf from "@tensorflow/tfjs-core";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { plainAdamW } from "../../test/plainAdamW.ts";
import { byteTokenizer, TINY_CONFIG, textExample, tinyWeights } from "../../test/tinyModel.ts";
import { LINEAR_NAMES } from "../protocol/adapterSettings.ts";
import { PlaygroundError } from "../protocol/playgroundError.ts";
import { Decoder } from "./decoder.ts";
import { fineTuneAdapter } from "./fineTune.ts";
import { generateTexts } from "./generate.ts";
import { Heap } from "./kernels/wasm/heap.ts";
import { createWasmKernels, type WasmKernels } from "./kernels/wasm/wasmKernels.ts";
import { logProbsOf } from "./logProbs.ts";
import { LoraAdapter } from "./lora.ts";
import { scoreExamples } from "./score.ts";

const EXAMPLES = ["The oak is tall.", "Rain."].map(textExample);
const SAMPLING = { temperature: 0, topP: 1, topK: 0, maxTokens: 2, stop: [], seed: 1 };

/** From now on so many blocks of memory can be had, and no more. */
function leave(blocks: number) {
  const { allocate } = Heap.prototype;
  let left = blocks;
  return vi.spyOn(Heap.prototype, "allocate").mockImplementation(function (this: Heap, bytes) {
    left -= 1;
    if (left < 0) throw new PlaygroundError("out-of-memory", "Memory is full.", "Shorten the text.");
    return allocate.call(this, bytes);
  });
}

describe("wherever memory ends, nothing is left behind", () => {
  let kernels: WasmKernels;
  let adapter: LoraAdapter;
  beforeEach(async () => {
    kernels = await createWasmKernels({ threads: 1 });
    await tf.setBackend(kernels.backendName);
    adapter = new LoraAdapter(TINY_CONFIG, { rank: 2, alpha: 4, targets: LINEAR_NAMES, seed: 5 });
  });
  afterEach(() => kernels.dispose());

  const decoderOf = (activationBytes?: number) =>
    new Decoder(TINY_CONFIG, tinyWeights(TINY_CONFIG, 1), kernels, activationBytes);

  /** A step on examples and an anchor: the two kinds of loss, and gradients that are added up. */
  async function trainingOn(decoder: Decoder) {
    const logProbs = await logProbsOf(decoder, adapter.layers(), EXAMPLES);
    const anchor = { examples: EXAMPLES, logProbs, weight: 1, batchSize: 1 };
    const optimizer = plainAdamW({ learningRate: 0.01, steps: 1 });
    return () => fineTuneAdapter(decoder, adapter, { examples: EXAMPLES, optimizer, seed: 1, anchor });
  }

  /** The work, done again and again with memory for one block more, until it succeeds. */
  async function expectNothingLeft(work: () => Promise<unknown>) {
    // What the first time is kept for the next ones: working memory, tables, weights at their place.
    await work();
    const held = () => ({ tensors: tf.memory().numTensors, bytes: kernels.memory().inUse });
    const before = held();
    for (let blocks = 0, failed = true; failed; blocks++) {
      const memory = leave(blocks);
      const failure = await work().then(
        () => null,
        (error: unknown) => error,
      );
      memory.mockRestore();
      failed = failure !== null;
      if (failed) expect(failure).toMatchObject({ kind: "out-of-memory" });
      expect(held(), `with memory for ${blocks} blocks`).toEqual(before);
    }
  }

  test("in training", async () => {
    await expectNothingLeft(await trainingOn(decoderOf()));
  });

  test("in training that computes activations again", async () => {
    await expectNothingLeft(await trainingOn(decoderOf(0)));
  });

  test("in scoring", async () => {
    const decoder = decoderOf();
    await expectNothingLeft(() => scoreExamples(decoder, adapter.layers(), EXAMPLES));
  });

  test("in reading probabilities", async () => {
    const decoder = decoderOf();
    await expectNothingLeft(() => logProbsOf(decoder, adapter.layers(), EXAMPLES));
  });

  test("in writing", async () => {
    const decoder = decoderOf();
    const request = { prompts: ["Rain", "The oak"], sampling: SAMPLING };
    await expectNothingLeft(() => generateTexts(decoder, byteTokenizer(), adapter.layers(), request));
  });
});
