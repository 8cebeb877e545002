import type { ModelConfig } from "../src/nn/config.ts";
import type { PackedMatrix } from "../src/nn/packedMatrix.ts";
import { type LayerWeights, linearShape, type ModelWeights } from "../src/nn/weights.ts";
import { LINEAR_NAMES } from "../src/protocol/adapterSettings.ts";
import { createRandom } from "../src/protocol/random.ts";

/** The shape of SmolLM2-135M. */
export const SMOLLM2_135M: ModelConfig = {
  architecture: "llama",
  vocabSize: 49152,
  hiddenSize: 576,
  intermediateSize: 1536,
  layerCount: 30,
  headCount: 9,
  kvHeadCount: 3,
  headDim: 64,
  rmsNormEps: 1e-5,
  ropeTheta: 100_000,
  ropeScaling: null,
  maxPositions: 2048,
  tiedEmbeddings: true,
  factors: null,
  attentionBias: false,
  qkNorm: false,
  activation: "silu",
  sandwichNorms: false,
  embeddingScale: 1,
  slidingWindow: null,
};

/** Random weights of about the magnitude of trained ones: speed does not depend on their values. */
export function syntheticWeights(config: ModelConfig, format: "q4" | "q8"): ModelWeights {
  const random = createRandom(1);
  const noise = Uint32Array.from({ length: 65_536 }, () => Math.floor(random.next() * 2 ** 32));
  const matrix = (rows: number, cols: number): PackedMatrix => {
    const data = new Uint32Array((rows * cols) / (format === "q4" ? 8 : 4));
    for (let start = 0; start < data.length; start += noise.length) {
      data.set(noise.subarray(0, data.length - start), start);
    }
    const scale = 1 / Math.sqrt(cols) / (format === "q4" ? 4.6 : 74);
    const scales = new Float32Array((rows * cols) / 32).fill(scale);
    if (format === "q8") return { rows, cols, format, data, blockSize: 32, scales };
    return { rows, cols, format, data, blockSize: 32, scales, mins: scales.map((s) => -7.5 * s) };
  };
  const ones = () => new Float32Array(config.hiddenSize).fill(1);
  const layer = (): LayerWeights => ({
    linears: Object.fromEntries(
      LINEAR_NAMES.map((name) => {
        const { inputs, outputs } = linearShape(config, name);
        return [name, matrix(outputs, inputs)];
      }),
    ) as LayerWeights["linears"],
    biases: null,
    attentionNorm: ones(),
    feedForwardNorm: ones(),
    attentionOutNorm: null,
    feedForwardOutNorm: null,
    qNorm: null,
    kNorm: null,
  });
  return {
    embedding: matrix(config.vocabSize, config.hiddenSize),
    factors: null,
    layers: Array.from({ length: config.layerCount }, layer),
    finalNorm: ones(),
    head: null,
  };
}
