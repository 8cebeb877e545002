import { type GpuProgram, programOf } from "./gpuProgram.ts";

/** Rows of queries and of keys that a workgroup holds at a time; what fits in 16 KiB of workgroup memory. */
export function attentionTiles(headDim: number, newTokens: number): { queries: number; keys: number } {
  const rows = (floats: number, most: number) => Math.max(1, Math.min(most, Math.floor(floats / headDim)));
  return { queries: newTokens === 1 ? 1 : rows(512, 8), keys: rows(2048, 32) };
}

/**
 * The scalars and helpers that the attention programs share. `list` holds, for each sequence, where its queries
 * start (0 in training, the cached length in decoding), then for each its number of real tokens.
 */
export const ATTENTION_SCALARS = {
  batch: "u32",
  /** Queries per sequence. */
  newTokens: "u32",
  /** Rows of keys per sequence. */
  keyRows: "u32",
  /** Row of the first value: 0, or where a cache keeps values behind keys. */
  valueRow: "u32",
  heads: "u32",
  kvHeads: "u32",
  /** Keys that a query sees at most, the last ones; 0 = all. */
  window: "u32",
  scale: "f32",
} as const;

/** WGSL. `visible` is the key at which the sight of the query at a position ends (0 for padding), `firstSeen` where it begins. */
export const ATTENTION_HELPERS = `
fn visible(position: u32, length: u32) -> u32 {
  if (position >= length) { return 0u; }
  return position + 1u;
}
fn firstSeen(position: u32) -> u32 {
  return select(0u, position + 1u - u.window, u.window > 0u && position + 1u > u.window);
}`;

/**
 * Attention by blocks with a running maximum and sum (Milakov & Gimelshein 2018; Dao et al. 2022): a workgroup holds
 * a few queries of one head and walks over the keys. Grid: x = query blocks, y = heads, z = batch.
 */
export function attentionProgram(headDim: number, newTokens: number): GpuProgram {
  const { queries, keys } = attentionTiles(headDim, newTokens);
  const width = vectorWidth(headDim);
  const vec = vectorType(width);
  const parts = headDim / width;
  // One vector more than the row, so that the rows of keys start in different memory banks.
  const stride = parts + 1;
  const accs = Math.ceil((queries * parts) / 64);
  return programOf(`attention_${headDim}_${queries}`, () => ({
    reads: { q: vec, k: vec, v: vec },
    writes: { y: vec },
    scalars: ATTENTION_SCALARS,
    list: true,
    threads: 64,
    declarations: `
var<workgroup> qs: array<${vec}, ${queries * parts}>;
var<workgroup> kvs: array<${vec}, ${keys * stride}>;
var<workgroup> scores: array<f32, ${queries * keys}>;
var<workgroup> highest: array<f32, ${queries}>;
var<workgroup> sums: array<f32, ${queries}>;
var<workgroup> rescale: array<f32, ${queries}>;
${ATTENTION_HELPERS}
${dotFunction(width)}`,
    body: `
let head = wg.y;
let b = wg.z;
let kvHead = head / (u.heads / u.kvHeads);
let start = u32(list[b]);
let length = u32(list[u.batch + b]);
let first = wg.x * ${queries}u;
let rowParts = u.heads * ${parts}u;
let keyParts = u.kvHeads * ${parts}u;
for (var i = thread; i < ${queries * parts}u; i += 64u) {
  let t = first + i / ${parts}u;
  qs[i] = ${vec}(0.0);
  if (t < u.newTokens) { qs[i] = u.scale * q[(b * u.newTokens + t) * rowParts + head * ${parts}u + i % ${parts}u]; }
}
if (thread < ${queries}u) {
  highest[thread] = -3.0e38;
  sums[thread] = 0.0;
}
var acc: array<${vec}, ${accs}>;
// The last query sees most.
let lastPosition = start + min(first + ${queries}u, u.newTokens) - 1u;
let keyEnd = min(length, lastPosition + 1u);
for (var j0 = (firstSeen(start + first) / ${keys}u) * ${keys}u; j0 < keyEnd; j0 += ${keys}u) {
  let count = min(${keys}u, keyEnd - j0);
  let row0 = b * u.keyRows + j0;
  for (var i = thread; i < count * ${parts}u; i += 64u) {
    kvs[(i / ${parts}u) * ${stride}u + i % ${parts}u] = k[(row0 + i / ${parts}u) * keyParts + kvHead * ${parts}u + i % ${parts}u];
  }
  workgroupBarrier();
  for (var i = thread; i < ${queries * keys}u; i += 64u) {
    let query = i / ${keys}u;
    let key = i % ${keys}u;
    var score = -3.0e38;
    let position = start + first + query;
    if (key < count && j0 + key < visible(position, length) && j0 + key >= firstSeen(position)) {
      score = 0.0;
      for (var d = 0u; d < ${parts}u; d++) { score += product(qs[query * ${parts}u + d], kvs[key * ${stride}u + d]); }
    }
    scores[i] = score;
  }
  workgroupBarrier();
  for (var i = thread; i < count * ${parts}u; i += 64u) {
    kvs[(i / ${parts}u) * ${stride}u + i % ${parts}u] =
      v[(u.valueRow + row0 + i / ${parts}u) * keyParts + kvHead * ${parts}u + i % ${parts}u];
  }
  if (thread < ${queries}u) {
    var high = highest[thread];
    for (var j = 0u; j < count; j++) { high = max(high, scores[thread * ${keys}u + j]); }
    let shrink = exp(highest[thread] - high);
    var sum = sums[thread] * shrink;
    for (var j = 0u; j < count; j++) {
      let at = thread * ${keys}u + j;
      let p = select(0.0, exp(scores[at] - high), scores[at] > -1.0e38);
      scores[at] = p;
      sum += p;
    }
    highest[thread] = high;
    sums[thread] = sum;
    rescale[thread] = shrink;
  }
  workgroupBarrier();
  for (var a = 0u; a < ${accs}u; a++) {
    let i = thread + 64u * a;
    if (i < ${queries * parts}u) {
      let query = i / ${parts}u;
      var mixed = acc[a] * rescale[query];
      for (var j = 0u; j < count; j++) { mixed += scores[query * ${keys}u + j] * kvs[j * ${stride}u + i % ${parts}u]; }
      acc[a] = mixed;
    }
  }
  workgroupBarrier();
}
for (var a = 0u; a < ${accs}u; a++) {
  let i = thread + 64u * a;
  let query = i / ${parts}u;
  if (i < ${queries * parts}u && first + query < u.newTokens) {
    let sum = sums[query];
    let at = (b * u.newTokens + first + query) * rowParts + head * ${parts}u + i % ${parts}u;
    y[at] = select(${vec}(0.0), acc[a] / max(sum, 1.0e-38), sum > 0.0);
  }
}`,
  }));
}

/** Widest vector that divides a head. */
export function vectorWidth(headDim: number): 1 | 2 | 4 {
  if (headDim % 4 === 0) return 4;
  return headDim % 2 === 0 ? 2 : 1;
}

export function vectorType(width: 1 | 2 | 4): string {
  return width === 1 ? "f32" : `vec${width}<f32>`;
}

/** WGSL `product(a, b)`: the dot product, which the language does not have for single numbers. */
export function dotFunction(width: 1 | 2 | 4): string {
  const type = vectorType(width);
  const value = width === 1 ? "a * b" : "dot(a, b)";
  return `fn product(a: ${type}, b: ${type}) -> f32 { return ${value}; }`;
}
