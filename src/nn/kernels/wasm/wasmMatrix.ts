import type { PackedMatrix } from "../../packedMatrix.ts";
import type { FrozenMatrix } from "../kernels.ts";
import type { Heap } from "./heap.ts";

/** Numbers of the formats and layout of a descriptor, as in `assembly/weights.ts`. */
const FORMATS = { f32: 0, f16: 1, bf16: 2, q8: 3, q4: 4 } as const;
const DESCRIPTOR_BYTES = 28;
/** Kernels read up to three scales past the last row's, and multiply them by zero: they must be finite. */
const SCALE_PADDING = 4;

/** A frozen matrix in the kernels' heap, packed as it came. */
export class WasmMatrix implements FrozenMatrix {
  readonly rows: number;
  readonly cols: number;
  readonly bytes: number;
  /** Address of the descriptor that kernels take. */
  readonly address: number;
  private readonly heap: Heap;
  private readonly blocks: number[] = [];

  constructor(heap: Heap, matrix: PackedMatrix) {
    this.heap = heap;
    this.rows = matrix.rows;
    this.cols = matrix.cols;
    const before = heap.bytesInUse;
    try {
      this.address = this.allocate(DESCRIPTOR_BYTES);
      const data = this.upload(matrix.data);
      const scales = "scales" in matrix ? this.upload(matrix.scales) : 0;
      const mins = "mins" in matrix ? this.upload(matrix.mins) : 0;
      const blockSize = "blockSize" in matrix ? matrix.blockSize : 0;
      heap
        .integers(this.address, DESCRIPTOR_BYTES / 4)
        .set([FORMATS[matrix.format], matrix.rows, matrix.cols, blockSize, data, scales, mins]);
    } catch (error) {
      this.dispose();
      throw error;
    }
    this.bytes = heap.bytesInUse - before;
  }

  dispose(): void {
    for (const block of this.blocks.splice(0)) this.heap.free(block);
  }

  private upload(values: Float32Array | Uint32Array): number {
    const address = this.allocate(values.byteLength + 4 * SCALE_PADDING);
    const target = this.heap.integers(address, values.length + SCALE_PADDING);
    target.set(new Int32Array(values.buffer, values.byteOffset, values.length));
    target.fill(0, values.length);
    return address;
  }

  private allocate(bytes: number): number {
    const address = this.heap.allocate(bytes);
    this.blocks.push(address);
    return address;
  }
}

/** The matrix as ours; matrices of other kernels cannot be used here. */
export function wasmMatrix(w: FrozenMatrix): WasmMatrix {
  if (w instanceof WasmMatrix) return w;
  throw new Error("A matrix of other kernels was given to the WebAssembly kernels.");
}
