import { unpackMatrix } from "../nn/unpackMatrix.ts";
import { LINEAR_NAMES, type LinearName } from "../nn/weights.ts";
import type { WriterUpdate } from "../protocol/writerUpdate.ts";
import { z } from "../protocol/zod.ts";
import { bufferSource, type NamedSource } from "./byteSource.ts";
import { badCheckpoint, unsupported } from "./checkpointError.ts";
import { parseJson } from "./parseJson.ts";
import { readMatrix } from "./readMatrix.ts";
import { readText } from "./readText.ts";
import { readSafetensors } from "./safetensors.ts";
import { requireTensor } from "./tensorFile.ts";
import { type FloatTensor, writeSafetensors } from "./writeSafetensors.ts";

export const PEFT_CONFIG = "adapter_config.json";
export const PEFT_WEIGHTS = "adapter_model.safetensors";
const MAX_CONFIG_BYTES = 1_000_000;
const EXPORT_AGAIN = "Export the adapter again with PEFT's save_pretrained, as LoRA on linear layers.";

const MODULE: Record<LinearName, string> = {
  q_proj: "self_attn.q_proj",
  k_proj: "self_attn.k_proj",
  v_proj: "self_attn.v_proj",
  o_proj: "self_attn.o_proj",
  gate_proj: "mlp.gate_proj",
  up_proj: "mlp.up_proj",
  down_proj: "mlp.down_proj",
};

/** What of PEFT's LoraConfig changes the arithmetic; whatever else is there is kept out by `refused`. */
const configSchema = z.looseObject({
  peft_type: z.literal("LORA"),
  r: z.int().check(z.minimum(1)),
  lora_alpha: z.number(),
  fan_in_fan_out: z.nullish(z.boolean()),
  use_rslora: z.nullish(z.boolean()),
  use_dora: z.nullish(z.boolean()),
  bias: z.nullish(z.string()),
  rank_pattern: z.nullish(z.record(z.string(), z.number())),
  alpha_pattern: z.nullish(z.record(z.string(), z.number())),
  modules_to_save: z.nullish(z.array(z.string())),
});

/** The tensors of an adapter as PEFT stores them: float, lora_A `[rank, in]` and lora_B `[out, rank]`. */
export function encodePeftWeights({ tensors }: WriterUpdate): Uint8Array<ArrayBuffer> {
  const stored = new Map<string, FloatTensor>();
  for (const [name, { shape, value }] of Object.entries(tensors)) {
    const [rows, cols] = shape;
    stored.set(peftName(name), { shape: [cols, rows], data: transposed(value, rows, cols) });
  }
  return writeSafetensors(stored, { format: "pt" });
}

/** PEFT's `adapter_config.json` for these settings. */
export function peftConfig({ settings }: WriterUpdate, baseModel: string): string {
  const config = {
    peft_type: "LORA",
    task_type: "CAUSAL_LM",
    base_model_name_or_path: baseModel,
    r: settings.rank,
    lora_alpha: settings.alpha,
    lora_dropout: 0,
    target_modules: settings.targets,
    bias: "none",
    fan_in_fan_out: false,
    inference_mode: true,
    init_lora_weights: true,
    use_rslora: false,
    use_dora: false,
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}

/** Reads back what `encodePeftWeights` wrote. Rejects with "bad-checkpoint" for anything else. */
export async function decodePeftWeights(
  bytes: Uint8Array<ArrayBuffer>,
  settings: WriterUpdate["settings"],
): Promise<WriterUpdate> {
  return readTensors({ name: PEFT_WEIGHTS, source: bufferSource(bytes) }, settings);
}

/**
 * An adapter folder as PEFT's `save_pretrained` writes it. Whether it fits a model shows when it is restored.
 * Rejects with "bad-checkpoint" or "unsupported", naming what is wrong.
 */
export async function readPeftAdapter(files: readonly NamedSource[]): Promise<WriterUpdate> {
  const find = (name: string) => {
    const file = files.find((candidate) => candidate.name === name);
    if (file === undefined) {
      throw badCheckpoint(
        `The file ${name} is missing.`,
        `Choose ${PEFT_CONFIG} and ${PEFT_WEIGHTS} together.`,
      );
    }
    return file;
  };
  const [config, weights] = [find(PEFT_CONFIG), find(PEFT_WEIGHTS)];
  const parsed = parseJson(await readText(config, MAX_CONFIG_BYTES), configSchema, PEFT_CONFIG);
  const problem = refused(parsed);
  if (problem !== null) throw unsupported(`${PEFT_CONFIG}: ${problem}`, EXPORT_AGAIN);
  const index = await readSafetensors(weights);
  // The configuration may give a pattern instead of names; the tensors say which layers are meant.
  const targets = LINEAR_NAMES.filter((name) =>
    [...index.keys()].some((key) => key.includes(`.${name}.lora_A`)),
  );
  if (targets.length === 0) throw badCheckpoint(`${PEFT_WEIGHTS} holds no LoRA tensors.`, EXPORT_AGAIN);
  return readTensors(weights, { rank: parsed.r, alpha: parsed.lora_alpha, targets, seed: 0 });
}

function refused(config: z.infer<typeof configSchema>): string | null {
  if (config.use_dora) return "DoRA is not LoRA: its magnitudes cannot be merged here.";
  if (config.use_rslora) return "rank-stabilised scaling (use_rslora) is not read.";
  if (config.fan_in_fan_out) return "fan_in_fan_out is for another kind of layer.";
  if (config.bias && config.bias !== "none") return "trained biases are not read.";
  const patterns = { ...config.rank_pattern, ...config.alpha_pattern };
  if (Object.keys(patterns).length > 0) return "ranks or alphas that differ by layer are not read.";
  if (config.modules_to_save && config.modules_to_save.length > 0)
    return "layers trained whole are not read.";
  return null;
}

async function readTensors(file: NamedSource, settings: WriterUpdate["settings"]): Promise<WriterUpdate> {
  const index = await readSafetensors(file);
  const tensors: WriterUpdate["tensors"] = {};
  for (const [name, { shape }] of index) {
    const own = engineName(name);
    if (own === null) {
      throw unsupported(`${file.name}: ${name} is no LoRA matrix of a layer known here.`, EXPORT_AGAIN);
    }
    const [rows = 0, cols = 0] = shape;
    const rank = own.endsWith(".a") ? rows : cols;
    if (shape.length !== 2 || rank !== settings.rank) {
      throw badCheckpoint(
        `${file.name}: ${name} has the shape [${shape}], which does not fit rank ${settings.rank}.`,
      );
    }
    const value = unpackMatrix(await readMatrix(requireTensor(index, name, shape)));
    if (!value.every(Number.isFinite)) {
      throw badCheckpoint(`${file.name} is damaged: ${name} holds values that are no numbers.`);
    }
    tensors[own] = { shape: [cols, rows], value: transposed(value, rows, cols) };
  }
  return { settings: { ...settings, targets: [...settings.targets] }, tensors };
}

/** "layers.0.q_proj.a" → "base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight" */
function peftName(name: string): string {
  const match = /^layers\.(\d+)\.(\w+)\.([ab])$/.exec(name);
  const target = LINEAR_NAMES.find((known) => known === match?.[2]);
  if (match === null || target === undefined) throw new Error(`No adapter has a tensor ${name}.`);
  const half = match[3] === "a" ? "lora_A" : "lora_B";
  return `base_model.model.model.layers.${match[1]}.${MODULE[target]}.${half}.weight`;
}

function engineName(name: string): string | null {
  const match =
    /^(?:base_model\.model\.)?model\.layers\.(\d+)\.(\w+\.\w+)\.lora_([AB])(?:\.default)?\.weight$/.exec(
      name,
    );
  const target = LINEAR_NAMES.find((known) => MODULE[known] === match?.[2]);
  return match === null || target === undefined
    ? null
    : `layers.${match[1]}.${target}.${match[3] === "A" ? "a" : "b"}`;
}

function transposed(values: Float32Array, rows: number, cols: number): Float32Array<ArrayBuffer> {
  const result = new Float32Array(values.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) result[j * rows + i] = values[i * cols + j]!;
  }
  return result;
}
