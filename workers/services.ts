import { blobSource } from "../src/checkpoints/byteSource.ts";
import {
  type CheckpointSource,
  type LoadedCheckpoint,
  loadCheckpoint,
} from "../src/checkpoints/loadCheckpoint.ts";
import { ModelCache } from "../src/checkpoints/store/modelCache.ts";
import {
  estimatedMemory,
  type RegisteredModel,
  totalBytes,
} from "../src/checkpoints/store/registeredModel.ts";
import { listModels } from "../src/checkpoints/store/registry.ts";
import { startBackend, startSingleThread } from "../src/nn/backend.ts";
import { type BackendReport, probeBackends } from "../src/nn/backendProbe.ts";
import type { Kernels } from "../src/nn/kernels/kernels.ts";
import { TransformerModel } from "../src/nn/transformerModel.ts";
import type { ModelEntry } from "../src/protocol/events.ts";
import { PlaygroundError, throwIfCancelled } from "../src/protocol/playgroundError.ts";
import { findTask } from "../src/tasks/findTask.ts";
import { findEarlierVersions } from "../src/versions/earlierVersions.ts";
import { memoryStorage, openOpfsStorage } from "../src/versions/opfsStorage.ts";
import type { EngineServices } from "./engineServices.ts";
import type { LaneWorker } from "./lanes/openLanes.ts";
import type { LaneServices } from "./lanes/serveLane.ts";

export interface ServiceOptions {
  /** Address of the page; models lie beside it. */
  pageUrl: string;
  onWarning(message: string): void;
  die(error: PlaygroundError): void;
  /** Starts this very program again, as a lane. */
  spawnLane(): LaneWorker;
}

/** The engine's services as a browser's worker has them. */
export function createServices({ pageUrl, onWarning, die, spawnLane }: ServiceOptions): EngineServices {
  let report: Promise<BackendReport> | null = null;
  let cache: Promise<ModelCache | null> | null = null;
  const probe = () => {
    report ??= probeBackends();
    return report;
  };
  const openCache = () => {
    cache ??= ModelCache.open();
    return cache;
  };

  return {
    findTask,
    die,
    // The page knows the protocol's part of the report and nothing else.
    async probe() {
      const { webgpu, wasm, crossOriginIsolated } = await probe();
      return { webgpu, wasm, crossOriginIsolated };
    },
    async listModels() {
      const models = await listModels(pageUrl, onWarning);
      const sizes = await (await openCache())?.sizes().catch(() => null);
      return models.map((model) => entryOf(model, sizes?.get(model.id) ?? 0));
    },
    async loadModel(request) {
      const { onProgress, onWarning: warn, signal } = request;
      const source = await sourceOf(request, pageUrl, openCache);
      const checkpoint = await loadCheckpoint(source, { onProgress, onWarning: warn, signal });
      throwIfCancelled(signal);
      const found = await probe();
      const bytes = source.kind === "registered" ? totalBytes(source.model) : 0;
      onProgress({
        stage: "uploading",
        loadedBytes: 0,
        totalBytes: bytes,
        bytesPerSecond: 0,
        secondsLeft: null,
      });
      request.onReplace();
      const { backend, kernels, explanation } = await startBackend(found, request.backend, {
        onLost: request.onLost,
      });
      request.onBackend(backend, explanation);
      for (const note of checkpoint.notes) warn(`${checkpoint.name}: ${note}`);
      return modelOf(request.id, checkpoint, backend, kernels);
    },
    async openVersions(model) {
      const [files, earlier] = await Promise.all([openOpfsStorage(model.hash), findEarlierVersions(model)]);
      return { files: files ?? memoryStorage(), lasting: files !== null, earlier };
    },
    lanes: { processors: navigator.hardwareConcurrency, spawn: spawnLane },
    async deleteModel(id) {
      await (await openCache())?.delete(id);
    },
  };
}

/** A lane's services: a model on one thread of its own. */
export function createLaneServices(pageUrl: string): LaneServices {
  return {
    findTask,
    async loadModel(request) {
      const checkpoint = await loadCheckpoint(await sourceOf(request, pageUrl, () => ModelCache.open()));
      const kernels = await startSingleThread();
      return modelOf(request.id, checkpoint, kernels.name, kernels);
    },
  };
}

async function sourceOf(
  { id, files }: { id: string; files?: readonly File[] | undefined },
  pageUrl: string,
  openCache: () => Promise<ModelCache | null>,
): Promise<CheckpointSource> {
  if (files !== undefined && files.length > 0) {
    const named = files.map((file) => ({ name: file.name, source: blobSource(file) }));
    return { kind: "files", name: id, files: named };
  }
  const model = (await listModels(pageUrl)).find((known) => known.id === id);
  if (model === undefined) {
    throw new PlaygroundError(
      "bad-input",
      `There is no model “${id}” here.`,
      "Choose one of the list, or drop a model's files on the page.",
    );
  }
  return { kind: "registered", model, cache: await openCache() };
}

function modelOf(
  id: string,
  { name, parameters, hash, config, weights, tokenizer, notes }: LoadedCheckpoint,
  backend: string,
  kernels: Kernels,
): TransformerModel {
  const info = { id, name, parameters, maxPositions: config.maxPositions, hash, backend, notes };
  return new TransformerModel({ info, config, weights, tokenizer, kernels });
}

function entryOf(model: RegisteredModel, cachedBytes: number): ModelEntry {
  const { id, name, parameters, licence, description, origin, isUnquantised, baseModel } = model;
  const downloadBytes = origin === "embedded" ? 0 : totalBytes(model);
  const memoryBytes = estimatedMemory(model);
  const facts = { id, name, parameters, licence, description, origin, isUnquantised };
  const repository = baseModel === null ? {} : { repository: baseModel };
  return { ...facts, ...repository, downloadBytes, memoryBytes, cachedBytes };
}
