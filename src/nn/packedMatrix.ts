/**
 * A frozen weight matrix as it is kept at rest: row-major `[rows, cols]`, rows = output features,
 * cols = input features (the layout of both safetensors and GGUF, columns innermost).
 *
 * All checkpoint formats are reduced, without loss, to these five; kernels decode them on the fly.
 * - `f32`: `data` holds rows·cols floats.
 * - `f16`, `bf16`: two values per word, the even column in the low half.
 * - `q8`: four signed bytes per word, lowest column in the lowest byte;
 *   value = q · scale[block], blocks of `blockSize` along a row.
 * - `q4`: eight nibbles per word, lowest column in the lowest nibble;
 *   value = nibble · scale[block] + min[block], blocks of `blockSize` along a row.
 * `cols` is a multiple of `blockSize`; blocks are numbered row · (cols / blockSize) + column block.
 */
export type PackedMatrix = {
  rows: number;
  cols: number;
} & (
  | { format: "f32"; data: Float32Array }
  | { format: "f16" | "bf16"; data: Uint32Array }
  | {
      format: "q8";
      data: Uint32Array;
      blockSize: 16 | 32;
      scales: Float32Array;
    }
  | {
      format: "q4";
      data: Uint32Array;
      blockSize: 32;
      scales: Float32Array;
      mins: Float32Array;
    }
);
