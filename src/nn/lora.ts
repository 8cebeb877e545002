import * as tf from "@tensorflow/tfjs-core";
import { LINEAR_NAMES } from "../protocol/adapterSettings.ts";
import { PlaygroundError } from "../protocol/playgroundError.ts";
import { createRandom, type Random } from "../protocol/random.ts";
import type { ModelConfig } from "./config.ts";
import type { LayerLora } from "./decoderLayer.ts";
import type { Adapter, AdapterSnapshot, LoraSettings } from "./languageModel.ts";
import { linearShape, parameterNames } from "./weights.ts";

/** One trained matrix with AdamW's moments, replaced by new tensors at every step. */
export interface LoraParameter {
  value: tf.Tensor2D;
  m: tf.Tensor2D;
  v: tf.Tensor2D;
}

/**
 * A LoRA adapter (Hu et al. 2021) on every layer of a decoder: for each target an A `[in, rank]` and a
 * B `[rank, out]`. Initialised as PEFT does: A uniform within ±1/√in, B zero. With `full`, A is the identity.
 */
export class LoraAdapter implements Adapter {
  readonly settings: LoraSettings;
  /** Of what is trained. */
  readonly parameterCount: number;
  /** Optimiser steps taken; AdamW's bias correction continues from here. */
  step = 0;
  private readonly layerCount: number;
  private readonly parameters = new Map<string, LoraParameter>();

  /** Throws "bad-input" for settings that make no adapter. */
  constructor(config: ModelConfig, settings: LoraSettings) {
    checkSettings(settings);
    this.settings = { ...settings, targets: LINEAR_NAMES.filter((name) => settings.targets.includes(name)) };
    this.layerCount = config.layerCount;
    const random = createRandom(settings.seed);
    for (let layer = 0; layer < config.layerCount; layer++) {
      for (const target of this.settings.targets) {
        const { inputs, outputs } = linearShape(config, target);
        const names = parameterNames(layer, target);
        const rank = settings.full ? inputs : settings.rank;
        const a = settings.full ? identity(inputs) : randomA(inputs, rank, random.fork(names.a));
        this.parameters.set(names.a, freshParameter(a, [inputs, rank]));
        this.parameters.set(names.b, freshParameter(new Float32Array(rank * outputs), [rank, outputs]));
      }
    }
    let count = 0;
    for (const [name, { value }] of this.parameters) if (this.isTrained(name)) count += value.size;
    this.parameterCount = count;
  }

  /** ΔW = scale · (A·B)ᵀ. */
  get scale(): number {
    return this.settings.full ? 1 : this.settings.alpha / this.settings.rank;
  }

  isTrained(name: string): boolean {
    return !(this.settings.full || this.settings.fixedA) || name.endsWith(".b");
  }

  names(): string[] {
    return [...this.parameters.keys()];
  }

  parameter(name: string): LoraParameter {
    const parameter = this.parameters.get(name);
    if (!parameter) throw new Error(`The adapter has no ${name}.`);
    return parameter;
  }

  /** Takes new tensors over and disposes of the old ones. */
  replace(name: string, next: LoraParameter): void {
    tf.dispose({ ...this.parameter(name) });
    this.parameters.set(name, {
      value: tf.keep(next.value),
      m: tf.keep(next.m),
      v: tf.keep(next.v),
    });
  }

  /** The pairs as the decoder's layers take them; valid until the next `replace` or `restore`. */
  layers(): LayerLora[] {
    return Array.from({ length: this.layerCount }, (_, layer) => {
      const lora: LayerLora = {};
      for (const target of this.settings.targets) {
        const names = parameterNames(layer, target);
        lora[target] = {
          a: this.parameter(names.a).value,
          b: this.parameter(names.b).value,
          scale: this.scale,
        };
      }
      return lora;
    });
  }

  async snapshot(): Promise<AdapterSnapshot> {
    const read = async (tensor: tf.Tensor2D) => (await tensor.data<"float32">()).slice();
    const step = this.step;
    const entries = await Promise.all(
      [...this.parameters].map(async ([name, { value, m, v }]) => {
        const [values, ms, vs] = await Promise.all([read(value), read(m), read(v)]);
        return [name, { shape: value.shape, value: values, m: ms, v: vs }] as const;
      }),
    );
    return { settings: this.settings, step, tensors: Object.fromEntries(entries) };
  }

  /**
   * Layers that the snapshot leaves out have no part in it: their B becomes zero.
   * Throws "bad-input", with nothing changed, for the snapshot of an adapter of other shape, or with half a pair.
   */
  restore(snapshot: AdapterSnapshot): void {
    const names = Object.keys(snapshot.tensors);
    const fits =
      names.length > 0 &&
      snapshot.settings.alpha === this.settings.alpha &&
      names.every((name) => {
        const own = this.parameters.get(name)?.value.shape;
        const { shape } = snapshot.tensors[name]!;
        const otherHalf = name.replace(/[ab]$/, (half) => (half === "a" ? "b" : "a"));
        return own?.[0] === shape[0] && own[1] === shape[1] && Object.hasOwn(snapshot.tensors, otherHalf);
      });
    if (!fits) {
      throw new PlaygroundError(
        "bad-input",
        "The snapshot is of an adapter with another rank, scale, targets or base model.",
        "Restore it into an adapter made with the same settings on the same model.",
      );
    }
    for (const [name, { shape, value, m, v }] of Object.entries(snapshot.tensors)) {
      this.replace(name, {
        value: tf.tensor2d(value.slice(), shape),
        m: tf.tensor2d(m.slice(), shape),
        v: tf.tensor2d(v.slice(), shape),
      });
    }
    for (const [name, { value }] of this.parameters) {
      if (name.endsWith(".b") && !names.includes(name)) {
        this.replace(name, freshParameter(new Float32Array(value.size), value.shape));
      }
    }
    this.step = snapshot.step;
  }

  dispose(): void {
    for (const parameter of this.parameters.values()) tf.dispose({ ...parameter });
  }
}

/** Kaiming with a = √5. */
function randomA(inputs: number, rank: number, random: Random): Float32Array {
  const bound = 1 / Math.sqrt(inputs);
  return Float32Array.from({ length: inputs * rank }, () => bound * (2 * random.next() - 1));
}

function identity(size: number): Float32Array {
  return Float32Array.from({ length: size * size }, (_, i) => Number(i % (size + 1) === 0));
}

function freshParameter(values: Float32Array, shape: [number, number]): LoraParameter {
  return {
    value: tf.keep(tf.tensor2d(values, shape)),
    m: tf.keep(tf.zeros<tf.Rank.R2>(shape)),
    v: tf.keep(tf.zeros<tf.Rank.R2>(shape)),
  };
}

function checkSettings({ rank, alpha, targets }: LoraSettings): void {
  const problem =
    !Number.isInteger(rank) || rank < 1
      ? `The LoRA rank is ${rank}; it must be a whole number of at least 1.`
      : !Number.isFinite(alpha)
        ? `LoRA's alpha is ${alpha}; it must be a number.`
        : targets.length === 0
          ? "The LoRA adapter has no target layers."
          : null;
  if (problem) throw new PlaygroundError("bad-input", problem, "Change the adapter's settings.");
}
