import type { ByteSource } from "./byteSource.ts";
import { badCheckpoint, damaged, unsupported } from "./checkpointError.ts";
import { isQuantType, QUANT_TYPES, type QuantType } from "./gguf/quantTypes.ts";

/** Where one tensor lies in its file. Nothing of it has been read yet. */
export interface StoredTensor {
  name: string;
  /** File it lies in, for messages. */
  file: string;
  source: ByteSource;
  /** Absolute, in bytes. */
  offset: number;
  /** Bytes the file says it takes, or null where the format leaves that to be computed (GGUF). */
  length: number | null;
  /** Outermost dimension first, as in PyTorch. */
  shape: readonly number[];
  /** As the file names it; may be one we cannot read. */
  type: string;
}

/** All tensors of a checkpoint by name; over several files where it is sharded. */
export type TensorIndex = ReadonlyMap<string, StoredTensor>;

/** A tensor that has been checked against what the model needs and what the file holds. */
export interface ReadableTensor extends StoredTensor {
  type: QuantType;
  length: number;
}

/**
 * The tensor `name`, or an error: it is missing, has another shape, is of a type that cannot be read,
 * or lies outside its file.
 */
export function requireTensor(index: TensorIndex, name: string, shape: readonly number[]): ReadableTensor {
  const tensor = index.get(name);
  if (!tensor) throw badCheckpoint(`The checkpoint lacks the tensor ${name}.`);
  if (tensor.shape.length !== shape.length || tensor.shape.some((size, i) => size !== shape[i])) {
    throw badCheckpoint(
      `${tensor.file}: ${name} has the shape [${tensor.shape}] where the configuration asks for [${shape}].`,
    );
  }
  const { type } = tensor;
  if (!isQuantType(type)) {
    throw unsupported(`${tensor.file}: ${name} is stored as ${type}, which this page cannot read.`);
  }
  const length = storedBytes(tensor, type);
  if (tensor.length !== null && tensor.length !== length) {
    throw badCheckpoint(
      `${tensor.file}: ${name} takes ${tensor.length} bytes where ${type} [${shape}] takes ${length}.`,
    );
  }
  if (tensor.offset + length > tensor.source.size) {
    throw damaged(
      `${tensor.file} is cut off: ${name} ends at byte ${tensor.offset + length}, the file at ${tensor.source.size}.`,
    );
  }
  return { ...tensor, type, length };
}

function storedBytes(tensor: StoredTensor, type: QuantType): number {
  const { elements, bytes } = QUANT_TYPES[type];
  const cols = tensor.shape.at(-1) ?? 1;
  if (cols % elements !== 0) {
    throw badCheckpoint(
      `${tensor.file}: ${tensor.name} has rows of ${cols}, not a multiple of the ${elements} of a ${type} block.`,
    );
  }
  return (tensor.shape.reduce((product, size) => product * size, 1) / elements) * bytes;
}
