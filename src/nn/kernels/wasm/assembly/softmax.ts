// Softmax of rows of scores in place, and the loss at the end of a decoder.

import { exp4, max4, sum4 } from "./simd";
import { ARGS, run } from "./jobs";
import { JOB_LOSS } from "./chunks";

/** The largest of `n` values. */
// @ts-ignore: decorator
@inline
function largest(row: usize, n: i32): f32 {
  let top = load<f32>(row);
  let i: usize = 0;
  if (n >= 4) {
    let top4 = v128.load(row);
    for (const end = <usize>(n & ~3) << 2; i < end; i += 16) top4 = f32x4.pmax(top4, v128.load(row + i));
    top = max4(top4);
  }
  for (const end = <usize>n << 2; i < end; i += 4) top = max(top, load<f32>(row + i));
  return top;
}

/**
 * Of an exponent below it, a share of the sum is taken for 0: e⁻⁶⁰ is nothing beside the largest, which is 1, and what
 * is not 0 must stay a normal number through all products to come, since processors are a hundred times as slow on others.
 */
const LEAST_EXPONENT: f32 = -60;

// @ts-ignore: decorator
@inline
function share4(x: v128): v128 {
  // A value that is no number stays one: it is not less.
  return v128.andnot(exp4(x), f32x4.lt(x, f32x4.splat(LEAST_EXPONENT)));
}

/** Replaces each of `n` values by exp(scale · (value − top)); returns their sum. */
// @ts-ignore: decorator
@inline
function exponentials(row: usize, n: i32, scale: f32, top: f32): f32 {
  const scale4 = f32x4.splat(scale), top4 = f32x4.splat(top);
  let sum = f32x4.splat(0);
  let i: usize = 0;
  for (const end = <usize>(n & ~3) << 2; i < end; i += 16) {
    const e = share4(f32x4.mul(f32x4.sub(v128.load(row + i), top4), scale4));
    v128.store(row + i, e);
    sum = f32x4.add(sum, e);
  }
  let total = sum4(sum);
  for (const end = <usize>n << 2; i < end; i += 4) {
    const e = f32x4.extract_lane(share4(f32x4.splat((load<f32>(row + i) - top) * scale)), 0);
    store<f32>(row + i, e);
    total += e;
  }
  return total;
}

// @ts-ignore: decorator
@inline
function scaleBy(row: usize, n: i32, factor: f32): void {
  const factor4 = f32x4.splat(factor);
  let i: usize = 0;
  for (const end = <usize>(n & ~3) << 2; i < end; i += 16) {
    v128.store(row + i, f32x4.mul(v128.load(row + i), factor4));
  }
  for (const end = <usize>n << 2; i < end; i += 4) store<f32>(row + i, load<f32>(row + i) * factor);
}

/** softmax(scale · row[0 … n)) in place; scale > 0. */
export function softmaxRow(row: usize, n: i32, scale: f32): void {
  const total = exponentials(row, n, scale, largest(row, n));
  scaleBy(row, n, 1 / total);
}

@unmanaged
class LossArgs {
  logits: usize;
  targets: usize;
  weights: usize;
  sums: usize;
  targetLogits: usize;
  rows: i32;
  vocab: i32;
}

/**
 * For each row of logits [rows, vocab]: `targetLogits` gets the target's logit less the largest, `sums` the sum
 * of the exponentials of all, shifted likewise, so that −log softmax(logits)[target] is log(sum) − targetLogit.
 * The logits are replaced by weight · (softmax − one-hot), the gradient of the weighted loss.
 */
export function loss(
  logits: usize, targets: usize, weights: usize, sums: usize, targetLogits: usize, rows: i32, vocab: i32,
): void {
  const args = changetype<LossArgs>(ARGS);
  args.logits = logits;
  args.targets = targets;
  args.weights = weights;
  args.sums = sums;
  args.targetLogits = targetLogits;
  args.rows = rows;
  args.vocab = vocab;
  run(JOB_LOSS, rows);
}

export function lossChunk(row: i32): void {
  const args = changetype<LossArgs>(ARGS);
  const vocab = args.vocab;
  const at = <usize>row << 2;
  const logits = args.logits + <usize>row * (<usize>vocab << 2);
  const target = logits + (<usize>load<i32>(args.targets + at) << 2);
  const weight = load<f32>(args.weights + at);
  const top = largest(logits, vocab);
  store<f32>(args.targetLogits + at, load<f32>(target) - top);
  const total = exponentials(logits, vocab, 1, top);
  store<f32>(args.sums + at, total);
  scaleBy(logits, vocab, weight / total);
  store<f32>(target, load<f32>(target) - weight);
}
