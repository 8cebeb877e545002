import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { nodeCheckpointFiles } from "../../scripts/nodeFileSource.ts";
import { safetensorsFile, textFile } from "../../test/checkpointBytes.ts";
import type { PackedMatrix } from "../nn/packedMatrix.ts";
import { unpackMatrix } from "../nn/unpackMatrix.ts";
import { LINEAR_NAMES } from "../protocol/adapterSettings.ts";
import { bufferSource, type NamedSource } from "./byteSource.ts";
import { type LoadedCheckpoint, type LoadOptions, loadCheckpoint } from "./loadCheckpoint.ts";
import type { LoadProgress } from "./store/loadProgress.ts";

const FOLDER = fileURLToPath(new URL("../../test/fixtures/checkpoints/", import.meta.url));

const load = (files: readonly NamedSource[], options?: LoadOptions) =>
  loadCheckpoint({ kind: "files", name: "test", files }, options);

function sameValues(a: PackedMatrix | null, b: PackedMatrix | null): boolean {
  if (!a || !b) return a === b;
  const right = unpackMatrix(b);
  return a.rows === b.rows && unpackMatrix(a).every((value, i) => value === right[i]);
}

test.each(["llama", "qwen2", "qwen3", "gemma3"])(
  "%s: safetensors and GGUF give the same model",
  async (architecture) => {
    const hub = await load(await nodeCheckpointFiles(FOLDER + architecture));
    const gguf = await load(await nodeCheckpointFiles(`${FOLDER}${architecture}.gguf`));
    const epsilon = Math.fround(hub.config.rmsNormEps);
    expect({ ...gguf.config, rmsNormEps: Math.fround(gguf.config.rmsNormEps) }).toEqual({
      ...hub.config,
      rmsNormEps: epsilon,
    });
    expect(gguf.parameters).toBe(hub.parameters);
    expect(sameValues(hub.weights.embedding, gguf.weights.embedding)).toBe(true);
    expect(sameValues(hub.weights.head, gguf.weights.head)).toBe(true);
    expect(gguf.weights.finalNorm).toEqual(hub.weights.finalNorm);
    for (const [i, layer] of hub.weights.layers.entries()) {
      const other = gguf.weights.layers[i]!;
      for (const name of LINEAR_NAMES)
        expect(sameValues(layer.linears[name], other.linears[name])).toBe(true);
      const { linears: _, ...vectors } = layer;
      const { linears: __, ...otherVectors } = other;
      expect(otherVectors).toEqual(vectors);
    }
    const text = "Same ids: naïve 日本 123<|im_end|>";
    expect(gguf.tokenizer.encode(text)).toEqual(hub.tokenizer.encode(text));
  },
);

test("each architecture has what belongs to it", async () => {
  const [llama, qwen2, qwen3] = await Promise.all(
    ["llama", "qwen2", "qwen3"].map(async (name) => load(await nodeCheckpointFiles(FOLDER + name))),
  );
  expect(llama!.config).toMatchObject({
    architecture: "llama",
    headDim: 8,
    tiedEmbeddings: true,
    ropeScaling: { factor: 32, lowFreqFactor: 1, highFreqFactor: 4, originalMaxPositions: 8192 },
  });
  expect(llama!.weights).toMatchObject({ head: null, embedding: { format: "bf16", rows: 416, cols: 32 } });
  expect(qwen2!.config).toMatchObject({ architecture: "qwen2", attentionBias: true, tiedEmbeddings: false });
  expect(qwen2!.weights.head?.rows).toBe(416);
  expect(qwen2!.weights.layers[0]!.biases?.k_proj.length).toBe(16);
  expect(qwen3!.config).toMatchObject({ architecture: "qwen3", qkNorm: true, headDim: 16 });
  expect(qwen3!.weights.layers[1]!.qNorm?.length).toBe(16);
  expect(qwen3!.weights.layers[1]!.biases).toBeNull();
  // Counted by PyTorch: sum(p.numel() for p in model.parameters()).
  expect([llama!.parameters, qwen2!.parameters, qwen3!.parameters]).toEqual([31904, 45344, 38112]);
});

test("Gemma 3 has norms around its blocks, scaled embeddings and two kinds of layers", async () => {
  const { config, weights, parameters } = await load(await nodeCheckpointFiles(`${FOLDER}gemma3`));
  expect(config).toMatchObject({
    architecture: "gemma3_text",
    activation: "gelu",
    sandwichNorms: true,
    embeddingScale: Math.fround(Math.sqrt(32)),
    ropeTheta: 1e6,
    slidingWindow: { tokens: 6, ropeTheta: 1e4, layers: [true, true, true, true, true, false, true] },
  });
  expect(weights.layers[6]!.feedForwardOutNorm?.length).toBe(32);
  // Counted by PyTorch.
  expect(parameters).toBe(78976);
});

test("older files of Gemma 3 say it in other entries", async () => {
  const files = await nodeCheckpointFiles(`${FOLDER}gemma3`);
  const document = JSON.parse(readFileSync(`${FOLDER}gemma3/config.json`, "utf8"));
  const { rope_parameters: _, layer_types: __, ...rest } = document;
  const older = { ...rest, rope_theta: 1e6, rope_local_base_freq: 1e4, sliding_window_pattern: 6 };
  const config = textFile("config.json", JSON.stringify(older));
  const loaded = await load([...files.filter(({ name }) => name !== "config.json"), config]);
  expect(loaded.config).toEqual((await load(files)).config);
});

test("reports progress, names and hashes the file", async () => {
  const stages: LoadProgress[] = [];
  const loaded = await load(await nodeCheckpointFiles(`${FOLDER}qwen3.gguf`), {
    onProgress: (progress) => stages.push(progress),
  });
  expect(loaded.name).toBe("test");
  const unpacked = stages.filter(({ stage }) => stage === "unpacking").at(-1)!;
  expect(unpacked.loadedBytes).toBe(unpacked.totalBytes);
  const verified = stages.filter(({ stage }) => stage === "verifying").at(-1)!;
  expect(verified.loadedBytes).toBe(readFileSync(`${FOLDER}qwen3.gguf`).length);
  const { createHash } = await import("node:crypto");
  const hash = createHash("sha256")
    .update(readFileSync(`${FOLDER}qwen3.gguf`))
    .digest("hex");
  expect(loaded.hash).toBe(hash);
});

test("stops when cancelled", async () => {
  const stop = new AbortController();
  const files = await nodeCheckpointFiles(`${FOLDER}qwen2.gguf`);
  const loading = load(files, { signal: stop.signal, onProgress: () => stop.abort() });
  await expect(loading).rejects.toMatchObject({ kind: "cancelled" });
});

let qwen2: NamedSource[];
beforeAll(async () => {
  qwen2 = await nodeCheckpointFiles(`${FOLDER}qwen2`);
});

/** The Qwen2 fixture with files replaced or (undefined) left out. */
function changed(replacements: Record<string, NamedSource | undefined>): NamedSource[] {
  const kept = qwen2.filter(({ name }) => !(name in replacements));
  return [...kept, ...Object.values(replacements).filter((file) => file !== undefined)];
}

async function refusal(files: readonly NamedSource[]): Promise<unknown> {
  const result: LoadedCheckpoint | Error = await load(files).catch((error: Error) => error);
  return result instanceof Error ? { ...result, message: result.message } : "loaded";
}

test("missing files are named, with what to give", async () => {
  expect(await refusal(changed({ "tokenizer.json": undefined }))).toMatchObject({
    kind: "bad-checkpoint",
    message: "tokenizer.json is missing beside model.safetensors.",
    advice: expect.stringContaining("config.json, tokenizer.json"),
  });
  expect(await refusal(changed({ "config.json": undefined }))).toMatchObject({
    message: "config.json is missing beside model.safetensors.",
  });
  expect(await refusal([textFile("notes.txt", "")])).toMatchObject({
    message: "No model weights are among these files.",
  });
  expect(await refusal([textFile("pytorch_model.bin", "")])).toMatchObject({
    kind: "unsupported",
    message: "pytorch_model.bin holds weights in a form this page does not read.",
  });
  expect(await refusal([textFile("a.gguf", ""), textFile("b.gguf", "")])).toMatchObject({
    message: "a.gguf and b.gguf are two models.",
  });
});

const CONFIG: Record<string, unknown> = JSON.parse(readFileSync(`${FOLDER}qwen2/config.json`, "utf8"));

test.each([
  [{ model_type: "gpt2" }, "unsupported", "config.json: the model type is gpt2."],
  [{ vocab_size: undefined }, "bad-checkpoint", "config.json: vocab_size: "],
  [
    { hidden_size: 33 },
    "bad-checkpoint",
    "config.json: headDim is 8.25; it must be a whole number from 1 to 1024.",
  ],
  [
    { num_key_value_heads: 3 },
    "bad-checkpoint",
    "config.json: 4 heads cannot share 3 key-value heads evenly.",
  ],
  [{ num_hidden_layers: 1e9 }, "bad-checkpoint", "config.json: layerCount is 1000000000;"],
  [{ rms_norm_eps: 0 }, "bad-checkpoint", "config.json: rmsNormEps is 0."],
  [{ hidden_act: "gelu" }, "unsupported", "config.json: the activation is gelu, not silu."],
  [{ mlp_bias: true }, "unsupported", "config.json: the feed-forward layers have biases (mlp_bias)."],
  [{ final_logit_softcapping: 30 }, "unsupported", "config.json: the logits are capped softly"],
  [{ layer_types: ["full_attention", "linear_attention"] }, "bad-checkpoint", "config.json: layer_types.1: "],
  [
    { use_sliding_window: true, sliding_window: 8, layer_types: ["sliding_attention"] },
    "bad-checkpoint",
    "config.json: it has 2 layers and the kinds of 1.",
  ],
  [
    { quantization: { group_size: 64, bits: 4 } },
    "unsupported",
    "config.json: the weights are quantised for Apple's MLX (4 bits).",
  ],
  [
    { quantization_config: { quant_method: "awq" } },
    "unsupported",
    "config.json: the weights are quantised by AWQ (quantization_config).",
  ],
  [
    { quantization_config: { quant_method: "gptq" } },
    "unsupported",
    "config.json: the weights are quantised by GPTQ (quantization_config).",
  ],
  [
    { rope_parameters: { rope_type: "yarn", factor: 4 } },
    "unsupported",
    'config.json: the rotary positions are scaled by the method "yarn".',
  ],
  [{ num_hidden_layers: 3 }, "bad-checkpoint", "The checkpoint lacks the tensor model.layers.2."],
  [
    { intermediate_size: 66 },
    "bad-checkpoint",
    "model.safetensors: model.layers.0.mlp.gate_proj.weight has the shape [64,32] where the configuration asks for [66,32].",
  ],
  [
    { vocab_size: 417 },
    "bad-checkpoint",
    "model.safetensors: model.embed_tokens.weight has the shape [416,32] where the configuration asks for [417,32].",
  ],
  [
    { model_type: "llama", attention_bias: true },
    "unsupported",
    "config.json: the attention layers have biases (attention_bias).",
  ],
  [
    { model_type: "llama" },
    "unsupported",
    "The checkpoint holds biases (model.layers.0.self_attn.k_proj.bias) that its architecture has not.",
  ],
])("a configuration with %j is refused", async (change, kind, message) => {
  const config = textFile("config.json", JSON.stringify({ ...CONFIG, ...change }));
  expect(await refusal(changed({ "config.json": config }))).toMatchObject({
    kind,
    message: expect.stringContaining(message),
  });
});

test("configurations of older files are read too: rope_theta and rope_scaling at the top", async () => {
  const { rope_parameters: _, ...rest } = CONFIG;
  const config = textFile("config.json", JSON.stringify({ ...rest, rope_theta: 5e5, rope_scaling: null }));
  const loaded = await load(changed({ "config.json": config }));
  expect(loaded.config).toMatchObject({ ropeTheta: 5e5, ropeScaling: null });
});

test("weights that are cut off, of another kind or empty are refused before anything is read", async () => {
  const whole = readFileSync(`${FOLDER}qwen2/model.safetensors`);
  const cut = { name: "model.safetensors", source: bufferSource(new Uint8Array(whole.subarray(0, -10))) };
  expect(await refusal(changed({ "model.safetensors": cut }))).toMatchObject({
    kind: "bad-checkpoint",
    message: expect.stringContaining("model.safetensors is cut off or damaged: "),
  });
  expect(await refusal(changed({ "model.safetensors": safetensorsFile({}) }))).toMatchObject({
    message: "The checkpoint lacks the tensor model.embed_tokens.weight.",
  });
});
