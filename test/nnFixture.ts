import { readFileSync } from "node:fs";
import { huggingFaceNames } from "../src/checkpoints/tensorNames.ts";
import type { ModelConfig } from "../src/nn/config.ts";
import type { AdapterSnapshot, LoraSettings, OptimizerSettings } from "../src/nn/languageModel.ts";
import type { PackedMatrix } from "../src/nn/packedMatrix.ts";
import type { ModelWeights } from "../src/nn/weights.ts";
import type { TrainingSequence } from "../src/protocol/sequence.ts";

/** What test/fixtures/make_nn_fixtures.py wrote about one tiny model. */
export interface NnFixture {
  config: ModelConfig;
  weights: ModelWeights;
  examples: TrainingSequence[];
  baseLoss: number;
  loraLoss: number;
  lora: Omit<LoraSettings, "seed">;
  runs: Record<"zeroB" | "nonzeroB", TrainingRun>;
  tensor(name: string): Float32Array;
  /** The adapter whose tensors are stored under the prefix, with fresh moments. */
  snapshot(prefix: string, settings: LoraSettings): AdapterSnapshot;
}

export interface TrainingRun {
  settings: OptimizerSettings & Omit<LoraSettings, "seed">;
  losses: number[];
  gradNorms: number[];
  learningRates: number[];
}

type Document = Pick<NnFixture, "config" | "examples" | "baseLoss" | "loraLoss" | "lora" | "runs">;

const FOLDER = new URL("./fixtures/nn/", import.meta.url);

export function readJson<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(name, FOLDER), "utf8"));
}

/** The families whose numbers are stored. */
export const NN_FIXTURES = ["llama", "qwen2", "qwen3", "gemma3"] as const;

export function nnFixture(name: (typeof NN_FIXTURES)[number]): NnFixture {
  const document = readJson<Document>(`${name}.json`);
  const { header, data } = readSafetensors(`${name}.safetensors`);
  const tensor = (key: string) => {
    const entry = header[key];
    if (!entry) throw new Error(`The fixture has no tensor ${key}.`);
    return new Float32Array(data.slice(entry.data_offsets[0], entry.data_offsets[1]));
  };
  return {
    ...document,
    weights: modelWeights(document.config, tensor),
    tensor,
    snapshot: (prefix, settings) => {
      const tensors: AdapterSnapshot["tensors"] = {};
      for (const [key, { shape }] of Object.entries(header)) {
        if (!key.startsWith(`${prefix}.layers.`)) continue;
        const value = tensor(key);
        tensors[key.slice(prefix.length + 1)] = {
          shape: [shape[0]!, shape[1]!],
          value,
          m: new Float32Array(value.length),
          v: new Float32Array(value.length),
        };
      }
      return { settings, step: 0, tensors };
    },
  };
}

function modelWeights(
  config: ModelConfig,
  tensor: (name: string) => Float32Array<ArrayBuffer>,
): ModelWeights {
  const matrix = (name: string, cols: number): PackedMatrix => {
    const data = tensor(`weights.${name}`);
    return { rows: data.length / cols, cols, format: "f32", data };
  };
  const { hiddenSize, intermediateSize, headCount, headDim } = config;
  const vector = (name: string) => tensor(`weights.${name}`);
  const names = huggingFaceNames(config);
  return {
    embedding: matrix("model.embed_tokens.weight", hiddenSize),
    factors: null,
    layers: Array.from({ length: config.layerCount }, (_, index) => {
      const layer = `model.layers.${index}`;
      return {
        linears: {
          q_proj: matrix(`${layer}.self_attn.q_proj.weight`, hiddenSize),
          k_proj: matrix(`${layer}.self_attn.k_proj.weight`, hiddenSize),
          v_proj: matrix(`${layer}.self_attn.v_proj.weight`, hiddenSize),
          o_proj: matrix(`${layer}.self_attn.o_proj.weight`, headCount * headDim),
          gate_proj: matrix(`${layer}.mlp.gate_proj.weight`, hiddenSize),
          up_proj: matrix(`${layer}.mlp.up_proj.weight`, hiddenSize),
          down_proj: matrix(`${layer}.mlp.down_proj.weight`, intermediateSize),
        },
        biases: config.attentionBias
          ? {
              q_proj: vector(`${layer}.self_attn.q_proj.bias`),
              k_proj: vector(`${layer}.self_attn.k_proj.bias`),
              v_proj: vector(`${layer}.self_attn.v_proj.bias`),
            }
          : null,
        attentionNorm: vector(`${layer}.input_layernorm.weight`),
        feedForwardNorm: vector(names.feedForwardNorm(index)),
        attentionOutNorm: config.sandwichNorms ? vector(names.attentionOutNorm(index)) : null,
        feedForwardOutNorm: config.sandwichNorms ? vector(names.feedForwardOutNorm(index)) : null,
        qNorm: config.qkNorm ? vector(`${layer}.self_attn.q_norm.weight`) : null,
        kNorm: config.qkNorm ? vector(`${layer}.self_attn.k_norm.weight`) : null,
      };
    }),
    finalNorm: vector("model.norm.weight"),
    head: config.tiedEmbeddings ? null : matrix("lm_head.weight", hiddenSize),
  };
}

interface SafetensorsHeader {
  [name: string]: { dtype: string; shape: number[]; data_offsets: [number, number] };
}

/** Enough of the format for these files: all tensors are F32, and there is no metadata. */
function readSafetensors(name: string): { header: SafetensorsHeader; data: ArrayBuffer } {
  const bytes = new Uint8Array(readFileSync(new URL(name, FOLDER)));
  const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
  const header: SafetensorsHeader = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  return { header, data: bytes.slice(8 + length).buffer };
}
