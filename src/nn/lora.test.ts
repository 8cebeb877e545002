import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { TINY_CONFIG } from "../../test/tinyModel.ts";
import { startWasmBackend } from "../../test/wasmBackend.ts";
import type { LoraSettings } from "./languageModel.ts";
import { LoraAdapter } from "./lora.ts";

const settings: LoraSettings = { rank: 3, alpha: 6, targets: ["q_proj", "down_proj"], seed: 1 };

describe("LoraAdapter", () => {
  beforeAll(startWasmBackend);

  test("starts with A uniform within ±1/√in and B zero, for each target of each layer", async () => {
    const adapter = new LoraAdapter(TINY_CONFIG, settings);
    const { tensors } = await adapter.snapshot();
    expect(Object.keys(tensors)).toEqual([
      "layers.0.q_proj.a",
      "layers.0.q_proj.b",
      "layers.0.down_proj.a",
      "layers.0.down_proj.b",
      "layers.1.q_proj.a",
      "layers.1.q_proj.b",
      "layers.1.down_proj.a",
      "layers.1.down_proj.b",
    ]);
    const { value, shape } = tensors["layers.1.down_proj.a"]!;
    expect(shape).toEqual([64, 3]);
    const largest = Math.max(...value.map(Math.abs));
    expect(largest).toBeGreaterThan(0.95 / 8);
    expect(largest).toBeLessThanOrEqual(1 / 8);
    expect(tensors["layers.0.q_proj.b"]!.shape).toEqual([3, 64]);
    expect(tensors["layers.0.q_proj.b"]!.value.every((x) => x === 0)).toBe(true);
    expect(adapter.parameterCount).toBe(2 * 3 * (32 + 64 + 64 + 32));
    adapter.dispose();
  });

  test("the same seed gives the same A whatever the other targets; another seed another", async () => {
    const values = async (changes: Partial<LoraSettings>) => {
      const adapter = new LoraAdapter(TINY_CONFIG, { ...settings, ...changes });
      const snapshot = await adapter.snapshot();
      adapter.dispose();
      return snapshot.tensors["layers.1.q_proj.a"]!.value;
    };
    expect(await values({ targets: ["v_proj", "q_proj"] })).toEqual(await values({}));
    expect(await values({ seed: 2 })).not.toEqual(await values({}));
  });

  test("a snapshot comes back bit for bit, into this adapter or another, and stays as it was", async () => {
    const one = new LoraAdapter(TINY_CONFIG, settings);
    const snapshot = await one.snapshot();
    snapshot.step = 7;
    let k = 0;
    for (const { value, m, v } of Object.values(snapshot.tensors)) {
      for (const array of [value, m, v]) {
        for (let i = 0; i < array.length; i++) array[i] = Math.sin(++k) * 1e-7;
      }
    }
    const before = structuredClone(snapshot);
    const other = new LoraAdapter(TINY_CONFIG, { ...settings, seed: 99 });
    for (const adapter of [one, other]) {
      adapter.restore(snapshot);
      expect(adapter.step).toBe(7);
      expect((await adapter.snapshot()).tensors).toEqual(before.tensors);
      adapter.dispose();
    }
    expect(snapshot).toEqual(before);
  });

  test("refuses a snapshot of another shape, and settings that make no adapter", async () => {
    const adapter = new LoraAdapter(TINY_CONFIG, settings);
    const wide = new LoraAdapter(TINY_CONFIG, { ...settings, rank: 4 });
    const snapshot = await wide.snapshot();
    expect(() => adapter.restore(snapshot)).toThrow("another rank");
    adapter.dispose();
    wide.dispose();
    expect(() => new LoraAdapter(TINY_CONFIG, { ...settings, rank: 0 })).toThrow("rank is 0");
    expect(() => new LoraAdapter(TINY_CONFIG, { ...settings, alpha: Number.NaN })).toThrow("alpha is NaN");
    expect(() => new LoraAdapter(TINY_CONFIG, { ...settings, targets: [] })).toThrow("no target");
  });

  test("leaves no tensors behind", () => {
    const before = tf.memory().numTensors;
    const adapter = new LoraAdapter(TINY_CONFIG, settings);
    adapter.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
