import type { PackedMatrix } from "./packedMatrix.ts";

const HALF_TO_FLOAT = halfTable();
const bits = new Uint32Array(1);
const bitsAsFloat = new Float32Array(bits.buffer);

/** IEEE 754 half precision to single: exact. */
export function halfToFloat(half: number): number {
  return HALF_TO_FLOAT[half & 0xffff]!;
}

/** Decodes row `row` into `out` from `offset` on: `matrix.cols` floats. The reference for every kernel's decoder. */
export function unpackRow(matrix: PackedMatrix, row: number, out: Float32Array, offset: number): void {
  const { cols } = matrix;
  const start = row * cols;
  if (matrix.format === "f32") {
    out.set(matrix.data.subarray(start, start + cols), offset);
    return;
  }
  for (let i = 0; i < cols; i++) {
    const element = start + i;
    if (matrix.format === "q8") {
      const quant = (matrix.data[element >> 2]! << (24 - (element & 3) * 8)) >> 24;
      out[offset + i] = quant * matrix.scales[Math.floor(element / matrix.blockSize)]!;
    } else if (matrix.format === "q4") {
      const nibble = (matrix.data[element >> 3]! >>> ((element & 7) * 4)) & 15;
      const block = Math.floor(element / matrix.blockSize);
      // The product is rounded to a float before the sum, as the kernels round it.
      out[offset + i] = Math.fround(nibble * matrix.scales[block]!) + matrix.mins[block]!;
    } else {
      const value = (matrix.data[element >> 1]! >>> ((element & 1) * 16)) & 0xffff;
      out[offset + i] = matrix.format === "f16" ? HALF_TO_FLOAT[value]! : bfloatToFloat(value);
    }
  }
}

/** Decodes the given rows, in order: `[rows.length, matrix.cols]`. An embedding look-up. */
export function unpackRows(matrix: PackedMatrix, rows: ArrayLike<number>): Float32Array<ArrayBuffer> {
  const out = new Float32Array(rows.length * matrix.cols);
  for (let i = 0; i < rows.length; i++) unpackRow(matrix, rows[i]!, out, i * matrix.cols);
  return out;
}

/** Decodes the whole matrix, row-major `[rows, cols]`. */
export function unpackMatrix(matrix: PackedMatrix): Float32Array<ArrayBuffer> {
  const out = new Float32Array(matrix.rows * matrix.cols);
  for (let row = 0; row < matrix.rows; row++) unpackRow(matrix, row, out, row * matrix.cols);
  return out;
}

function bfloatToFloat(value: number): number {
  bits[0] = value << 16;
  return bitsAsFloat[0]!;
}

function halfTable(): Float32Array {
  const table = new Float32Array(65536);
  for (let half = 0; half < 65536; half++) {
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = (half >> 10) & 31;
    const fraction = half & 1023;
    if (exponent === 31) table[half] = fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
    else if (exponent === 0) table[half] = sign * fraction * 2 ** -24;
    else table[half] = sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  }
  return table;
}
