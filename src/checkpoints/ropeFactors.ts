import type { Llama3RopeScaling, ModelConfig } from "../nn/config.ts";
import { unsupported } from "./checkpointError.ts";

/** What every Llama 3.1 and 3.2 was trained with; only the factor differs (8 or 32). */
const LLAMA3 = { lowFreqFactor: 1, highFreqFactor: 4, originalMaxPositions: 8192 };

/**
 * By how much each rotary frequency is divided ("rope_type": "llama3"): long waves by `factor`, short ones
 * not at all, those between by a smooth blend. One factor per pair of dimensions: headDim / 2.
 */
function llama3RopeFactors(
  { headDim, ropeTheta }: Pick<ModelConfig, "headDim" | "ropeTheta">,
  scaling: Llama3RopeScaling,
): Float32Array<ArrayBuffer> {
  const { factor, lowFreqFactor, highFreqFactor, originalMaxPositions } = scaling;
  return Float32Array.from({ length: headDim / 2 }, (_, pair) => {
    const wavelength = 2 * Math.PI * ropeTheta ** ((2 * pair) / headDim);
    const turns = originalMaxPositions / wavelength;
    if (turns > highFreqFactor) return 1;
    if (turns < lowFreqFactor) return factor;
    const smooth = (turns - lowFreqFactor) / (highFreqFactor - lowFreqFactor);
    return 1 / ((1 - smooth) / factor + smooth);
  });
}

/**
 * GGUF keeps the factors themselves (`rope_freqs.weight`); finds the scaling that gives them.
 * Null where they are all 1; throws "unsupported" where they are not Llama 3's.
 */
export function recogniseRopeScaling(
  factors: Float32Array,
  config: Pick<ModelConfig, "headDim" | "ropeTheta">,
  file: string,
): Llama3RopeScaling | null {
  const factor = factors.reduce((largest, value) => Math.max(largest, value), 0);
  if (factors.every((value) => value === 1)) return null;
  const scaling = { factor, ...LLAMA3 };
  const expected = llama3RopeFactors(config, scaling);
  if (factors.some((value, i) => Math.abs(value - expected[i]!) > 1e-4 * factor)) {
    throw unsupported(
      `${file}: its rotary positions are scaled otherwise than Llama 3's (rope_freqs.weight).`,
    );
  }
  return scaling;
}
