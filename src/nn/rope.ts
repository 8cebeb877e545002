import type { ModelConfig } from "./config.ts";
import type { RopeAngles } from "./kernels/kernels.ts";

type RopeConfig = Pick<ModelConfig, "headDim" | "maxPositions" | "ropeTheta" | "ropeScaling">;

/**
 * Cosines and sines of the rotary angles (Su et al. 2021), computed up to the furthest position asked for.
 * Rounded to single precision at the same places as Transformers, whose angles the models were trained with.
 */
export class RopeTable {
  private readonly headDim: number;
  private readonly frequencies: Float32Array;
  private readonly maxPositions: number;
  private cos = new Float32Array(0);
  private sin = new Float32Array(0);

  constructor(config: RopeConfig) {
    this.headDim = config.headDim;
    this.maxPositions = config.maxPositions;
    this.frequencies = ropeFrequencies(config);
  }

  /** The angles for rows at the given positions, each below `maxPositions`. */
  at(positions: Int32Array): RopeAngles {
    let furthest = 0;
    for (const position of positions) furthest = Math.max(furthest, position);
    if (furthest >= this.maxPositions) throw new Error(`Position ${furthest} is beyond the context.`);
    if (furthest * this.frequencies.length >= this.cos.length) this.grow(furthest + 1);
    return { cos: this.cos, sin: this.sin, headDim: this.headDim, positions };
  }

  /** By powers of two, so that kernels that keep the table on the backend seldom see a new one. */
  private grow(needed: number): void {
    const half = this.frequencies.length;
    const positions = Math.min(this.maxPositions, Math.max(512, 2 ** Math.ceil(Math.log2(needed))));
    this.cos = new Float32Array(positions * half);
    this.sin = new Float32Array(positions * half);
    for (let position = 0; position < positions; position++) {
      for (let i = 0; i < half; i++) {
        const angle = Math.fround(position * this.frequencies[i]!);
        this.cos[position * half + i] = Math.cos(angle);
        this.sin[position * half + i] = Math.sin(angle);
      }
    }
  }
}

/** Radians per position of each pair of features, length headDim / 2, with Llama 3's stretch where configured. */
function ropeFrequencies(config: RopeConfig): Float32Array {
  const half = config.headDim / 2;
  const frequencies = Float32Array.from({ length: half }, (_, i) => 1 / config.ropeTheta ** (i / half));
  const scaling = config.ropeScaling;
  if (!scaling) return frequencies;
  const { factor, lowFreqFactor, highFreqFactor, originalMaxPositions } = scaling;
  return frequencies.map((frequency) => {
    const turns = (originalMaxPositions * frequency) / (2 * Math.PI);
    if (turns < lowFreqFactor) return frequency / factor;
    if (turns > highFreqFactor) return frequency;
    const smooth = (turns - lowFreqFactor) / (highFreqFactor - lowFreqFactor);
    return ((1 - smooth) * frequency) / factor + smooth * frequency;
  });
}
