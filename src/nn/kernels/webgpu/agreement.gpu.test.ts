import * as tf from "@tensorflow/tfjs-core";
import { LINEAR_NAMES } from "../../../protocol/adapterSettings.ts";
import "@tensorflow/tfjs-backend-cpu";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  FACTORED_CONFIG,
  GEMMA_CONFIG,
  TINY_CONFIG,
  textExample,
  tinyWeights,
} from "../../../../test/tinyModel.ts";
import { Pacer } from "../../../protocol/pacer.ts";
import { createRandom } from "../../../protocol/random.ts";
import type { ModelConfig } from "../../config.ts";
import { Decoder } from "../../decoder.ts";
import { packExamples } from "../../exampleBatch.ts";
import { LoraAdapter } from "../../lora.ts";
import type { Kernels } from "../kernels.ts";
import { createPlainKernels } from "../plain.ts";
import { createWasmKernels, type WasmKernels } from "../wasm/wasmKernels.ts";
import { type OpenWebGpu, openWebGpu } from "./openWebGpu.ts";

/** Largest deviation allowed, as a fraction of the largest magnitude of the reference. */
const FORWARD_BAR = 1e-5;
const GRADIENT_BAR = 1e-4;

const EXAMPLES = [textExample("ab: oak."), textExample("cdefg: yew.")];
const LORA = { rank: 4, alpha: 8, targets: LINEAR_NAMES, seed: 1 };
let gpu: OpenWebGpu;
let wasm: WasmKernels;
let gpuName: string;

beforeAll(async () => {
  wasm = await createWasmKernels();
  gpu = await openWebGpu(() => {});
  gpuName = tf.getBackend();
});

afterAll(() => {
  gpu.close();
  wasm.dispose();
});

/** The same computation with each backend's kernels; the CPU's is the reference. */
async function onEach<T>(compute: (kernels: Kernels) => Promise<T>): Promise<{ cpu: T; wasm: T; webgpu: T }> {
  const on = async (backend: string, kernels: Kernels) => {
    await tf.setBackend(backend);
    return compute(kernels);
  };
  return {
    cpu: await on("cpu", createPlainKernels()),
    wasm: await on(wasm.backendName, wasm),
    webgpu: await on(gpuName, gpu.kernels),
  };
}

function deviation(actual: ArrayLike<number>, reference: ArrayLike<number>): number {
  expect(actual.length).toBe(reference.length);
  let largest = 0;
  let worst = 0;
  for (let i = 0; i < reference.length; i++) {
    largest = Math.max(largest, Math.abs(reference[i]!));
    worst = Math.max(worst, Math.abs(actual[i]! - reference[i]!));
  }
  return worst / largest;
}

describe.each([
  ["a tiny q8 checkpoint", TINY_CONFIG],
  ["one with the blocks of Gemma 3", GEMMA_CONFIG],
  ["one whose embedding is a sum of factors", FACTORED_CONFIG],
])("the CPU, WebAssembly and WebGPU agree on %s", (_, config) => {
  test("forward: the losses of an adapted model", async () => {
    const results = await onEach(async (kernels) => {
      const { decoder, adapter } = adaptedDecoder(kernels, config);
      const losses: number[] = [];
      for (const { batch, rows, targets } of packExamples(EXAMPLES, 64)) {
        const weights = new Float32Array(rows.length);
        const nll = await decoder.nll(batch, { rows, targets, weights }, adapter.layers(), new Pacer());
        losses.push(...(await nll.data()));
        nll.dispose();
      }
      adapter.dispose();
      decoder.dispose();
      return losses;
    });
    expect(deviation(results.wasm, results.cpu), "WebAssembly").toBeLessThanOrEqual(FORWARD_BAR);
    expect(deviation(results.webgpu, results.cpu), "WebGPU").toBeLessThanOrEqual(FORWARD_BAR);
  });

  test("LoRA gradients of every target in every layer", async () => {
    const results = await onEach(async (kernels) => {
      const { decoder, adapter } = adaptedDecoder(kernels, config);
      const gradients: Record<string, Float32Array> = {};
      const [{ batch, rows, targets } = { batch: null, rows: null, targets: null }] = packExamples(
        EXAMPLES,
        64,
      );
      if (!batch) throw new Error("The examples make no batch.");
      const weights = new Float32Array(rows.length).fill(1 / rows.length);
      const pass = await decoder.gradients(batch, { rows, targets, weights }, adapter.layers(), new Pacer());
      for (const [layer, byTarget] of pass.gradients.entries()) {
        for (const [target, { da, db }] of Object.entries(byTarget)) {
          gradients[`${layer}.${target}.a`] = await da.data<"float32">();
          gradients[`${layer}.${target}.b`] = await db.data<"float32">();
          tf.dispose([da, db]);
        }
      }
      pass.losses.dispose();
      adapter.dispose();
      decoder.dispose();
      return gradients;
    });
    const names = Object.keys(results.cpu);
    expect(names).toHaveLength(2 * 7 * TINY_CONFIG.layerCount);
    for (const name of names) {
      const reference = results.cpu[name]!;
      expect(deviation(results.wasm[name]!, reference), `WebAssembly ${name}`).toBeLessThanOrEqual(
        GRADIENT_BAR,
      );
      expect(deviation(results.webgpu[name]!, reference), `WebGPU ${name}`).toBeLessThanOrEqual(GRADIENT_BAR);
    }
  });
});

/** A decoder with an adapter in whose gradients nothing is 0: B is drawn too. */
function adaptedDecoder(kernels: Kernels, config: ModelConfig): { decoder: Decoder; adapter: LoraAdapter } {
  const decoder = new Decoder(config, tinyWeights(config, 1, "q8"), kernels);
  const adapter = new LoraAdapter(config, LORA);
  const random = createRandom(2);
  for (const name of adapter.names()) {
    const { value, m, v } = adapter.parameter(name);
    const drawn = Float32Array.from({ length: value.size }, () => 0.1 * random.normal());
    adapter.replace(name, { value: tf.tensor2d(drawn, value.shape), m: tf.clone(m), v: tf.clone(v) });
  }
  return { decoder, adapter };
}
