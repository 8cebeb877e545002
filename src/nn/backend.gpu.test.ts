import * as tf from "@tensorflow/tfjs-core";
import { afterAll, expect, test } from "vitest";
import { PlaygroundError } from "../protocol/playgroundError.ts";
import { chooseBackend, startBackend } from "./backend.ts";
import { probeBackends } from "./backendProbe.ts";
import { openWebGpu } from "./kernels/webgpu/openWebGpu.ts";
import { gradientSelfTest } from "./kernels/webgpu/selfTest.ts";

const ignoreLoss = { onLost: () => {} };

afterAll(async () => {
  await startBackend(await probeBackends(), "wasm", ignoreLoss);
});

test("the gradient test passes and leaves nothing behind", async () => {
  const { state } = tf.engine();
  const tensors = state.numTensors;
  expect(await gradientSelfTest()).toBeNull();
  expect(state.numTensors).toBe(tensors);
});

test("it passes in a dedicated worker, where the engine runs", async () => {
  const worker = new Worker(new URL("../../test/selfTest.worker.ts", import.meta.url), { type: "module" });
  const answer = await new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message));
  });
  worker.terminate();
  expect(answer).toEqual({ failure: null });
});

test("the emulated adapter is found and not chosen by itself", async () => {
  const report = await probeBackends();
  expect(report.webgpu, report.webgpu.detail).toMatchObject({
    available: true,
    software: true,
    selfTestFailure: null,
  });
  expect(report.webgpu.adapter?.maxStorageBufferBindingSize).toBeGreaterThanOrEqual(128 * 1024 * 1024);
  expect(chooseBackend(report, "auto").backend).toBe("wasm");
  expect(chooseBackend(report, "webgpu").backend).toBe("webgpu");
});

test("each backend computes after the other", async () => {
  const report = await probeBackends();
  for (const wanted of ["webgpu", "wasm", "webgpu"] as const) {
    const { backend, kernels } = await startBackend(report, wanted, ignoreLoss);
    expect(backend).toBe(wanted);
    const gate = tf.tensor2d([1, -1], [1, 2]);
    const up = tf.tensor2d([2, 3], [1, 2]);
    const y = kernels.glu(gate, up, "silu");
    const values = await y.data();
    expect(values[0]).toBeCloseTo(1.46212, 5);
    expect(values[1]).toBeCloseTo(-0.80682, 5);
    tf.dispose([gate, up, y]);
  }
});

test("a lost device is reported, fails what follows, and a new one takes over", async () => {
  let reported: PlaygroundError | null = null;
  const gpu = await openWebGpu((error) => {
    reported = error;
  });
  const x = tf.tensor2d([1, 2], [1, 2]);
  const y = gpu.kernels.glu(x, x, "silu");
  gpu.backend.device.destroy();
  await expect(y.data()).rejects.toMatchObject({ kind: "gpu-lost" });
  await gpu.backend.device.lost;
  expect(reported).toBeInstanceOf(PlaygroundError);
  expect(() => gpu.kernels.glu(x, x, "silu")).toThrow(PlaygroundError);
  gpu.close();

  const next = await openWebGpu(() => {});
  const one = tf.tensor2d([1, 2], [1, 2]);
  const sum = tf.add(one, one);
  expect([...(await sum.data())]).toEqual([2, 4]);
  tf.dispose([one, sum]);
  next.close();
});

test("running out of GPU memory is reported as such", async () => {
  const gpu = await openWebGpu(() => {});
  const error = new GPUOutOfMemoryError("no room");
  gpu.backend.device.dispatchEvent(new GPUUncapturedErrorEvent("uncapturederror", { error }));
  const x = tf.tensor2d([1, 2], [1, 2]);
  expect(() => gpu.kernels.glu(x, x, "silu")).toThrow("The GPU has run out of memory.");
  gpu.close();
});
