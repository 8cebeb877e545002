import { z } from "../protocol/zod.ts";
import type { NamedSource } from "./byteSource.ts";
import { readText } from "./byteSource.ts";
import { badCheckpoint } from "./checkpointError.ts";
import { parseJson } from "./parseJson.ts";
import type { StoredTensor, TensorIndex } from "./tensorFile.ts";

/** The limit of the reference implementation. */
const MAX_HEADER_BYTES = 100_000_000;

const headerSchema = z.record(
  z.string(),
  z.object({
    dtype: z.string(),
    shape: z.array(z.int().check(z.nonnegative())),
    data_offsets: z.tuple([z.int().check(z.nonnegative()), z.int().check(z.nonnegative())]),
  }),
);

const indexSchema = z.object({ weight_map: z.record(z.string(), z.string()) });

/**
 * Reads the header of a safetensors file: a little-endian u64 header length, a JSON header, raw data.
 * Rejects with "bad-checkpoint" naming what is wrong; the data itself is not read.
 */
export async function readSafetensors({ name: file, source }: NamedSource): Promise<TensorIndex> {
  if (source.size < 8) throw badCheckpoint(`${file} is cut off: it has only ${source.size} bytes.`);
  const prefix = await source.read(0, 8);
  const length = Number(new DataView(prefix.buffer, prefix.byteOffset).getBigUint64(0, true));
  if (length > MAX_HEADER_BYTES) {
    throw badCheckpoint(`${file} is not a safetensors file: its header would be ${length} bytes long.`);
  }
  if (8 + length > source.size) {
    throw badCheckpoint(
      `${file} is cut off: its header ends at byte ${8 + length}, the file at ${source.size}.`,
    );
  }
  const text = new TextDecoder().decode(await source.read(8, length));
  const { __metadata__: _, ...entries } = parseJson(
    text,
    z.record(z.string(), z.unknown()),
    `${file}, header`,
  );
  const tensors = new Map<string, StoredTensor>();
  for (const [name, entry] of Object.entries(parseJson(entries, headerSchema, `${file}, header`))) {
    const [begin, end] = entry.data_offsets;
    const offset = 8 + length + begin;
    if (end < begin || 8 + length + end > source.size) {
      throw badCheckpoint(
        `${file} is cut off or damaged: ${name} would lie in bytes ${offset} to ${8 + length + end} of ${source.size}.`,
      );
    }
    tensors.set(name, {
      name,
      file,
      source,
      offset,
      length: end - begin,
      shape: entry.shape,
      type: entry.dtype,
    });
  }
  return tensors;
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
      for (const [name, tensor] of await readSafetensors(file)) all.set(name, tensor);
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
