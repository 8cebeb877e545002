import { unpackMatrix } from "../../nn/unpackMatrix.ts";
import { parameterNames } from "../../nn/weights.ts";
import { LINEAR_NAMES, type LinearName } from "../../protocol/adapterSettings.ts";
import type { WriterUpdate } from "../../protocol/writerUpdate.ts";
import { bufferSource, type NamedSource } from "../byteSource.ts";
import { badCheckpoint, damaged, unsupported } from "../checkpointError.ts";
import { filesNamed } from "../filesNamed.ts";
import { readMatrix } from "../readMatrix.ts";
import { readText } from "../readText.ts";
import { readSafetensors } from "../safetensors.ts";
import { requireTensor, type TensorIndex } from "../tensorFile.ts";
import { type FloatTensor, writeSafetensors } from "../writeSafetensors.ts";
import { PEFT_CONFIG, PEFT_MODULES, type PeftConfig, parsePeftConfig } from "./peftConfig.ts";

export const PEFT_WEIGHTS = "adapter_model.safetensors";
const PEFT_PICKLE = "adapter_model.bin";
/** What PEFT puts before the names of the model that it wraps. */
const PREFIX = "base_model.model.";
const MAX_CONFIG_BYTES = 1_000_000;
const EXPORT_AGAIN = "Export the adapter again with PEFT's save_pretrained, as LoRA on linear layers.";

/** The tensors of an adapter as PEFT stores them: float, lora_A `[rank, in]` and lora_B `[out, rank]`. */
export function encodePeftWeights({ tensors }: WriterUpdate): Uint8Array<ArrayBuffer> {
  const stored = new Map<string, FloatTensor>();
  for (const [name, { shape, value }] of Object.entries(tensors)) {
    const [rows, cols] = shape;
    stored.set(peftName(name), { shape: [cols, rows], data: transposed(value, rows, cols) });
  }
  return writeSafetensors(stored, { format: "pt" });
}

/** PEFT's `adapter_config.json` for this adapter. One that is not in all layers names its modules one by one. */
export function peftConfig({ settings, tensors }: WriterUpdate, baseModel: string): string {
  const modules = Object.keys(tensors).flatMap((name) => /^(.*)\.lora_A\./.exec(peftName(name))?.[1] ?? []);
  const layers = new Set(modules.map((module) => /\d+/.exec(module)?.[0])).size;
  const inAll =
    modules.length === layers * settings.targets.length && modules.some((module) => /\.0\./.test(module));
  const config = {
    peft_type: "LORA",
    task_type: "CAUSAL_LM",
    base_model_name_or_path: baseModel,
    r: settings.rank,
    lora_alpha: settings.alpha,
    lora_dropout: 0,
    target_modules: inAll ? settings.targets : modules.map((module) => module.slice(PREFIX.length)),
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
  const index = await readSafetensors({ name: PEFT_WEIGHTS, source: bufferSource(bytes) });
  const tensors: WriterUpdate["tensors"] = {};
  for (const [name, { shape }] of index) {
    const place = placeOf(name);
    const rank = shape[place?.half === "a" ? 0 : 1];
    if (place === null || shape.length !== 2 || rank !== settings.rank) {
      throw badCheckpoint(
        `${PEFT_WEIGHTS}: ${name} [${shape}] is no matrix of an adapter of rank ${settings.rank}.`,
      );
    }
    const { rows, cols, value } = await readTransposed(index, name, PEFT_WEIGHTS);
    tensors[parameterNames(place.layer, place.target)[place.half]] = { shape: [rows, cols], value };
  }
  return { settings: { ...settings, targets: [...settings.targets] }, tensors };
}

/**
 * An adapter folder as PEFT's `save_pretrained` writes it, brought to one rank and one scale that compute the same:
 * layers of lower rank are filled up with zeros, and where scales differ they go into B. Layers that it leaves out are
 * left as they are. Whether it fits a model shows when it is restored.
 * Rejects with "bad-checkpoint" or "unsupported", naming what is wrong.
 */
export async function readPeftAdapter(files: readonly NamedSource[]): Promise<WriterUpdate> {
  const find = (name: string) => {
    const [file] = filesNamed(files, name);
    if (file === undefined) {
      if (name === PEFT_WEIGHTS && files.some((other) => other.name === PEFT_PICKLE)) {
        throw unsupported(
          `${PEFT_PICKLE} holds the adapter in PyTorch's own form, which can run programs and is not read.`,
          "Save it again with PEFT's save_pretrained, which writes adapter_model.safetensors.",
        );
      }
      throw badCheckpoint(
        `The file ${name} is missing.`,
        `Choose ${PEFT_CONFIG} and ${PEFT_WEIGHTS} together.`,
      );
    }
    return file;
  };
  const config = parsePeftConfig(await readText(find(PEFT_CONFIG), MAX_CONFIG_BYTES));
  const file = find(PEFT_WEIGHTS);
  const index = await readSafetensors(file);
  const pairs = pairsOf(index, config, file.name);
  const [first] = pairs;
  if (first === undefined) throw badCheckpoint(`${file.name} holds no LoRA tensors.`, EXPORT_AGAIN);
  const isUniform = pairs.every(({ rank, scale }) => rank === first.rank && scale === first.scale);
  const rank = Math.max(...pairs.map((pair) => pair.rank));
  const tensors: WriterUpdate["tensors"] = {};
  for (const pair of pairs) {
    const a = await readTransposed(index, pair.a, file.name);
    const b = await readTransposed(index, pair.b, file.name);
    const names = parameterNames(pair.layer, pair.target);
    tensors[names.a] = { shape: [a.rows, rank], value: widened(a, rank) };
    tensors[names.b] = {
      shape: [rank, b.cols],
      value: lengthened(isUniform ? b : { ...b, value: b.value.map((x) => x * pair.scale) }, rank),
    };
  }
  const alpha = isUniform ? first.scale * rank : rank;
  const targets = LINEAR_NAMES.filter((name) => pairs.some(({ target }) => target === name));
  return { settings: { rank, alpha, targets, seed: 0 }, tensors };
}

interface StoredPair {
  layer: number;
  target: LinearName;
  rank: number;
  scale: number;
  /** Names of lora_A and lora_B. */
  a: string;
  b: string;
}

/** What has been met of a pair so far. */
type FoundPair = Omit<Place, "half"> & { a?: string; b?: string };

/** Every layer's two matrices, in pairs that agree with the configuration and with each other. */
function pairsOf(index: TensorIndex, config: PeftConfig, file: string): StoredPair[] {
  const found = new Map<string, FoundPair>();
  for (const name of index.keys()) {
    const place = placeOf(name);
    if (place === null) throw noPlace(name, index, file);
    const { half, ...rest } = place;
    const key = `${rest.layer}.${rest.target}`;
    const pair: FoundPair = found.get(key) ?? rest;
    if (pair[half] !== undefined)
      throw badCheckpoint(`${file}: ${pair[half]} and ${name} are the same matrix.`);
    found.set(key, { ...pair, [half]: name });
  }
  return [...found.values()].map(({ layer, target, module, a, b }) => {
    if (a === undefined || b === undefined) {
      throw badCheckpoint(`${file}: ${a ?? b} is there without its other half.`, EXPORT_AGAIN);
    }
    const meant = config.at(module);
    if (meant === null) {
      throw badCheckpoint(
        `${file}: ${a} belongs to a layer that ${PEFT_CONFIG} does not name.`,
        EXPORT_AGAIN,
      );
    }
    const [shapeA, shapeB] = [index.get(a)!.shape, index.get(b)!.shape];
    const fits = (shape: readonly number[], at: 0 | 1) =>
      shape.length === 2 && shape[at] === meant.rank && shape[1 - at]! > 0;
    if (!fits(shapeA, 0) || !fits(shapeB, 1)) {
      const [name, shape] = fits(shapeA, 0) ? [b, shapeB] : [a, shapeA];
      throw badCheckpoint(
        `${file}: ${name} has the shape [${shape}], which does not fit rank ${meant.rank}.`,
        EXPORT_AGAIN,
      );
    }
    return { layer, target, a, b, ...meant };
  });
}

interface Transposed {
  rows: number;
  cols: number;
  value: Float32Array<ArrayBuffer>;
}

/** As the engine holds it: A `[in, rank]`, B `[rank, out]`. */
async function readTransposed(index: TensorIndex, name: string, file: string): Promise<Transposed> {
  const [rows = 0, cols = 0] = index.get(name)?.shape ?? [];
  const stored = unpackMatrix(await readMatrix(requireTensor(index, name, [rows, cols])));
  if (!stored.every(Number.isFinite))
    throw damaged(`${file} is damaged: ${name} holds values that are no numbers.`);
  return { rows: cols, cols: rows, value: transposed(stored, rows, cols) };
}

/** With columns of zeros up to `cols`. */
function widened(matrix: Transposed, cols: number): Float32Array<ArrayBuffer> {
  if (matrix.cols === cols) return matrix.value;
  const wide = new Float32Array(matrix.rows * cols);
  for (let row = 0; row < matrix.rows; row++) {
    wide.set(matrix.value.subarray(row * matrix.cols, (row + 1) * matrix.cols), row * cols);
  }
  return wide;
}

/** With rows of zeros up to `rows`. */
function lengthened(matrix: Transposed, rows: number): Float32Array<ArrayBuffer> {
  const long = new Float32Array(rows * matrix.cols);
  long.set(matrix.value);
  return long;
}

/** "layers.0.q_proj.a" → "base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight" */
function peftName(name: string): string {
  const match = /^layers\.(\d+)\.(\w+)\.([ab])$/.exec(name);
  const target = LINEAR_NAMES.find((known) => known === match?.[2]);
  if (match === null || target === undefined) throw new Error(`No adapter has a tensor ${name}.`);
  const half = match[3] === "a" ? "lora_A" : "lora_B";
  return `${PREFIX}model.layers.${match[1]}.${PEFT_MODULES[target]}.${half}.weight`;
}

interface Place {
  layer: number;
  target: LinearName;
  /** As the model that PEFT wrapped calls the layer. */
  module: string;
  half: "a" | "b";
}

/**
 * Of "base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight": wrappers, PEFT's prefix, the layer's module (that
 * of a model without a head, or of the text part of a larger one, is called a little otherwise), the matrix, and the name
 * of the adapter where PEFT's own saving did not take it out. Null for any other name.
 */
const PLACE =
  /^(?:(?:_orig_mod|module|_fsdp_wrapped_module)\.)*(?:base_model\.model\.)?(?:(?:_orig_mod|module)\.)*((?:(?:model|language_model)\.)*layers\.(\d{1,5})\.(\w+\.\w+))\.lora_([AB])(?:\.[\w-]+)?\.weight$/;

function placeOf(name: string): Place | null {
  const [, module, layer, layerModule, half] = PLACE.exec(name) ?? [];
  const target = LINEAR_NAMES.find((known) => PEFT_MODULES[known] === layerModule);
  if (module === undefined || target === undefined) return null;
  return { layer: Number(layer), target, module, half: half === "A" ? "a" : "b" };
}

function noPlace(name: string, index: TensorIndex, file: string): Error {
  const isAdapter = [...index.keys()].some((other) => other.includes(".lora_"));
  if (isAdapter && /\b(?:embed_tokens|lm_head)\b/.test(name)) {
    return unsupported(
      `${file}: ${name} is of the embedding or the head, and only the layers of the blocks can be adapted here.`,
      "Merge the adapter with PEFT and load the model; or train it without these, and save it with save_embedding_layers=False.",
    );
  }
  return unsupported(`${file}: ${name} is no LoRA matrix of a layer known here.`, EXPORT_AGAIN);
}

function transposed(values: Float32Array, rows: number, cols: number): Float32Array<ArrayBuffer> {
  const result = new Float32Array(values.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) result[j * rows + i] = values[i * cols + j]!;
  }
  return result;
}
