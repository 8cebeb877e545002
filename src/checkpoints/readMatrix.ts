import type { PackedMatrix } from "../nn/packedMatrix.ts";
import { unpackMatrix } from "../nn/unpackMatrix.ts";
import { forEachChunk } from "./byteSource.ts";
import { damaged, unsupported } from "./checkpointError.ts";
import {
  decodeIQ4_NL,
  decodeIQ4_XS,
  decodeQ2_K,
  decodeQ3_K,
  decodeQ4_0,
  decodeQ4_1,
  decodeQ4_K,
  decodeQ5_0,
  decodeQ5_1,
  decodeQ5_K,
  decodeQ6_K,
  decodeQ8_0,
  type NibbleTarget,
  type QuantTarget,
} from "./gguf/quantBlocks.ts";
import { QUANT_TYPES } from "./gguf/quantTypes.ts";
import type { ReadableTensor } from "./tensorFile.ts";

/**
 * Reads a matrix in chunks into its packed form, so that beside the result only a few megabytes are held.
 * Every stored type keeps its exact values: plain ones are copied; Q4_0, Q4_1 and Q4_K become `q4`; those without a
 * minimum (Q8_0, Q5_0, Q6_K, Q3_K, IQ4_NL, IQ4_XS) `q8`. Q5_1, Q5_K and Q2_K have a minimum and another number of bits
 * or of values a block, fit neither, and become `f32`.
 */
export async function readMatrix(tensor: ReadableTensor, signal?: AbortSignal): Promise<PackedMatrix> {
  const [rows = 0, cols = 0] = tensor.shape;
  const count = rows * cols;
  const read = (visit: (bytes: Uint8Array<ArrayBuffer>, firstBlock: number) => void) => {
    const unit = QUANT_TYPES[tensor.type].bytes;
    const range = { offset: tensor.offset, length: tensor.length, unit };
    return forEachChunk(tensor.source, range, (bytes, at) => visit(bytes, at / unit), signal);
  };
  const copy = async (data: Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>) => {
    const target = new Uint8Array(data.buffer);
    const { bytes: size } = QUANT_TYPES[tensor.type];
    await read((bytes, firstElement) => target.set(bytes, firstElement * size));
  };
  const quants = async (
    blockSize: 16 | 32,
    decode: (bytes: Uint8Array<ArrayBuffer>, firstBlock: number, target: QuantTarget) => void,
  ): Promise<PackedMatrix> => {
    const target = { data: new Uint32Array(count / 4), scales: new Float32Array(count / blockSize) };
    await read((bytes, firstBlock) => decode(bytes, firstBlock, target));
    requireFinite(target.scales, tensor);
    return { rows, cols, format: "q8", blockSize, ...target };
  };
  const nibbles = async (
    decode: (bytes: Uint8Array<ArrayBuffer>, firstBlock: number, target: NibbleTarget) => void,
  ): Promise<PackedMatrix> => {
    const blocks = count / 32;
    const target = {
      data: new Uint32Array(count / 8),
      scales: new Float32Array(blocks),
      mins: new Float32Array(blocks),
    };
    await read((bytes, firstBlock) => decode(bytes, firstBlock, target));
    requireFinite(target.scales, tensor);
    requireFinite(target.mins, tensor);
    return { rows, cols, format: "q4", blockSize: 32, ...target };
  };

  const floats = async (
    decode: (bytes: Uint8Array<ArrayBuffer>, firstBlock: number, out: Float32Array<ArrayBuffer>) => void,
  ): Promise<PackedMatrix> => {
    const data = new Float32Array(count);
    await read((bytes, firstBlock) => decode(bytes, firstBlock, data));
    requireFinite(data, tensor);
    return { rows, cols, format: "f32", data };
  };

  switch (tensor.type) {
    case "F32": {
      const data = new Float32Array(count);
      await copy(data);
      return { rows, cols, format: "f32", data };
    }
    case "F16":
    case "BF16": {
      const data = new Uint32Array(Math.ceil(count / 2));
      await copy(data);
      return { rows, cols, format: tensor.type === "F16" ? "f16" : "bf16", data };
    }
    case "Q8_0":
      return quants(32, decodeQ8_0);
    case "Q5_0":
      return quants(32, decodeQ5_0);
    case "Q6_K":
      return quants(16, decodeQ6_K);
    case "IQ4_NL":
      return quants(32, decodeIQ4_NL);
    case "IQ4_XS":
      return quants(32, decodeIQ4_XS);
    case "Q3_K":
      return quants(16, decodeQ3_K);
    case "Q4_0":
      return nibbles(decodeQ4_0);
    case "Q4_1":
      return nibbles(decodeQ4_1);
    case "Q4_K":
      return nibbles(decodeQ4_K);
    case "Q5_1":
      return floats(decodeQ5_1);
    case "Q5_K":
      return floats(decodeQ5_K);
    case "Q2_K":
      return floats(decodeQ2_K);
  }
}

/** Reads a norm's gains or a bias: a plain vector, as floats. */
export async function readVector(
  tensor: ReadableTensor,
  signal?: AbortSignal,
): Promise<Float32Array<ArrayBuffer>> {
  const [length = 0] = tensor.shape;
  if (tensor.type !== "F32" && tensor.type !== "F16" && tensor.type !== "BF16") {
    throw unsupported(
      `${tensor.file}: ${tensor.name} is a vector stored as ${tensor.type}, which is unusual.`,
    );
  }
  const values = unpackMatrix(await readMatrix({ ...tensor, shape: [1, length] }, signal));
  requireFinite(values, tensor);
  return values;
}

/** One bad scale would spread over the whole model as NaN; it is a sign of a damaged file. */
function requireFinite(values: Float32Array, { file, name }: ReadableTensor): void {
  for (const value of values) {
    if (!Number.isFinite(value))
      throw damaged(`${file} is damaged: ${name} holds values that are no numbers.`);
  }
}
