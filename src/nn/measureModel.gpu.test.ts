import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { tinyModel } from "../../test/tinyModel.ts";
import { openWebGpu } from "./kernels/webgpu/openWebGpu.ts";

test("on WebGPU a model is measured beside the plain operations on the same device, and nothing is left behind", async () => {
  const { kernels, close } = await openWebGpu(() => {});
  const model = tinyModel(kernels);
  const { numTensors } = tf.memory();
  const stages: string[] = [];
  const { device, dispatches, speeds, plain } = await model.measure({
    onStage: (stage) => stages.push(stage),
  });
  expect(stages).toEqual(["training", "decoding", "comparing"]);
  expect(device).toMatch(/\w/);
  expect(dispatches).toBeGreaterThan(0);
  for (const speed of [speeds, plain].flatMap((of) => Object.values(of ?? {})))
    expect(speed).toBeGreaterThan(0);
  expect(plain).not.toBeNull();
  expect(tf.memory().numTensors).toBe(numTensors);
  model.dispose();
  close();
});
