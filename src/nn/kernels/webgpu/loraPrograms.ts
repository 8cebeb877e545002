import { FLAT_GROUP, type GpuProgram, programOf } from "./gpuProgram.ts";

/** Threads per workgroup of `loraDownProgram`. */
const THREADS = 128;

/**
 * The narrow products of an adapter of the given rank, one workgroup per row and product (z):
 * z = 0: x·A `[n, rank]`; z = 1: dy·Bᵀ `[n, rank]`. Both lie in `down` `[2, n, rank]`.
 * The forward pass launches z = 0 alone and may bind anything for dy and B. Grid: flat over n, then z.
 */
export function loraDownProgram(rank: number): GpuProgram {
  // Threads: `width` columns of the result at a time, the sum of each shared by the other threads.
  const width = 2 ** Math.ceil(Math.log2(Math.min(rank, 64)));
  const lanes = THREADS / width;
  return programOf(`loraDown_${width}`, () => ({
    reads: { x: "f32", a: "f32", dy: "f32", b: "f32" },
    writes: { down: "f32" },
    scalars: { n: "u32", inputs: "u32", outputs: "u32", rank: "u32" },
    list: false,
    threads: THREADS,
    declarations: `var<workgroup> parts: array<f32, ${THREADS}>;`,
    body: `
let row = ${FLAT_GROUP};
for (var j0 = 0u; j0 < u.rank; j0 += ${width}u) {
  var acc = 0.0;
  var j = thread % ${width}u;
  var lane = thread / ${width}u;
  if (wg.z == 0u) {
    if (row < u.n && j0 + j < u.rank) {
      for (var k = lane; k < u.inputs; k += ${lanes}u) { acc += x[row * u.inputs + k] * a[k * u.rank + j0 + j]; }
    }
  } else {
    // B is long along k: neighbouring threads take neighbouring k.
    lane = thread % ${lanes}u;
    j = thread / ${lanes}u;
    if (row < u.n && j0 + j < u.rank) {
      for (var k = lane; k < u.outputs; k += ${lanes}u) { acc += dy[row * u.outputs + k] * b[(j0 + j) * u.outputs + k]; }
    }
  }
  parts[lane * ${width}u + j] = acc;
  workgroupBarrier();
  if (thread < ${width}u && row < u.n && j0 + thread < u.rank) {
    var sum = 0.0;
    for (var i = 0u; i < ${lanes}u; i++) { sum += parts[i * ${width}u + thread]; }
    down[(wg.z * u.n + row) * u.rank + j0 + thread] = sum;
  }
  workgroupBarrier();
}`,
  }));
}

/** Columns of the rank dimension that a thread of `loraGradientsProgram` sums at once. */
export const LORA_COLUMNS = 4;

/**
 * dA = scale · xᵀ·(dy·Bᵀ) `[inputs, rank]` (z = 0) and dB = scale · (x·A)ᵀ·dy `[rank, outputs]` (z = 1), from
 * `down` of `loraDownProgram`. Grid: x = ceil(max(inputs, outputs) / 64), y = ceil(rank / 4), z = 2.
 */
export function loraGradientsProgram(): GpuProgram {
  const sum = (wide: string, width: string, plane: string) => `
  for (var row = 0u; row < u.n; row++) {
    let value = ${wide}[row * ${width} + feature];
    let at = (${plane} + row) * u.rank + j0;
    for (var j = 0u; j < columns; j++) { acc[j] += value * down[at + j]; }
  }`;
  return programOf("loraGradients", () => ({
    reads: { x: "f32", dy: "f32", down: "f32" },
    writes: { da: "f32", db: "f32" },
    scalars: { n: "u32", inputs: "u32", outputs: "u32", rank: "u32", scale: "f32" },
    list: false,
    threads: 64,
    declarations: "",
    body: `
let feature = wg.x * 64u + thread;
let j0 = wg.y * ${LORA_COLUMNS}u;
let columns = min(${LORA_COLUMNS}u, u.rank - j0);
var acc = vec4<f32>(0.0);
if (wg.z == 0u) {
  if (feature >= u.inputs) { return; }
  ${sum("x", "u.inputs", "u.n")}
  for (var j = 0u; j < columns; j++) { da[feature * u.rank + j0 + j] = u.scale * acc[j]; }
} else {
  if (feature >= u.outputs) { return; }
  ${sum("dy", "u.outputs", "0u")}
  for (var j = 0u; j < columns; j++) { db[(j0 + j) * u.outputs + feature] = u.scale * acc[j]; }
}`,
  }));
}
