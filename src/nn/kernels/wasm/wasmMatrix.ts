import type { PackedMatrix } from "../../packedMatrix.ts";
import type { FrozenMatrix } from "../kernels.ts";
import type { KernelRuntime } from "./kernelRuntime.ts";

/** Numbers of the formats and layout of a descriptor, as in `assembly/weights.ts`. */
const FORMATS = { f32: 0, f16: 1, bf16: 2, q8: 3, q4: 4 } as const;
const DESCRIPTOR_BYTES = 36;
/** Kernels read up to three scales past the last row's, and multiply them by zero: they must be finite. */
const SCALE_PADDING = 4;

/** Values in the heap. */
interface Block {
  address: number;
  length: number;
}

/** A `PackedMatrix` whose values are in the heap. */
type StoredMatrix =
  | { format: "f32" | "f16" | "bf16"; data: Block }
  | { format: "q8"; data: Block; blockSize: 16 | 32; scales: Block }
  | { format: "q4"; data: Block; blockSize: 32; scales: Block; mins: Block };

/** A frozen matrix in the kernels' heap, packed as it came; of floats, also decoded into panels while there is room. */
export class WasmMatrix implements FrozenMatrix {
  readonly rows: number;
  readonly cols: number;
  readonly bytes: number;
  /** Address of the descriptor that kernels take. */
  readonly address: number;
  private readonly runtime: KernelRuntime;
  private readonly stored: StoredMatrix;
  private readonly blocks: number[] = [];
  private panelBytes = 0;

  constructor(runtime: KernelRuntime, matrix: PackedMatrix) {
    const { heap } = runtime;
    this.runtime = runtime;
    this.rows = matrix.rows;
    this.cols = matrix.cols;
    const before = heap.bytesInUse;
    try {
      this.address = this.allocate(DESCRIPTOR_BYTES);
      const stored = this.store(matrix);
      this.stored = stored;
      const { data } = stored;
      const scales = "scales" in stored ? stored.scales.address : 0;
      const mins = "mins" in stored ? stored.mins.address : 0;
      const blockSize = "blockSize" in stored ? stored.blockSize : 0;
      const panels = this.allocatePanels(matrix);
      heap
        .integers(this.address, DESCRIPTOR_BYTES / 4)
        .set([
          FORMATS[matrix.format],
          matrix.rows,
          matrix.cols,
          blockSize,
          data.address,
          scales,
          mins,
          ...panels,
        ]);
      if (this.panelBytes > 0) runtime.exports.fillPanels(this.address);
    } catch (error) {
      this.dispose();
      throw error;
    }
    this.bytes = heap.bytesInUse - before;
  }

  packed(): PackedMatrix {
    const { rows, cols, stored } = this;
    const { heap } = this.runtime;
    const floats = ({ address, length }: Block) => heap.floats(address, length);
    const words = ({ address, length }: Block) => heap.words(address, length);
    switch (stored.format) {
      case "f32":
        return { rows, cols, format: stored.format, data: floats(stored.data) };
      case "f16":
      case "bf16":
        return { rows, cols, format: stored.format, data: words(stored.data) };
      case "q8":
        return { ...stored, rows, cols, data: words(stored.data), scales: floats(stored.scales) };
      case "q4":
        return {
          ...stored,
          rows,
          cols,
          data: words(stored.data),
          scales: floats(stored.scales),
          mins: floats(stored.mins),
        };
    }
  }

  dispose(): void {
    for (const block of this.blocks.splice(0)) this.runtime.heap.free(block);
    this.runtime.panelBytes -= this.panelBytes;
    this.panelBytes = 0;
  }

  /** The addresses of the panels of rows and of columns, 0 where they are not held. */
  private allocatePanels({ rows, cols, format }: PackedMatrix): [number, number] {
    const sizes = [4 * cols * 8 * Math.ceil(rows / 8), 4 * rows * 8 * Math.ceil(cols / 8)] as const;
    const bytes = sizes[0] + sizes[1];
    const isQuantised = format === "q4" || format === "q8";
    if (isQuantised || this.runtime.panelBytes + bytes > this.runtime.maxPanelBytes) return [0, 0];
    const addresses: [number, number] = [this.allocate(sizes[0]), this.allocate(sizes[1])];
    this.panelBytes = bytes;
    this.runtime.panelBytes += bytes;
    return addresses;
  }

  private store(matrix: PackedMatrix): StoredMatrix {
    const { format } = matrix;
    const data = this.upload(matrix.data);
    if (format === "q8") {
      return { format, data, blockSize: matrix.blockSize, scales: this.upload(matrix.scales) };
    }
    if (format !== "q4") return { format, data };
    const { blockSize } = matrix;
    return { format, data, blockSize, scales: this.upload(matrix.scales), mins: this.upload(matrix.mins) };
  }

  private upload(values: Float32Array | Uint32Array): Block {
    const address = this.allocate(values.byteLength + 4 * SCALE_PADDING);
    const target = this.runtime.heap.integers(address, values.length + SCALE_PADDING);
    target.set(new Int32Array(values.buffer, values.byteOffset, values.length));
    target.fill(0, values.length);
    return { address, length: values.length };
  }

  private allocate(bytes: number): number {
    const address = this.runtime.heap.allocate(bytes);
    this.blocks.push(address);
    return address;
  }
}

/** The matrix as ours; matrices of other kernels cannot be used here. */
export function wasmMatrix(w: FrozenMatrix): WasmMatrix {
  if (w instanceof WasmMatrix) return w;
  throw new Error("A matrix of other kernels was given to the WebAssembly kernels.");
}
