import type { ModelConfig } from "../nn/config.ts";
import type { Tokenizer } from "../nn/tokenizer.ts";
import type { ModelWeights } from "../nn/weights.ts";
import type { NamedSource } from "./byteSource.ts";
import { type CheckpointFiles, sortCheckpointFiles } from "./checkpointFiles.ts";
import { familyOf } from "./families.ts";
import { readGgufParts } from "./gguf/gguf.ts";
import { readGgufConfig } from "./gguf/ggufConfig.ts";
import { parseGgufTokenizer } from "./gguf/ggufTokenizer.ts";
import { parseEndTokens, parseHuggingFaceConfig } from "./huggingFaceConfig.ts";
import { readText } from "./readText.ts";
import { countParameters, readWeights } from "./readWeights.ts";
import { readSafetensorsFiles } from "./safetensors.ts";
import { settleConfig } from "./settleConfig.ts";
import { combineHashes, hashSource } from "./sha256.ts";
import { fetchModel } from "./store/fetchModel.ts";
import { type LoadProgress, ProgressMeter } from "./store/loadProgress.ts";
import type { ModelCache } from "./store/modelCache.ts";
import type { RegisteredModel } from "./store/registeredModel.ts";
import { GGUF_NAMES, huggingFaceNames } from "./tensorNames.ts";
import { createTokenizer } from "./tokenizers/bpeTokenizer.ts";
import { parseTokenizerFiles } from "./tokenizers/tokenizerJson.ts";
import { unwrapNames } from "./wrappedNames.ts";

/** A model of the registry, which is fetched (or found in the cache), or files at hand. */
export type CheckpointSource =
  | { kind: "registered"; model: RegisteredModel; cache: ModelCache | null }
  | { kind: "files"; name: string; files: readonly NamedSource[] };

export interface LoadOptions {
  onProgress?: (progress: LoadProgress) => void;
  /** Things that went wrong without stopping the load, e.g. that the model could not be kept on disk. */
  onWarning?: (message: string) => void;
  signal?: AbortSignal;
}

export interface LoadedCheckpoint {
  name: string;
  config: ModelConfig;
  weights: ModelWeights;
  tokenizer: Tokenizer;
  /** SHA-256 of the weights file, or over those of all weights files. */
  hash: string;
  parameters: number;
  /** How the files were understood where they do not say it plainly, a sentence each. */
  notes: string[];
}

/** Far above any real tokenizer.json. */
const MAX_JSON_BYTES = 100_000_000;

/**
 * From a model's files to everything the engine needs of them. Tensors are read one at a time, so that
 * beside the result only a few megabytes are held. Rejects with a `PlaygroundError`: "download-failed",
 * "bad-checkpoint", "unsupported", "out-of-memory" or "cancelled".
 */
export async function loadCheckpoint(
  source: CheckpointSource,
  options: LoadOptions = {},
): Promise<LoadedCheckpoint> {
  const name = source.kind === "registered" ? source.model.name : source.name;
  const { files, hashes } =
    source.kind === "registered"
      ? await fetchModel(source.model, source.cache, options)
      : { files: source.files, hashes: new Map<string, string>() };
  const sorted = sortCheckpointFiles(files);
  const loaded =
    sorted.kind === "gguf" ? await loadGguf(sorted, options) : await loadSafetensors(sorted, options);
  return { name, ...loaded, hash: await hashWeights(sorted, hashes, options) };
}

type Loaded = Omit<LoadedCheckpoint, "name" | "hash">;

async function loadGguf(
  { parts }: Extract<CheckpointFiles, { kind: "gguf" }>,
  options: LoadOptions,
): Promise<Loaded> {
  const header = await readGgufParts(parts);
  const file = parts[0]!.name;
  const config = await readGgufConfig(header, file);
  const family = familyOf(config.architecture);
  const description = parseGgufTokenizer(header.metadata, file, family.ggufScoresRank);
  const { tokenizer, notes } = createTokenizer(description, config.vocabSize);
  const weights = await readWeights({
    config,
    tensors: header.tensors,
    names: GGUF_NAMES,
    interleavedRotation: family.ggufReordersRotation,
    gainOffset: 0,
    onRead: unpackingMeter(options),
    signal: options.signal,
  });
  return { config, weights, tokenizer, parameters: countParameters(config, GGUF_NAMES), notes };
}

async function loadSafetensors(
  files: Extract<CheckpointFiles, { kind: "safetensors" }>,
  options: LoadOptions,
): Promise<Loaded> {
  const text = (file: NamedSource) => readText(file, MAX_JSON_BYTES);
  const configText = await text(files.config);
  const declared = parseHuggingFaceConfig(configText, files.config.name);
  const tensors = unwrapNames(await readSafetensorsFiles(files.weights, files.index));
  const { config, notes } = await settleConfig(declared, tensors);
  const endTokens = parseEndTokens(configText, files.config.name);
  if (files.generationConfig) {
    endTokens.push(...parseEndTokens(await text(files.generationConfig), files.generationConfig.name));
  }
  const parts = parseTokenizerFiles({
    tokenizer: { name: files.tokenizer.name, json: await text(files.tokenizer) },
    tokenizerConfig: files.tokenizerConfig
      ? { name: files.tokenizerConfig.name, json: await text(files.tokenizerConfig) }
      : null,
    chatTemplate: files.chatTemplate ? await text(files.chatTemplate) : null,
    processorTemplate: files.processorTemplate
      ? { name: files.processorTemplate.name, json: await text(files.processorTemplate) }
      : null,
    endTokens,
  });
  const names = huggingFaceNames(config);
  const created = createTokenizer(parts, config.vocabSize);
  const weights = await readWeights({
    config,
    tensors,
    names,
    interleavedRotation: false,
    gainOffset: familyOf(config.architecture).gainsLessOne ? 1 : 0,
    onRead: unpackingMeter(options),
    signal: options.signal,
  });
  return {
    config,
    weights,
    tokenizer: created.tokenizer,
    parameters: countParameters(config, names),
    notes: [...notes, ...created.notes],
  };
}

function unpackingMeter({ onProgress }: LoadOptions): (loadedBytes: number, totalBytes: number) => void {
  const meter = new ProgressMeter("unpacking", onProgress);
  return (loadedBytes, totalBytes) => meter.update(loadedBytes, totalBytes);
}

/** Hashes that the download has already found are not computed again. */
async function hashWeights(
  files: CheckpointFiles,
  known: ReadonlyMap<string, string>,
  { onProgress, signal }: LoadOptions,
): Promise<string> {
  const weights = files.kind === "gguf" ? files.parts : files.weights;
  const total = weights.reduce((sum, { source }) => sum + source.size, 0);
  const meter = new ProgressMeter("verifying", onProgress);
  const hashes = new Map<string, string>();
  let before = 0;
  for (const { name, source } of weights) {
    const hash =
      known.get(name) ?? (await hashSource(source, (bytes) => meter.update(before + bytes, total), signal));
    hashes.set(name, hash);
    before += source.size;
  }
  return combineHashes(hashes);
}
