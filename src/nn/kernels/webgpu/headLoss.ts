import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import { type FrozenMatrix, HEAD_BLOCK_ELEMENTS } from "../kernels.ts";
import { runElementwise, sumPlanesProgram, zeroProgram } from "./elementwisePrograms.ts";
import type { GpuBackend } from "./gpuBackend.ts";
import { gpuMatrix } from "./gpuMatrix.ts";
import { type GpuProgram, programOf } from "./gpuProgram.ts";
import { multiply, multiplyTransposed } from "./linear.ts";

/** Parts of the sum over the vocabulary in dx = dLogits·W: its few output tiles alone would leave a GPU idle. */
const VOCABULARY_SPLITS = 16;
/** Below this many words there is nothing to gain from splitting. */
const SPLIT_FROM = 4096;
const THREADS = 256;

/**
 * See `Kernels.headLoss`. Blocks of rows; per block: logits, the softmax turned into dLogits in place, dx.
 * A block whose weights are all 0 has no backward pass.
 */
export function headLoss(
  backend: GpuBackend,
  x: Tensor2D,
  head: FrozenMatrix,
  targets: Int32Array,
  weights: Float32Array,
): { nll: Tensor1D; dx: Tensor2D } {
  const w = gpuMatrix(head);
  const [n, hidden] = x.shape;
  // A row is a workgroup of one dimension, of which there may be 65,535.
  const blockRows = Math.max(1, Math.min(n, 65_535, Math.floor(HEAD_BLOCK_ELEMENTS / w.rows)));
  const splits = w.rows >= SPLIT_FROM ? VOCABULARY_SPLITS : 1;
  const nll = backend.vector(n);
  const dx = backend.matrix(n, hidden);
  const zeros = weights.every((weight) => weight === 0);
  if (zeros) runElementwise(backend, zeroProgram(), { reads: [], writes: [dx], size: dx.size });

  const logits = backend.matrix(blockRows, w.rows);
  const planes = splits > 1 && !zeros ? backend.allocate([splits, blockRows, hidden]) : null;
  for (let start = 0; start < n; start += blockRows) {
    const rows = Math.min(blockRows, n - start);
    multiply(backend, w, x, logits, { rows, xRow: start });
    backend.run(lossProgram(), {
      reads: [],
      writes: [logits, nll],
      scalars: [w.rows, start, rows, zeros ? 0 : 1],
      list: lossList(targets, weights, start, rows),
      grid: [rows, 1, 1],
    });
    if (zeros) continue;
    if (!planes) {
      multiplyTransposed(backend, w, logits, dx, { rows, dxRow: start });
      continue;
    }
    multiplyTransposed(backend, w, logits, planes, { rows, splits });
    runElementwise(backend, sumPlanesProgram(), {
      reads: [planes],
      writes: [dx],
      size: rows * hidden,
      scalars: [splits, start * hidden],
    });
  }
  logits.dispose();
  planes?.dispose();
  return { nll, dx };
}

/** The block's targets, then its weights as bits. */
function lossList(targets: Int32Array, weights: Float32Array, start: number, rows: number): Int32Array {
  const list = new Int32Array(2 * rows);
  list.set(targets.subarray(start, start + rows));
  new Float32Array(list.buffer, 4 * rows).set(weights.subarray(start, start + rows));
  return list;
}

/** A row of logits → its negative log-likelihood, and in its place the gradient weight · (softmax − target). Grid: rows. */
export function lossProgram(): GpuProgram {
  return programOf("headLoss", () => ({
    reads: {},
    writes: { logits: "f32", nll: "f32" },
    scalars: { vocabulary: "u32", start: "u32", rows: "u32", gradients: "u32" },
    list: true,
    threads: THREADS,
    declarations: `
var<workgroup> shared_: array<vec2<f32>, ${THREADS}>;
// Joins two (maximum, sum of exp(x − maximum)).
fn join(a: vec2<f32>, b: vec2<f32>) -> vec2<f32> {
  let high = max(a.x, b.x);
  return vec2<f32>(high, a.y * exp(a.x - high) + b.y * exp(b.x - high));
}`,
    body: `
let row = wg.x;
let at = row * u.vocabulary;
let target_ = u32(list[row]);
let weight = bitcast<f32>(list[u.rows + row]);
var own = vec2<f32>(-3.0e38, 0.0);
for (var i = thread; i < u.vocabulary; i += ${THREADS}u) { own = join(own, vec2<f32>(logits[at + i], 1.0)); }
shared_[thread] = own;
workgroupBarrier();
// 256 → 16 → 1, and every thread takes the last step itself.
if (thread < 16u) {
  for (var i = thread + 16u; i < ${THREADS}u; i += 16u) { own = join(own, shared_[i]); }
  shared_[thread] = own;
}
workgroupBarrier();
var all = shared_[0];
for (var i = 1u; i < 16u; i++) { all = join(all, shared_[i]); }
let high = all.x;
let sum = all.y;
if (thread == 0u) { nll[u.start + row] = high + log(sum) - logits[at + target_]; }
workgroupBarrier();
if (u.gradients == 0u) { return; }
for (var i = thread; i < u.vocabulary; i += ${THREADS}u) {
  let p = exp(logits[at + i] - high) / sum;
  logits[at + i] = weight * (p - select(0.0, 1.0, i == target_));
}`,
  }));
}
