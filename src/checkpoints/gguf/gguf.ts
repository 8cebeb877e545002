import type { NamedSource } from "../byteSource.ts";
import { badCheckpoint, damaged, unsupported } from "../checkpointError.ts";
import { refuseLookalike } from "../lookalikes.ts";
import type { StoredTensor, TensorIndex } from "../tensorFile.ts";
import { GgufMetadata, type GgufValue } from "./ggufMetadata.ts";

/** Header of a GGUF file: what describes the model and its tokenizer, and where each tensor lies. */
export interface GgufHeader {
  metadata: GgufMetadata;
  tensors: TensorIndex;
}

/** ggml's tensor types by number; those that `QuantTypes` lacks are named so that errors can name them. */
const GGML_TYPES: Record<number, string> = {
  0: "F32",
  1: "F16",
  2: "Q4_0",
  3: "Q4_1",
  6: "Q5_0",
  7: "Q5_1",
  8: "Q8_0",
  9: "Q8_1",
  10: "Q2_K",
  11: "Q3_K",
  12: "Q4_K",
  13: "Q5_K",
  14: "Q6_K",
  15: "Q8_K",
  16: "IQ2_XXS",
  17: "IQ2_XS",
  18: "IQ3_XXS",
  19: "IQ1_S",
  20: "IQ4_NL",
  21: "IQ3_S",
  22: "IQ2_S",
  23: "IQ4_XS",
  24: "I8",
  25: "I16",
  26: "I32",
  27: "I64",
  28: "F64",
  29: "IQ1_M",
  30: "BF16",
  34: "TQ1_0",
  35: "TQ2_0",
  39: "MXFP4",
};

/** A vocabulary of 150,000 tokens with its merges takes about 8 MB. */
const FIRST_READ_BYTES = 8 << 20;
const MAX_HEADER_BYTES = 256 << 20;
const MAGIC = 0x46554747;
const MAX_DIMENSIONS = 4;
/** Far above any real file; keeps a damaged count from filling the memory. */
const MAX_ITEMS = 1 << 22;
const MAX_ENTRIES = 1 << 16;

/**
 * The header of a model that is split over several files, in order: the first describes it, each holds tensors.
 * Rejects as `readGguf` does, and where these are not all parts of one model.
 */
export async function readGgufParts(parts: readonly NamedSource[]): Promise<GgufHeader> {
  const headers: GgufHeader[] = [];
  for (const part of parts) headers.push(await readGguf(part));
  const { metadata } = headers[0]!;
  const count = metadata.optionalNumber("split.count") ?? 1;
  if (count > 1 && count !== parts.length) {
    throw badCheckpoint(
      `${parts[0]!.name} is one of ${count} parts of a model.`,
      `Choose all ${count} files (…-00001-of-${String(count).padStart(5, "0")}.gguf and so on) together.`,
    );
  }
  const tensors = new Map<string, StoredTensor>();
  for (const [i, header] of headers.entries()) {
    const place = header.metadata.optionalNumber("split.no") ?? i;
    if (place !== i || (header.metadata.optionalNumber("split.count") ?? 1) !== count) {
      throw badCheckpoint(
        `${parts[i]!.name} is not part ${i + 1} of this model.`,
        "Choose the parts of one model.",
      );
    }
    for (const [name, tensor] of header.tensors) {
      if (tensors.has(name)) throw damaged(`${tensor.file} holds ${name} again.`);
      tensors.set(name, tensor);
    }
  }
  return { metadata, tensors };
}

/**
 * Reads the header of a GGUF file of version 2 or 3. Its length is not known beforehand, so a beginning is
 * read and parsed, and a longer one if that did not hold it all. Rejects with "bad-checkpoint" or "unsupported".
 */
export async function readGguf(file: NamedSource): Promise<GgufHeader> {
  const { name, source } = file;
  await refuseLookalike(file);
  let length = Math.min(FIRST_READ_BYTES, source.size);
  for (;;) {
    const bytes = await source.read(0, length);
    try {
      return parseHeader(new HeaderReader(bytes, name), file);
    } catch (error) {
      if (!(error instanceof EndOfBytes)) throw error;
      if (length === source.size || error.needed > source.size) {
        throw damaged(`${name} is cut off or damaged: its header goes on past the end of the file.`);
      }
      if (error.needed > MAX_HEADER_BYTES) {
        throw damaged(`${name} is damaged: its header would be longer than ${MAX_HEADER_BYTES} bytes.`);
      }
      length = Math.min(Math.max(length * 4, error.needed), source.size);
    }
  }
}

function parseHeader(reader: HeaderReader, { name: file, source }: NamedSource): GgufHeader {
  if (reader.u32() !== MAGIC) throw damaged(`${file} is not a GGUF file: it does not begin with "GGUF".`);
  const version = reader.u32();
  if (version !== 2 && version !== 3) {
    const what = version > 0xffff ? "in big-endian order" : `of version ${version}`;
    throw unsupported(`${file} is a GGUF file ${what}; this page reads little-endian versions 2 and 3.`);
  }
  const tensorCount = reader.u64();
  const entryCount = reader.u64();
  if (tensorCount > MAX_ENTRIES || entryCount > MAX_ENTRIES) {
    throw damaged(`${file} is damaged: it claims ${tensorCount} tensors and ${entryCount} entries.`);
  }
  const metadata = new Map<string, GgufValue>();
  for (let i = 0; i < entryCount; i++) {
    const key = reader.string();
    metadata.set(key, reader.value(reader.u32(), key));
  }
  const stored: Omit<StoredTensor, "source" | "file" | "length">[] = [];
  for (let i = 0; i < tensorCount; i++) stored.push(reader.tensor());

  const alignment = metadata.get("general.alignment") ?? 32;
  if (typeof alignment !== "number" || !Number.isInteger(alignment) || alignment < 1 || alignment > 1 << 20) {
    throw damaged(`${file} is damaged: its alignment is ${String(alignment)}.`);
  }
  const dataStart = Math.ceil(reader.at / alignment) * alignment;
  const tensors = new Map<string, StoredTensor>();
  for (const tensor of stored) {
    if (tensors.has(tensor.name)) throw damaged(`${file} is damaged: it lists ${tensor.name} twice.`);
    tensors.set(tensor.name, {
      ...tensor,
      file,
      source,
      offset: dataStart + tensor.offset,
      length: null,
    });
  }
  return { metadata: new GgufMetadata(metadata, file), tensors };
}

/** Thrown inside this file where the bytes read so far end within a value. */
class EndOfBytes extends Error {
  readonly needed: number;
  constructor(needed: number) {
    super();
    this.needed = needed;
  }
}

class HeaderReader {
  at = 0;
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #view: DataView;
  readonly #file: string;
  /** A byte-order mark is a token like any other. */
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });

  constructor(bytes: Uint8Array<ArrayBuffer>, file: string) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#file = file;
  }

  /** Moves on by `length` bytes and says where they begin. */
  #take(length: number): number {
    const start = this.at;
    if (start + length > this.#bytes.length) throw new EndOfBytes(start + length);
    this.at = start + length;
    return start;
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  /** As a double: exact up to 2^53, and no count, size or offset of a real file is larger. */
  u64(): number {
    return Number(this.#view.getBigUint64(this.#take(8), true));
  }

  string(): string {
    const length = this.u64();
    const start = this.#take(length);
    return this.#decoder.decode(this.#bytes.subarray(start, start + length));
  }

  /** One metadata value of the numbered type. */
  value(type: number, key: string): GgufValue {
    if (type !== 9) return this.#scalar(type, key);
    const itemType = this.u32();
    const count = this.u64();
    if (count > MAX_ITEMS) throw damaged(`${this.#file} is damaged: ${key} has ${count} items.`);
    if (itemType === 8) return this.#items(count, () => this.string());
    if (itemType === 7) return this.#items(count, () => this.#view.getUint8(this.#take(1)) !== 0);
    return this.#items(count, () => this.#number(itemType, key));
  }

  tensor(): Omit<StoredTensor, "source" | "file" | "length"> {
    const name = this.string();
    const dimensions = this.u32();
    if (dimensions > MAX_DIMENSIONS) {
      throw damaged(`${this.#file} is damaged: ${name} has ${dimensions} dimensions.`);
    }
    const shape = this.#items(dimensions, () => this.u64()).reverse();
    const type = this.u32();
    return { name, shape, type: GGML_TYPES[type] ?? `type ${type}`, offset: this.u64() };
  }

  #items<T>(count: number, read: () => T): T[] {
    const items: T[] = [];
    for (let i = 0; i < count; i++) items.push(read());
    return items;
  }

  #scalar(type: number, key: string): GgufValue {
    if (type === 7) return this.#view.getUint8(this.#take(1)) !== 0;
    if (type === 8) return this.string();
    return this.#number(type, key);
  }

  #number(type: number, key: string): number {
    const view = this.#view;
    switch (type) {
      case 0:
        return view.getUint8(this.#take(1));
      case 1:
        return view.getInt8(this.#take(1));
      case 2:
        return view.getUint16(this.#take(2), true);
      case 3:
        return view.getInt16(this.#take(2), true);
      case 4:
        return this.u32();
      case 5:
        return view.getInt32(this.#take(4), true);
      case 6:
        return view.getFloat32(this.#take(4), true);
      case 10:
        return this.u64();
      case 11:
        return Number(view.getBigInt64(this.#take(8), true));
      case 12:
        return view.getFloat64(this.#take(8), true);
      default:
        throw damaged(`${this.#file} is damaged: ${key} has the unknown value type ${type}.`);
    }
  }
}
