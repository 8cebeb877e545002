/** Builds small GGUF and safetensors files, right and wrong ones, for tests of the readers. */
import { bufferSource, type NamedSource } from "../src/checkpoints/byteSource.ts";

type GgufEntry =
  | { type: "u32" | "f32"; value: number }
  | { type: "string"; value: string }
  | { type: "strings"; value: string[] }
  | { type: "i32s"; value: number[] }
  | { type: "raw"; typeNumber: number; bytes: number[] };

export interface GgufTensor {
  name: string;
  /** Innermost first, as GGUF has it. */
  dimensions: number[];
  type: number;
  offset?: number;
  data: Uint8Array;
}

export interface GgufParts {
  magic?: string;
  version?: number;
  entries?: Record<string, GgufEntry>;
  tensors?: GgufTensor[];
  tensorCount?: number;
  entryCount?: number;
  /** Bytes to cut from the end. */
  cut?: number;
}

class Writer {
  readonly bytes: number[] = [];
  #view = new DataView(new ArrayBuffer(8));

  raw(bytes: Iterable<number>): void {
    for (const byte of bytes) this.bytes.push(byte);
  }
  u32(value: number): void {
    this.#view.setUint32(0, value, true);
    this.raw(new Uint8Array(this.#view.buffer, 0, 4));
  }
  f32(value: number): void {
    this.#view.setFloat32(0, value, true);
    this.raw(new Uint8Array(this.#view.buffer, 0, 4));
  }
  u64(value: number): void {
    this.#view.setBigUint64(0, BigInt(value), true);
    this.raw(new Uint8Array(this.#view.buffer, 0, 8));
  }
  string(value: string): void {
    const bytes = new TextEncoder().encode(value);
    this.u64(bytes.length);
    this.raw(bytes);
  }
  entry(entry: GgufEntry): void {
    switch (entry.type) {
      case "u32":
        this.u32(4);
        this.u32(entry.value);
        break;
      case "f32":
        this.u32(6);
        this.f32(entry.value);
        break;
      case "string":
        this.u32(8);
        this.string(entry.value);
        break;
      case "strings":
        this.u32(9);
        this.u32(8);
        this.u64(entry.value.length);
        for (const item of entry.value) this.string(item);
        break;
      case "i32s":
        this.u32(9);
        this.u32(5);
        this.u64(entry.value.length);
        for (const item of entry.value) this.u32(item >>> 0);
        break;
      case "raw":
        this.u32(entry.typeNumber);
        this.raw(entry.bytes);
    }
  }
}

/** A GGUF file in memory. Tensors are placed one after the other unless they say where. */
export function ggufFile(parts: GgufParts, name = "model.gguf"): NamedSource {
  const { entries = {}, tensors = [] } = parts;
  const writer = new Writer();
  writer.raw(new TextEncoder().encode(parts.magic ?? "GGUF"));
  writer.u32(parts.version ?? 3);
  writer.u64(parts.tensorCount ?? tensors.length);
  writer.u64(parts.entryCount ?? Object.keys(entries).length);
  for (const [key, entry] of Object.entries(entries)) {
    writer.string(key);
    writer.entry(entry);
  }
  let offset = 0;
  for (const tensor of tensors) {
    writer.string(tensor.name);
    writer.u32(tensor.dimensions.length);
    for (const size of tensor.dimensions) writer.u64(size);
    writer.u32(tensor.type);
    writer.u64(tensor.offset ?? offset);
    offset += Math.ceil(tensor.data.length / 32) * 32;
  }
  for (const tensor of tensors) {
    while (writer.bytes.length % 32 !== 0) writer.bytes.push(0);
    writer.raw(tensor.data);
  }
  return {
    name,
    source: bufferSource(Uint8Array.from(writer.bytes.slice(0, writer.bytes.length - (parts.cut ?? 0)))),
  };
}

/** A safetensors file in memory, from a header (text or object) and the data after it. */
export function safetensorsFile(
  header: unknown,
  data: Uint8Array = new Uint8Array(0),
  options: { name?: string; headerLength?: bigint } = {},
): NamedSource {
  const text = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, options.headerLength ?? BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return { name: options.name ?? "model.safetensors", source: bufferSource(bytes) };
}

/** A text file in memory. */
export function textFile(name: string, text: string): NamedSource {
  return { name, source: bufferSource(Uint8Array.from(new TextEncoder().encode(text))) };
}

interface SafetensorsEntry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

/** The same data under other names and shapes: what `change` makes of each entry; null leaves it out. */
export async function rewrittenSafetensors(
  { name, source }: NamedSource,
  change: (name: string, entry: SafetensorsEntry) => [string, SafetensorsEntry] | null,
): Promise<NamedSource> {
  const bytes = await source.read(0, source.size);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const header: Record<string, SafetensorsEntry> = JSON.parse(
    new TextDecoder().decode(bytes.subarray(8, 8 + length)),
  );
  const entries = Object.entries(header).flatMap(([key, entry]) => {
    const changed = key === "__metadata__" ? null : change(key, entry);
    return changed ? [changed] : [];
  });
  return safetensorsFile(Object.fromEntries(entries), bytes.subarray(8 + length), { name });
}
