import { z } from "../protocol/zod.ts";
import type { NamedSource } from "./byteSource.ts";
import { badCheckpoint, damaged } from "./checkpointError.ts";
import { refuseLookalike } from "./lookalikes.ts";
import { parseJson } from "./parseJson.ts";
import { readText } from "./readText.ts";
import type { StoredTensor, TensorIndex } from "./tensorFile.ts";

/** Far above any real file: a thousand layers take two megabytes. */
const MAX_HEADER_BYTES = 16_000_000;

const entrySchema = z.object({
  dtype: z.string(),
  shape: z.array(z.int().check(z.nonnegative())),
  data_offsets: z.tuple([z.int().check(z.nonnegative()), z.int().check(z.nonnegative())]),
});

const indexSchema = z.object({ weight_map: z.record(z.string(), z.string()) });

/**
 * Reads the header of a safetensors file: a little-endian u64 header length, a JSON header, raw data.
 * Rejects with "bad-checkpoint" naming what is wrong; the data itself is not read.
 */
export async function readSafetensors(named: NamedSource): Promise<TensorIndex> {
  const { name: file, source } = named;
  await refuseLookalike(named);
  if (source.size < 8) throw damaged(`${file} is cut off: it has only ${source.size} bytes.`);
  const prefix = await source.read(0, 8);
  const length = Number(new DataView(prefix.buffer, prefix.byteOffset).getBigUint64(0, true));
  if (length > MAX_HEADER_BYTES) {
    throw damaged(`${file} is not a safetensors file: its header would be ${length} bytes long.`);
  }
  if (8 + length > source.size) {
    throw damaged(`${file} is cut off: its header ends at byte ${8 + length}, the file at ${source.size}.`);
  }
  const text = new TextDecoder().decode(await source.read(8, length));
  const header = parseJson(text, z.record(z.string(), z.unknown()), `${file}, header`);
  const twice = repeatedKey(text);
  if (twice !== null)
    throw badCheckpoint(`${file} lists ${twice} twice, so it cannot be told which is meant.`);
  const { __metadata__: _, ...entries } = header;
  const tensors = new Map<string, StoredTensor>();
  for (const [name, json] of Object.entries(entries)) {
    const entry = parseJson(json, entrySchema, `${file}, header: ${name}`);
    const [begin, end] = entry.data_offsets;
    const offset = 8 + length + begin;
    if (end < begin || 8 + length + end > source.size) {
      throw damaged(
        `${file} is cut off or damaged: ${name} would lie in bytes ${offset} to ${8 + length + end} of ${source.size}.`,
      );
    }
    const { shape, dtype: type } = entry;
    tensors.set(name, { name, file, source, offset, length: end - begin, shape, type });
  }
  refuseOverlaps(file, [...tensors.values()]);
  return tensors;
}

/** The first key that the outer object of a JSON text has twice; `JSON.parse` would keep the last without a word. */
function repeatedKey(json: string): string | null {
  const keys = new Set<string>();
  let depth = 0;
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"(?:\s*:)?|[{}[\]]/g)) {
    if (token === "{" || token === "[") depth++;
    else if (token === "}" || token === "]") depth--;
    else if (depth === 1 && token.endsWith(":")) {
      const key: unknown = JSON.parse(token.slice(0, token.lastIndexOf('"') + 1));
      if (typeof key !== "string") continue;
      if (keys.has(key)) return key;
      keys.add(key);
    }
  }
  return null;
}

function refuseOverlaps(file: string, tensors: StoredTensor[]): void {
  let end = 0;
  let before = "";
  for (const { name, offset, length } of tensors.sort((a, b) => a.offset - b.offset)) {
    if (length === 0) continue;
    if (offset < end) throw badCheckpoint(`${file}: ${name} and ${before} claim the same bytes.`);
    end = offset + (length ?? 0);
    before = name;
  }
}

/**
 * The tensors of one or several safetensors files. Where there is a `model.safetensors.index.json`, each
 * tensor is taken from the file it names; without one, all given files are joined.
 */
export async function readSafetensorsFiles(
  files: readonly NamedSource[],
  index: NamedSource | undefined,
): Promise<TensorIndex> {
  const parts = new Map<string, TensorIndex>();
  if (!index) {
    const all = new Map<string, StoredTensor>();
    for (const file of files) {
      for (const [name, tensor] of await readSafetensors(file)) {
        const other = all.get(name);
        if (other) throw badCheckpoint(`${name} is both in ${other.file} and in ${file.name}.`);
        all.set(name, tensor);
      }
    }
    return all;
  }
  const { weight_map } = parseJson(await readText(index, MAX_HEADER_BYTES), indexSchema, index.name);
  const tensors = new Map<string, StoredTensor>();
  for (const [name, shard] of Object.entries(weight_map)) {
    let part = parts.get(shard);
    if (!part) {
      const file = files.find((candidate) => candidate.name === shard);
      if (!file) {
        throw badCheckpoint(
          `${index.name} names the file ${shard}, which is not there.`,
          "Add all .safetensors files of the model.",
        );
      }
      part = await readSafetensors(file);
      parts.set(shard, part);
    }
    const tensor = part.get(name);
    if (!tensor) throw badCheckpoint(`${index.name} places ${name} in ${shard}, which does not hold it.`);
    tensors.set(name, tensor);
  }
  return tensors;
}
