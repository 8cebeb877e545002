import type { PackedMatrix } from "../../nn/packedMatrix.ts";

/**
 * llama.cpp turns neighbouring pairs (2i, 2i + 1) of a head where Hugging Face turns (i, i + headDim / 2),
 * so its converter reorders the rows of q and k of the "llama" architecture. This puts them back.
 */
export function undoInterleavedRotation(matrix: PackedMatrix, headDim: number): PackedMatrix {
  const half = headDim / 2;
  return reorderRows(matrix, (row) => {
    const inHead = row % headDim;
    return row - inHead + (inHead % half) * 2 + Math.floor(inHead / half);
  });
}

/** A new matrix whose row r is row `sourceOf(r)` of the given one; packed rows move whole. */
function reorderRows(matrix: PackedMatrix, sourceOf: (row: number) => number): PackedMatrix {
  const { rows } = matrix;
  const move = <T extends Float32Array | Uint32Array>(from: T, to: T): T => {
    const stride = from.length / rows;
    for (let row = 0; row < rows; row++) {
      const start = sourceOf(row) * stride;
      to.set(from.subarray(start, start + stride), row * stride);
    }
    return to;
  };
  const words = (from: Uint32Array) => move(from, new Uint32Array(from.length));
  const floats = (from: Float32Array) => move(from, new Float32Array(from.length));
  switch (matrix.format) {
    case "f32":
      return { ...matrix, data: floats(matrix.data) };
    case "f16":
    case "bf16":
      return { ...matrix, data: words(matrix.data) };
    case "q8":
      return { ...matrix, data: words(matrix.data), scales: floats(matrix.scales) };
    case "q4":
      return {
        ...matrix,
        data: words(matrix.data),
        scales: floats(matrix.scales),
        mins: floats(matrix.mins),
      };
  }
}
