import type { GpuMatrix } from "./gpuMatrix.ts";

/** What a program that reads a matrix depends on. */
export type WeightLayout = Pick<GpuMatrix, "format" | "cols" | "blockSize">;

/** What of a matrix changes the code that reads it. */
export function weightKey(w: WeightLayout): string {
  return `${w.format}${w.blockSize || ""}${isAligned(w.cols) ? "" : "u"}`;
}

/** Bindings a matrix needs, in the order of `GpuMatrix.tensors`. */
export function weightReads(w: WeightLayout): Record<string, string> {
  switch (w.format) {
    case "f32":
      return { words: isAligned(w.cols) ? "vec4<f32>" : "f32" };
    case "f16":
    case "bf16":
      return { words: "u32" };
    case "q8":
      return { words: "u32", scales: "f32" };
    case "q4":
      return { words: "u32", scales: "vec2<f32>" };
  }
}

/**
 * WGSL `loadW(row, col) -> vec4<f32>`: four neighbouring columns from `col`, a multiple of 4, decoded; 0 outside
 * the matrix. `u.wRows` and `u.wCols` must be scalars of the program.
 */
export function weightReader(w: WeightLayout): string {
  return `
fn loadW(row: u32, col: u32) -> vec4<f32> {
  if (row >= u.wRows || col >= u.wCols) { return vec4<f32>(0.0); }
  let at = row * u.wCols + col;
  ${decode(w)}
}`;
}

/** Dimensions that are multiples of 4 let a thread read four floats at once. */
export function isAligned(cols: number): boolean {
  return cols % 4 === 0;
}

function decode(w: WeightLayout): string {
  switch (w.format) {
    case "f32":
      return isAligned(w.cols) ? "return words[at / 4u];" : guardedLoad("words");
    case "f16":
      return pairs("unpack2x16float(words[at / 2u])", "unpack2x16float(words[at / 2u + 1u])", w.cols);
    case "bf16": {
      const pair = (word: string) =>
        `vec2<f32>(bitcast<f32>(${word} << 16u), bitcast<f32>(${word} & 0xffff0000u))`;
      return pairs(pair("words[at / 2u]"), pair("words[at / 2u + 1u]"), w.cols);
    }
    case "q8":
      return `
  let word = bitcast<i32>(words[at / 4u]);
  let q = vec4<i32>(word << 24u, word << 16u, word << 8u, word) >> vec4<u32>(24u);
  return vec4<f32>(q) * scales[at / ${w.blockSize}u];`;
    case "q4":
      return `
  let word = words[at / 8u] >> (4u * (at & 4u));
  let q = (vec4<u32>(word) >> vec4<u32>(0u, 4u, 8u, 12u)) & vec4<u32>(15u);
  let block = scales[at / ${w.blockSize}u];
  return vec4<f32>(q) * block.x + block.y;`;
  }
}

function pairs(first: string, second: string, cols: number): string {
  if (isAligned(cols)) return `return vec4<f32>(${first}, ${second});`;
  return `
  if (col + 2u >= u.wCols) { return vec4<f32>(${first}, 0.0, 0.0); }
  return vec4<f32>(${first}, ${second});`;
}

function guardedLoad(name: string): string {
  return `
  var out = vec4<f32>(0.0);
  for (var j = 0u; j < min(4u, u.wCols - col); j++) { out[j] = ${name}[at + j]; }
  return out;`;
}
