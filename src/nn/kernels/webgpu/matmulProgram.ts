import { type GpuProgram, programOf } from "./gpuProgram.ts";
import { isAligned, type WeightLayout, weightKey, weightReader, weightReads } from "./weightReader.ts";

/** Side of the square tiles of output, of x and of W that a workgroup works on. */
export const TILE = 32;
/** A row of a tile in vec4, one more than its 8 so that the rows start in different memory banks. */
const STRIDE = 9;

/**
 * Tiled product of x `[n, k]` with a packed matrix: y = x·Wᵀ, or x·W when transposed, [+ bias] [+ scale · down·up].
 * Without a bias or an adapter (`biased` 0, `rank` 0) anything may be bound in their place: one program serves all.
 * A tile of W is decoded once into workgroup memory and used for 32 rows of x. The LoRA part continues the sum
 * over k with the small products: forward down = x·A, up = B; backward down = dy·Bᵀ, up = A, read transposed.
 * Sums of very long k are split over z: split z writes rows z·n … of y, for the caller to add up.
 *
 * Grid: x = output columns / TILE, y = rows / TILE, z = splits. `kSplit` is a multiple of TILE.
 */
export function matmulProgram(w: WeightLayout, k: number, transposed: boolean): GpuProgram {
  const key = ["matmul", weightKey(w), isAligned(k) ? "" : "u", transposed ? "t" : ""].join("_");
  return programOf(key, () => ({
    reads: {
      x: isAligned(k) ? "vec4<f32>" : "f32",
      ...weightReads(w),
      bias: "f32",
      down: "f32",
      up: "f32",
    },
    writes: { y: "f32" },
    scalars: {
      n: "u32",
      k: "u32",
      cols: "u32",
      kSplit: "u32",
      wRows: "u32",
      wCols: "u32",
      xRow: "u32",
      yRow: "u32",
      biased: "u32",
      rank: "u32",
      downAt: "u32",
      scale: "f32",
    },
    list: false,
    threads: 64,
    declarations: `
var<workgroup> xs: array<vec4<f32>, ${TILE * STRIDE}>;
var<workgroup> ws: array<vec4<f32>, ${TILE * STRIDE}>;
${weightReader(w)}
${xReader(k)}`,
    body: `
let tx = thread % 8u;
let ty = thread / 8u;
let row0 = wg.y * ${TILE}u;
let col0 = wg.x * ${TILE}u;
var acc0 = vec4<f32>(0.0);
var acc1 = vec4<f32>(0.0);
var acc2 = vec4<f32>(0.0);
var acc3 = vec4<f32>(0.0);
let kEnd = min(u.k, (wg.z + 1u) * u.kSplit);
// The adapter's columns follow as further steps of k.
let adapterAt = (kEnd + ${TILE - 1}u) / ${TILE}u * ${TILE}u;
for (var k0 = wg.z * u.kSplit; k0 < adapterAt + u.rank; k0 += ${TILE}u) {
  var steps = 8u;
  for (var i = 0u; i < 4u; i++) {
    let at = thread + 64u * i;
    ${loadTilesOrAdapter(w, transposed)}
  }
  workgroupBarrier();
  for (var k4 = 0u; k4 < steps; k4++) {
    ${innerProducts(transposed)}
  }
  workgroupBarrier();
}
${storeOutput(transposed)}`,
  }));
}

/** WGSL `loadX(row, k) -> vec4<f32>`: four neighbours of row `u.xRow + row`, 0 outside. */
function xReader(k: number): string {
  const load = isAligned(k)
    ? "return x[at / 4u];"
    : `var out = vec4<f32>(0.0);
  for (var j = 0u; j < min(4u, u.k - k); j++) { out[j] = x[at + j]; }
  return out;`;
  return `
fn loadX(row: u32, k: u32) -> vec4<f32> {
  if (row >= u.n || k >= u.k) { return vec4<f32>(0.0); }
  let at = (u.xRow + row) * u.k + k;
  ${load}
}`;
}

/**
 * Fills `xs` and `ws` from k0 on. Quantised: a thread takes 16 columns of one row of W, which share words and scale.
 * Others: neighbouring threads read neighbouring columns.
 */
function loadTiles(w: WeightLayout, transposed: boolean): string {
  const quantised = w.blockSize > 0;
  const [row0, column0] = transposed ? ["k0", "col0"] : ["col0", "k0"];
  return `xs[(at / 8u) * ${STRIDE}u + at % 8u] = loadX(row0 + at / 8u, k0 + 4u * (at % 8u));
    let wRow = ${quantised ? "thread / 2u" : "at / 8u"};
    let wColumn4 = ${quantised ? "4u * (thread % 2u) + i" : "at % 8u"};
    ws[wRow * ${STRIDE}u + wColumn4] = loadW(${row0} + wRow, ${column0} + 4u * wColumn4);`;
}

/** From `adapterAt` on, `down` takes the place of x and the scaled `up`, `[rank, cols]` or transposed `[cols, rank]`, that of W. */
function loadTilesOrAdapter(w: WeightLayout, transposed: boolean): string {
  // ws[row][j4] holds up at rank k0 + 4·j4 … of column col0 + row; transposed, at rank k0 + row of columns col0 + 4·j4 ….
  const [rank, column] = transposed ? ["at / 8u", "4u * (at % 8u) + j"] : ["4u * (at % 8u) + j", "at / 8u"];
  return `if (k0 < adapterAt) {
      ${loadTiles(w, transposed)}
    } else {
      steps = min(8u, (adapterAt + u.rank - k0 + 3u) / 4u);
      let row = row0 + at / 8u;
      var part = vec4<f32>(0.0);
      var value = vec4<f32>(0.0);
      for (var j = 0u; j < 4u; j++) {
        let r = k0 - adapterAt + 4u * (at % 8u) + j;
        if (r < u.rank && row < u.n) { part[j] = down[u.downAt + row * u.rank + r]; }
        let upRank = k0 - adapterAt + ${rank};
        let column = col0 + ${column};
        if (upRank < u.rank && column < u.cols) {
          value[j] = u.scale * up[${transposed ? "column * u.rank + upRank" : "upRank * u.cols + column"}];
        }
      }
      xs[(at / 8u) * ${STRIDE}u + at % 8u] = part;
      ws[(at / 8u) * ${STRIDE}u + at % 8u] = value;
    }`;
}

/**
 * Sixteen products per thread for four steps of k. Not transposed, both tiles have k along their rows: dot products.
 * Transposed, the rows of `ws` are steps of k and its columns are outputs.
 */
function innerProducts(transposed: boolean): string {
  const w = [0, 1, 2, 3].map((j) =>
    transposed ? `ws[(4u * k4 + ${j}u) * ${STRIDE}u + tx]` : `ws[(tx + ${8 * j}u) * ${STRIDE}u + k4]`,
  );
  const lines = w.map((source, j) => `let w${j} = ${source};`);
  for (let i = 0; i < 4; i++) {
    lines.push(`let a${i} = xs[(ty + ${8 * i}u) * ${STRIDE}u + k4];`);
    lines.push(
      transposed
        ? `acc${i} += a${i}.x * w0 + a${i}.y * w1 + a${i}.z * w2 + a${i}.w * w3;`
        : `acc${i} += vec4<f32>(dot(a${i}, w0), dot(a${i}, w1), dot(a${i}, w2), dot(a${i}, w3));`,
    );
  }
  return lines.join("\n    ");
}

function storeOutput(transposed: boolean): string {
  const lines: string[] = [];
  for (let j = 0; j < 4; j++) {
    lines.push(`{ let col = col0 + ${transposed ? `4u * tx + ${j}u` : `tx + ${8 * j}u`};`);
    lines.push("if (col < u.cols) { var add = 0.0; if (u.biased == 1u) { add = bias[col]; }");
    for (let i = 0; i < 4; i++) {
      const row = `row0 + ty + ${8 * i}u`;
      lines.push(
        `if (${row} < u.n) { y[(u.yRow + wg.z * u.n + ${row}) * u.cols + col] = acc${i}[${j}] + add; }`,
      );
    }
    lines.push("} }");
  }
  return lines.join("\n");
}
