import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { tinyModel } from "../../test/tinyModel.ts";
import { measurementSchema } from "../protocol/measurement.ts";
import { createWasmKernels, type WasmKernels } from "./kernels/wasm/wasmKernels.ts";

let kernels: WasmKernels;
beforeAll(async () => {
  kernels = await createWasmKernels({ threads: 1 });
  await tf.setBackend(kernels.backendName);
});
afterAll(() => kernels.dispose());

describe("measuring a model", () => {
  test("tells how fast it trains and decodes, and leaves nothing behind", async () => {
    const model = tinyModel(kernels);
    const greedy = { temperature: 0, topP: 1, topK: 0, maxTokens: 4, stop: [], seed: 0 };
    const answer = () => model.generate({ prompts: ["ab"], sampling: greedy });
    const before = await answer();
    const { numTensors } = tf.memory();
    const { inUse } = kernels.memory();
    const stages: string[] = [];
    const measurement = await model.measure({ onStage: (stage) => stages.push(stage) });

    expect(measurementSchema.parse(measurement)).toEqual(measurement);
    expect(measurement).toMatchObject({
      backend: "wasm",
      device: null,
      threads: 1,
      step: { rank: 16, sequences: 4, length: 64 },
      plain: null,
      dispatches: null,
    });
    for (const speed of Object.values(measurement.speeds)) expect(speed).toBeGreaterThan(0);
    expect(stages).toEqual(["training", "decoding"]);
    expect(tf.memory().numTensors).toBe(numTensors);
    expect(kernels.memory().inUse).toBe(inUse);
    expect(await answer()).toEqual(before);
    model.dispose();
  });

  test.each(["training", "decoding"])(
    "can be cancelled while it is %s, and leaves nothing behind",
    async (at) => {
      const model = tinyModel(kernels);
      const { numTensors } = tf.memory();
      const controller = new AbortController();
      const onStage = (stage: string) => {
        if (stage === at) controller.abort();
      };
      await expect(model.measure({ onStage, signal: controller.signal })).rejects.toMatchObject({
        kind: "cancelled",
      });
      expect(tf.memory().numTensors).toBe(numTensors);
      model.dispose();
    },
  );

  test("a model that reads too little at once is refused with a reason", async () => {
    const model = tinyModel(kernels, { config: { maxPositions: 8 } });
    await expect(model.measure({ onStage: () => {} })).rejects.toMatchObject({ kind: "unsupported" });
    model.dispose();
  });
});
