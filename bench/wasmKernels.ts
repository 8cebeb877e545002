/**
 * Speed of the WebAssembly kernels: GFLOP/s of each, and tokens per second of a decoder with the shape of
 * SmolLM2-135M. `npx tsx bench/wasmKernels.ts [threads = 2] [q4 | q8] [plain | relaxed]`
 *
 * Medians, and for kernels the fastest run too. On a machine that others use as well, look at the fastest runs and
 * at the tokens per second of processor time (of all threads together, their waiting included).
 */
import * as tf from "@tensorflow/tfjs-core";
import { adamWStep } from "../src/nn/adamW.ts";
import { Decoder, type DecoderLora } from "../src/nn/decoder.ts";
import { createWasmKernels } from "../src/nn/kernels/wasm/wasmKernels.ts";
import { LoraAdapter } from "../src/nn/lora.ts";
import { parameterNames } from "../src/nn/weights.ts";
import { ADAMW, LINEAR_NAMES } from "../src/protocol/adapterSettings.ts";
import { Pacer } from "../src/protocol/pacer.ts";
import { median } from "./median.ts";
import { SMOLLM2_135M, syntheticWeights } from "./syntheticModel.ts";

const [threads = "2", format = "q4", simd] = process.argv.slice(2);
const kernels = await createWasmKernels({
  threads: Number(threads),
  ...(simd ? { relaxedSimd: simd === "relaxed" } : {}),
});
await tf.setBackend(kernels.backendName);
const config = SMOLLM2_135M;
const weights = syntheticWeights(config, format as "q4" | "q8");
const decoder = new Decoder(config, weights, kernels);
const adapter = new LoraAdapter(config, { rank: 16, alpha: 32, targets: LINEAR_NAMES, seed: 1 });
const noLora: DecoderLora = weights.layers.map(() => ({}));
const pacer = new Pacer();

console.log(`${format}, ${kernels.threads} threads, ${mebibytes(kernels.memory().inUse)} with weights\n`);
kernelTable();
await training(3, 128);
await decoding("decode, batch 1", 1, 200, noLora);
await decoding("decode, batch 1, LoRA", 1, 200, adapter.layers());
await decoding("decode, batch 8", 8, 200, noLora);
console.log(`memory: ${mebibytes(kernels.memory().reserved)} reserved at the end`);
kernels.dispose();

function kernelTable(): void {
  const n = 384;
  const layer = decoder.weights.layer(0).linears;
  const lora = adapter.layers()[0]!;
  const x = noise(n, 576);
  const wide = noise(n, 1536);
  const one = noise(1, 576);
  const oneWide = noise(1, 1536);
  const kv = noise(n, 192);
  const gain = tf.ones<tf.Rank.R1>([576]);
  const shape = { batch: 3, length: 128, heads: 9, kvHeads: 3, headDim: 64, window: 0 };
  const attention = { ...shape, lengths: Int32Array.of(128, 128, 128) };
  const long = { ...shape, batch: 1, length: n, lengths: Int32Array.of(n) };
  const multiplyAdds = (rows: number, inputs: number, outputs: number) => 2 * rows * inputs * outputs;
  const scores = (length: number) => 2 * 2 * n * (length / 2) * 576;
  const cases: [string, number, () => object][] = [
    ["linear 576 → 576", multiplyAdds(n, 576, 576), () => kernels.linear(x, layer.q_proj, null, null)],
    ["linear 576 → 1536", multiplyAdds(n, 576, 1536), () => kernels.linear(x, layer.up_proj, null, null)],
    [
      "linear 1536 → 576",
      multiplyAdds(n, 1536, 576),
      () => kernels.linear(wide, layer.down_proj, null, null),
    ],
    [
      "  with LoRA",
      multiplyAdds(n, 1536, 576),
      () => kernels.linear(wide, layer.down_proj, lora.down_proj!, null),
    ],
    [
      "linearBackward 576 ← 1536",
      multiplyAdds(n, 1536, 576),
      () => kernels.linearBackward(wide, x, layer.up_proj, null),
    ],
    [
      "linearBackward 1536 ← 576",
      multiplyAdds(n, 1536, 576),
      () => kernels.linearBackward(x, wide, layer.down_proj, null),
    ],
    [
      "  with LoRA",
      multiplyAdds(n, 1536, 576),
      () => kernels.linearBackward(x, wide, layer.down_proj, lora.down_proj!),
    ],
    [
      "linear 576 → 1536, one token",
      multiplyAdds(1, 576, 1536),
      () => kernels.linear(one, layer.up_proj, null, null),
    ],
    [
      "linear 1536 → 576, one token",
      multiplyAdds(1, 1536, 576),
      () => kernels.linear(oneWide, layer.down_proj, null, null),
    ],
    [
      "head, one token",
      multiplyAdds(1, 576, 49152),
      () => kernels.linear(one, decoder.weights.head, null, null),
    ],
    ["attention 3 × 128", scores(128), () => kernels.attention(x, kv, kv, attention)],
    ["attention 1 × 384", scores(n), () => kernels.attention(x, kv, kv, long)],
    [
      "attentionBackward 3 × 128",
      2.5 * scores(128),
      () => kernels.attentionBackward(x, x, kv, kv, attention),
    ],
    ["attentionBackward 1 × 384", 2.5 * scores(n), () => kernels.attentionBackward(x, x, kv, kv, long)],
    ["rmsNorm", 4 * n * 576, () => kernels.rmsNorm(x, gain, 1e-5)],
    ["rmsNormBackward", 10 * n * 576, () => kernels.rmsNormBackward(x, x, gain, 1e-5)],
    ["glu", 25 * n * 1536, () => kernels.glu(wide, wide, "silu")],
    ["gluBackward", 35 * n * 1536, () => kernels.gluBackward(wide, wide, wide, "silu")],
    ["add", n * 576, () => ({ y: tf.add(x, x) })],
    ["rmsNorm, one token", 4 * 576, () => kernels.rmsNorm(one, gain, 1e-5)],
  ];
  for (const [name, flops, run] of cases) {
    const seconds = secondsOf(() => tf.dispose(run() as tf.TensorContainer));
    const figures = [median(seconds), seconds.reduce((a, b) => Math.min(a, b))].map((value) => {
      const rate = (flops / value / 1e9).toFixed(1).padStart(6);
      return `${rate} GFLOP/s ${(value * 1e6).toFixed(0).padStart(8)} µs`;
    });
    console.log(`${name.padEnd(32)} ${figures.join("   fastest ")}`);
  }
  tf.dispose([x, wide, one, oneWide, kv, gain]);
}

async function training(batch: number, length: number): Promise<void> {
  const tokens = Int32Array.from({ length: batch * length }, (_, i) => (i * 7919) % config.vocabSize);
  const rows = Int32Array.from({ length: batch * (length - 1) }, (_, i) => i + Math.floor(i / (length - 1)));
  const targets = rows.map((row) => tokens[row + 1]!);
  const counted = { rows, targets, weights: new Float32Array(rows.length).fill(1 / rows.length) };
  const padded = { batch, length, tokens, lengths: new Int32Array(batch).fill(length) };
  const settings = {
    ...{ learningRate: 1e-4, steps: 1, batchSize: batch, schedule: "constant" as const, warmupSteps: 0 },
    ...{ weightDecay: 0, ...ADAMW, maxGradNorm: 1 },
  };
  const runs: { wall: number; processor: number }[] = [];
  for (let step = 0; step < 4; step++) {
    const clock = startClock();
    const pass = await decoder.gradients(padded, counted, adapter.layers(), pacer);
    const gradients = new Map<string, tf.Tensor2D>();
    pass.gradients.forEach((layer, index) => {
      for (const name of LINEAR_NAMES) {
        const names = parameterNames(index, name);
        gradients.set(names.a, layer[name]!.da);
        gradients.set(names.b, layer[name]!.db);
      }
    });
    adamWStep(kernels, adapter, gradients, settings, settings.learningRate, 1);
    tf.dispose([pass.losses, ...gradients.values()]);
    if (step > 0) runs.push(clock());
  }
  report(`\ntraining, ${batch} × ${length}, LoRA 16 on all`, tokens.length, runs);
  console.log(`memory: ${mebibytes(kernels.memory().reserved)} reserved after training`);
}

async function decoding(title: string, batch: number, prompt: number, lora: DecoderLora): Promise<void> {
  const cache = decoder.createKvCache(batch, prompt + 64);
  const fill = {
    newTokens: prompt,
    starts: new Int32Array(batch),
    lengths: new Int32Array(batch).fill(prompt),
  };
  const prefill = startClock();
  const logits = await decoder.extend(new Int32Array(batch * prompt), fill, cache, [0], lora, pacer);
  logits?.dispose();
  report(`prefill for ${title}`, batch * prompt, [prefill()]);
  const everyRow = Array.from({ length: batch }, (_, row) => row);
  const runs: { wall: number; processor: number }[] = [];
  for (let t = 0; t < 40; t++) {
    const clock = startClock();
    const at = prompt + t;
    const step = {
      newTokens: 1,
      starts: new Int32Array(batch).fill(at),
      lengths: new Int32Array(batch).fill(at + 1),
    };
    const next = await decoder.extend(new Int32Array(batch), step, cache, everyRow, lora, pacer);
    await next!.data();
    next!.dispose();
    runs.push(clock());
  }
  cache.dispose();
  report(title, batch, runs);
}

/** A clock that reads wall time and processor time, in seconds. */
function startClock(): () => { wall: number; processor: number } {
  const wall = performance.now();
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return { wall: (performance.now() - wall) / 1000, processor: (user + system) / 1e6 };
  };
}

function report(title: string, tokens: number, runs: readonly { wall: number; processor: number }[]): void {
  const wall = median(runs.map((run) => run.wall));
  const processor = median(runs.map((run) => run.processor));
  const rates = [wall, processor].map((seconds) => (tokens / seconds).toFixed(1));
  console.log(
    `${title}: ${rates[0]} tokens/s (${(wall * 1000).toFixed(1)} ms), ${rates[1]} per processor second`,
  );
}

function noise(rows: number, cols: number): tf.Tensor2D {
  return tf.tensor2d(
    Float32Array.from({ length: rows * cols }, (_, i) => Math.sin(i)),
    [rows, cols],
  );
}

function secondsOf(run: () => void): number[] {
  for (let i = 0; i < 3; i++) run();
  const seconds: number[] = [];
  const end = performance.now() + 250;
  while (performance.now() < end || seconds.length < 5) {
    const start = performance.now();
    run();
    seconds.push((performance.now() - start) / 1000);
  }
  return seconds;
}

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MiB`;
}
