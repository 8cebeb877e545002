import { existsSync } from "node:fs";
import { type FileHandle, open, readdir, readFile, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs-core";
import type { NamedSource } from "../src/checkpoints/byteSource.ts";
import { type LoadedCheckpoint, loadCheckpoint } from "../src/checkpoints/loadCheckpoint.ts";
import { manifestSchema } from "../src/checkpoints/store/registeredModel.ts";
import type { Kernels } from "../src/nn/kernels/kernels.ts";
import { createWasmKernels } from "../src/nn/kernels/wasm/wasmKernels.ts";
import { TransformerModel } from "../src/nn/transformerModel.ts";
import { findModels } from "../src/protocol/modelFolders.ts";
import { PlaygroundError } from "../src/protocol/playgroundError.ts";
import type { RuntimeSetup } from "../src/tasks/commands/setupSchemas.ts";

/** A model ready to use in Node, on the WebAssembly kernels. */
export interface Runtime {
  model: TransformerModel;
  /** "wasm", as in the page. */
  backend: string;
  threads: number;
  /** Bytes in use by weights, activations and caches, and bytes the memory has grown to. */
  memory(): { inUse: number; reserved: number };
  /** Ends the threads. */
  close(): void;
}

export interface RuntimeRequest {
  /** A .gguf file, a folder with a safetensors checkpoint, or the id of a model that lies in `public/models/`. */
  model: string;
  /** Absent = as many as the machine runs at once. */
  threads?: number | undefined;
}

const MODELS = fileURLToPath(new URL("../public/models/", import.meta.url));

/** Loads the model on WebAssembly. Rejects with a PlaygroundError. */
export async function startRuntime({ model: wanted, threads }: RuntimeRequest): Promise<Runtime> {
  const checkpoint = await readModel(wanted);
  const kernels = await createWasmKernels(threads === undefined ? {} : { threads });
  await tf.setBackend(kernels.backendName);
  const model = modelOn(kernels, checkpoint);
  return {
    model,
    backend: kernels.name,
    threads: kernels.threads,
    memory: () => kernels.memory(),
    close() {
      model.dispose();
      kernels.dispose();
    },
  };
}

export function modelOn(
  kernels: Kernels,
  { id, name, parameters, hash, config, weights, tokenizer, notes }: LoadedCheckpoint & { id: string },
): TransformerModel {
  const { maxPositions } = config;
  const info = { id, name, parameters, maxPositions, hash, backend: kernels.name, notes };
  return new TransformerModel({ info, config, weights, tokenizer, kernels });
}

/** What the model's files hold, as `RuntimeRequest` names it. Rejects with a PlaygroundError. */
export async function readModel(wanted: string): Promise<LoadedCheckpoint & { id: string }> {
  const { id, name, paths } = await findModel(wanted);
  const handles: FileHandle[] = [];
  const checkpoint = await loadCheckpoint({
    kind: "files",
    name,
    files: await Promise.all(paths.map((path) => openSource(path, handles))),
  }).finally(() => Promise.all(handles.map((handle) => handle.close())));
  return { ...checkpoint, id };
}

/** What a result says of it. */
export function runtimeSetup({ model, backend, threads }: Runtime): RuntimeSetup {
  const { id, name, parameters, hash } = model.info;
  return { model: { id, name, parameters, hash }, backend: { name: backend, threads } };
}

interface FoundModel {
  id: string;
  name: string;
  paths: string[];
}

async function findModel(wanted: string): Promise<FoundModel> {
  if (existsSync(wanted)) {
    const path = resolve(wanted);
    const name = basename(path);
    if (!(await stat(path)).isDirectory()) return { id: name, name, paths: [path] };
    const inside = await readdir(path, { recursive: true });
    const found = findModels(inside.map((entry) => ({ path: join(name, entry), file: join(path, entry) })));
    const [only, ...others] = found;
    if (only && others.length === 0) return { id: name, name, paths: only.files };
    throw new PlaygroundError(
      "bad-input",
      only
        ? `${name} holds several models: ${found.map((model) => model.name).join(", ")}.`
        : `There is no model in ${name}.`,
      only
        ? "Give the folder or the .gguf file of one of them."
        : "Give a .gguf file, or a folder with .safetensors and config.json.",
    );
  }
  const known: string[] = [];
  for (const folder of [MODELS, join(MODELS, "local")]) {
    const manifest = join(folder, "manifest.json");
    if (!existsSync(manifest)) continue;
    for (const model of manifestSchema.parse(JSON.parse(await readFile(manifest, "utf8"))).models) {
      const { id, name, files } = model;
      if (id === wanted)
        return { id, name, paths: files.map((file) => join(folder, model.folder, file.name)) };
      known.push(id);
    }
  }
  throw new PlaygroundError(
    "bad-input",
    `There is no file and no model “${wanted}”.`,
    `Give a .gguf file, a folder, or one of: ${known.join(", ") || "(none fetched; see npm run model:smollm2)"}.`,
  );
}

/** A file on disk, read piece by piece through a handle that the caller closes. */
async function openSource(path: string, handles: FileHandle[]): Promise<NamedSource> {
  const handle = await open(path, "r");
  handles.push(handle);
  const { size } = await handle.stat();
  const read = async (offset: number, length: number) => {
    const bytes = new Uint8Array(length);
    const { bytesRead } = await handle.read(bytes, 0, length, offset);
    if (bytesRead < length) throw new Error(`${path} ended after ${offset + bytesRead} bytes.`);
    return bytes;
  };
  return { name: basename(path), source: { size, read } };
}
