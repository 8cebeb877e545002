import type { ModelConfig } from "../nn/config.ts";
import type { PackedMatrix } from "../nn/packedMatrix.ts";
import type { LayerWeights, ModelWeights } from "../nn/weights.ts";
import { LINEAR_NAMES, type LinearName } from "../protocol/adapterSettings.ts";
import { unsupported } from "./checkpointError.ts";
import { undoInterleavedRotation } from "./gguf/rowOrder.ts";
import { readFactors } from "./readFactors.ts";
import { readMatrix, readVector } from "./readMatrix.ts";
import { requireTensor, type TensorIndex } from "./tensorFile.ts";
import type { TensorNames } from "./tensorNames.ts";

const BIASED = ["q_proj", "k_proj", "v_proj"] as const;

export interface WeightsRequest {
  config: ModelConfig;
  tensors: TensorIndex;
  names: TensorNames;
  /** q and k lie in llama.cpp's row order (GGUF, architecture "llama"). */
  interleavedRotation: boolean;
  /** Added to the gains of all norms as they are stored. */
  gainOffset: number;
  /** Bytes of the stored tensors read so far and in all. */
  onRead?: (loadedBytes: number, totalBytes: number) => void;
  signal?: AbortSignal | undefined;
}

/**
 * Reads every tensor the model needs, one after the other. Nothing is read before all are known to be there
 * in the right shape, so that a wrong file is refused at once.
 * Rejects with "bad-checkpoint", "unsupported" or "cancelled".
 */
export async function readWeights(request: WeightsRequest): Promise<ModelWeights> {
  const { config, tensors, names } = request;
  refuseUnread(request);
  const total = plan(config, names).reduce(
    (sum, { name, shape }) => sum + requireTensor(tensors, name, shape).length,
    0,
  );
  let loaded = 0;
  const count = (length: number) => {
    loaded += length;
    request.onRead?.(loaded, total);
  };
  const matrix = async (name: string, shape: readonly [number, number]): Promise<PackedMatrix> => {
    const tensor = requireTensor(tensors, name, shape);
    const read = await readMatrix(tensor, request.signal);
    count(tensor.length);
    return read;
  };
  const vector = async (name: string, length: number) => {
    const tensor = requireTensor(tensors, name, [length]);
    const read = await readVector(tensor, request.signal);
    count(tensor.length);
    return read;
  };

  const { vocabSize, hiddenSize, headDim, sandwichNorms } = config;
  const gains = async (name: string, length: number) => {
    const stored = await vector(name, length);
    return request.gainOffset === 0 ? stored : stored.map((gain) => gain + request.gainOffset);
  };
  const shapes = linearShapes(config);
  const factors = config.factors && (await readFactors(tensors, vocabSize, config.factors));
  const embedding = await matrix(names.embedding, [embeddingRows(config), hiddenSize]);
  const layers: LayerWeights[] = [];
  for (let layer = 0; layer < config.layerCount; layer++) {
    const linear = async (name: LinearName) => {
      const read = await matrix(names.linear(layer, name), shapes[name]);
      const rotated = name === "q_proj" || name === "k_proj";
      return rotated && request.interleavedRotation ? undoInterleavedRotation(read, headDim) : read;
    };
    const bias = (name: (typeof BIASED)[number]) => vector(names.bias(layer, name), shapes[name][0]);
    layers.push({
      linears: {
        q_proj: await linear("q_proj"),
        k_proj: await linear("k_proj"),
        v_proj: await linear("v_proj"),
        o_proj: await linear("o_proj"),
        gate_proj: await linear("gate_proj"),
        up_proj: await linear("up_proj"),
        down_proj: await linear("down_proj"),
      },
      biases: config.attentionBias
        ? { q_proj: await bias("q_proj"), k_proj: await bias("k_proj"), v_proj: await bias("v_proj") }
        : null,
      attentionNorm: await gains(names.attentionNorm(layer), hiddenSize),
      feedForwardNorm: await gains(names.feedForwardNorm(layer), hiddenSize),
      attentionOutNorm: sandwichNorms ? await gains(names.attentionOutNorm(layer), hiddenSize) : null,
      feedForwardOutNorm: sandwichNorms ? await gains(names.feedForwardOutNorm(layer), hiddenSize) : null,
      qNorm: config.qkNorm ? await gains(names.qNorm(layer), headDim) : null,
      kNorm: config.qkNorm ? await gains(names.kNorm(layer), headDim) : null,
    });
  }
  return {
    embedding,
    factors,
    layers,
    finalNorm: await gains(names.finalNorm, hiddenSize),
    head: config.tiedEmbeddings ? null : await matrix(names.head, [vocabSize, hiddenSize]),
  };
}

/** Number of the model's parameters; a tied head counts once. */
export function countParameters(config: ModelConfig, names: TensorNames): number {
  return plan(config, names).reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
}

function embeddingRows({ factors, vocabSize }: ModelConfig): number {
  return factors?.count ?? vocabSize;
}

function linearShapes(config: ModelConfig): Record<LinearName, [number, number]> {
  const { hiddenSize, intermediateSize, headDim } = config;
  const queries = config.headCount * headDim;
  const keys = config.kvHeadCount * headDim;
  return {
    q_proj: [queries, hiddenSize],
    k_proj: [keys, hiddenSize],
    v_proj: [keys, hiddenSize],
    o_proj: [hiddenSize, queries],
    gate_proj: [intermediateSize, hiddenSize],
    up_proj: [intermediateSize, hiddenSize],
    down_proj: [hiddenSize, intermediateSize],
  };
}

/** Every tensor that `readWeights` will read. */
function plan(config: ModelConfig, names: TensorNames): { name: string; shape: number[] }[] {
  const { vocabSize, hiddenSize, headDim } = config;
  const all = [
    { name: names.embedding, shape: [embeddingRows(config), hiddenSize] },
    { name: names.finalNorm, shape: [hiddenSize] },
  ];
  if (!config.tiedEmbeddings) all.push({ name: names.head, shape: [vocabSize, hiddenSize] });
  const shapes = linearShapes(config);
  for (let layer = 0; layer < config.layerCount; layer++) {
    all.push({ name: names.attentionNorm(layer), shape: [hiddenSize] });
    all.push({ name: names.feedForwardNorm(layer), shape: [hiddenSize] });
    if (config.sandwichNorms) {
      all.push(
        { name: names.attentionOutNorm(layer), shape: [hiddenSize] },
        { name: names.feedForwardOutNorm(layer), shape: [hiddenSize] },
      );
    }
    for (const name of LINEAR_NAMES) all.push({ name: names.linear(layer, name), shape: shapes[name] });
    if (config.attentionBias) {
      for (const name of BIASED) all.push({ name: names.bias(layer, name), shape: [shapes[name][0]] });
    }
    if (config.qkNorm) {
      all.push(
        { name: names.qNorm(layer), shape: [headDim] },
        { name: names.kNorm(layer), shape: [headDim] },
      );
    }
  }
  return all;
}

/** A tensor of a layer that is in the file, and its layer. */
const IN_LAYER = /^(?:model\.layers|(blk))\.(\d+)\./;
/** Tables that are computed here. */
const TABLES = /rot_embd|rope_freqs|inv_freq/;

/**
 * What the configuration does not know of would be left out silently, and the answers be wrong: any tensor of a GGUF,
 * where llama.cpp too wants each to be used; of other checkpoints, where Transformers passes leftovers over, a bias.
 */
function refuseUnread({ config, tensors, names }: WeightsRequest): void {
  const read = new Set(plan(config, names).map(({ name }) => name));
  for (const name of tensors.keys()) {
    const [, isGguf, layer] = IN_LAYER.exec(name) ?? [];
    if (layer === undefined || Number(layer) >= config.layerCount || read.has(name) || TABLES.test(name))
      continue;
    if (name.endsWith(".bias")) {
      throw unsupported(`The checkpoint holds biases (${name}) that its architecture has not.`);
    }
    if (isGguf) throw unsupported(`The checkpoint holds a tensor (${name}) that its architecture has not.`);
  }
}
