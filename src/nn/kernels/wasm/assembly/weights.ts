// A frozen matrix as TypeScript uploaded it: the formats of `PackedMatrix`, see packedMatrix.ts.

export const F32: i32 = 0;
export const F16: i32 = 1;
export const BF16: i32 = 2;
export const Q8: i32 = 3;
export const Q4: i32 = 4;

/** `wasmMatrix.ts` writes these words. */
@unmanaged
export class Weights {
  format: i32;
  /** Output features. */
  rows: i32;
  /** Input features, innermost. */
  cols: i32;
  /** Columns per scale, q8 and q4. */
  blockSize: i32;
  data: usize;
  scales: usize;
  mins: usize;
  /** All of W decoded as `multiply` reads it, `[panel][k][8]`: W's rows, and its columns. 0: not held. */
  rowPanels: usize;
  columnPanels: usize;
}
