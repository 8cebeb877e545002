import { FLAT_GROUP, type GpuProgram, programOf } from "./gpuProgram.ts";
import { isAligned, type WeightLayout, weightKey, weightReader, weightReads } from "./weightReader.ts";

/** Most rows of x for which reading W row by row beats the tiled product. */
export const MATVEC_MAX_ROWS = 8;
/** Output features per workgroup; the sum of each is shared by 8 threads. */
export const MATVEC_OUTPUTS = 8;

/** Rows of x the code is made for: 1, 2, 4 or 8. */
function matvecRows(n: number): number {
  return 2 ** Math.ceil(Math.log2(n));
}

/**
 * y = x·Wᵀ [+ bias] [+ scale · down·B] for a few rows of x `[n, k]`, as in decoding: the time is that of reading
 * W once. As in `matmulProgram`, bias and adapter may be absent. Eight threads walk along a row of W, eight columns each at a time. Grid: flat over outputs / 8.
 */
export function matvecProgram(w: WeightLayout, n: number): GpuProgram {
  const rows = matvecRows(n);
  const aligned = isAligned(w.cols);
  const each = (line: (row: number) => string) =>
    Array.from({ length: rows }, (_, row) => line(row)).join("\n");
  return programOf(`matvec_${rows}_${weightKey(w)}`, () => ({
    reads: {
      x: aligned ? "vec4<f32>" : "f32",
      ...weightReads(w),
      bias: "f32",
      down: "f32",
      up: "f32",
    },
    writes: { y: "f32" },
    scalars: { n: "u32", wRows: "u32", wCols: "u32", xRow: "u32", biased: "u32", rank: "u32", scale: "f32" },
    list: false,
    threads: 64,
    declarations: `
var<workgroup> parts: array<f32, ${64 * rows}>;
${weightReader(w)}
fn loadX(row: u32, k: u32) -> vec4<f32> {
  if (row >= u.n || k >= u.wCols) { return vec4<f32>(0.0); }
  let at = (u.xRow + row) * u.wCols + k;
  ${
    aligned
      ? "return x[at / 4u];"
      : `var out = vec4<f32>(0.0);
  for (var j = 0u; j < min(4u, u.wCols - k); j++) { out[j] = x[at + j]; }
  return out;`
  }
}`,
    body: `
let output = (${FLAT_GROUP}) * ${MATVEC_OUTPUTS}u + thread / 8u;
let lane = thread % 8u;
${each((row) => `var acc${row} = 0.0;`)}
if (output < u.wRows) {
  for (var k = 8u * lane; k < u.wCols; k += 64u) {
    let w0 = loadW(output, k);
    let w1 = loadW(output, k + 4u);
    ${each((row) => `acc${row} += dot(w0, loadX(${row}u, k)) + dot(w1, loadX(${row}u, k + 4u));`)}
  }
  for (var r = lane; r < u.rank; r += 8u) {
    let b = u.scale * up[r * u.wRows + output];
    ${each((row) => `if (${row}u < u.n) { acc${row} += down[${row}u * u.rank + r] * b; }`)}
  }
}
${each((row) => `parts[${row * 64}u + thread] = acc${row};`)}
workgroupBarrier();
if (output < u.wRows && lane < u.n) {
  var sum = 0.0;
  if (u.biased == 1u) { sum = bias[output]; }
  for (var i = 0u; i < 8u; i++) { sum += parts[lane * 64u + thread - lane + i]; }
  y[lane * u.wRows + output] = sum;
}`,
  }));
}
