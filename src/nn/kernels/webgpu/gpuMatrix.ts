import type { TensorInfo } from "@tensorflow/tfjs-core";
import { keep, type Tensor, tensor1d } from "@tensorflow/tfjs-core";
import type { PackedMatrix } from "../../packedMatrix.ts";
import type { FrozenMatrix } from "../kernels.ts";
import type { GpuBackend } from "./gpuBackend.ts";

/** A frozen weight matrix on the GPU, packed as it came; shaders decode it with `weightReader`. */
export class GpuMatrix implements FrozenMatrix {
  readonly rows: number;
  readonly cols: number;
  readonly bytes: number;
  readonly format: PackedMatrix["format"];
  /** Columns per scale; 0 where the format has none. */
  readonly blockSize: number;
  private readonly words: Tensor;
  private readonly scales: Tensor | null;

  constructor(backend: GpuBackend, matrix: PackedMatrix) {
    this.rows = matrix.rows;
    this.cols = matrix.cols;
    this.format = matrix.format;
    this.blockSize = "blockSize" in matrix ? matrix.blockSize : 0;
    this.words =
      matrix.format === "f32"
        ? keep(tensor1d(matrix.data))
        : keep(
            tensor1d(new Int32Array(matrix.data.buffer, matrix.data.byteOffset, matrix.data.length), "int32"),
          );
    const scales = scalesOf(matrix);
    this.scales = scales ? keep(tensor1d(scales)) : null;
    for (const tensor of this.tensors) backend.uploadToGPU(tensor.dataId);
    this.bytes = 4 * (this.words.size + (this.scales?.size ?? 0));
  }

  /** In the order of `weightReads`. */
  get tensors(): TensorInfo[] {
    return this.scales ? [this.words, this.scales] : [this.words];
  }

  dispose(): void {
    this.words.dispose();
    this.scales?.dispose();
  }
}

/** Scale and minimum of a q4 block lie side by side: one load gets both. */
function scalesOf(matrix: PackedMatrix): Float32Array | null {
  if (matrix.format === "q8") return matrix.scales;
  if (matrix.format !== "q4") return null;
  const pairs = new Float32Array(2 * matrix.scales.length);
  for (let i = 0; i < matrix.scales.length; i++) {
    pairs[2 * i] = matrix.scales[i]!;
    pairs[2 * i + 1] = matrix.mins[i]!;
  }
  return pairs;
}

export function gpuMatrix(w: FrozenMatrix): GpuMatrix {
  if (w instanceof GpuMatrix) return w;
  throw new Error("A matrix of other kernels was given to the WebGPU kernels.");
}
