import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import { type FrozenMatrix, HEAD_BLOCK_ELEMENTS, type LinearGradients, type LoraPair } from "../kernels.ts";
import type { KernelRuntime } from "./kernelRuntime.ts";
import { wasmMatrix } from "./wasmMatrix.ts";

/** See `Kernels.linear`. */
export function linear(
  runtime: KernelRuntime,
  x: Tensor2D,
  w: FrozenMatrix,
  lora: LoraPair | null,
  bias: Tensor1D | null,
): Tensor2D {
  const { exports } = runtime;
  const matrix = wasmMatrix(w);
  const [n, inputs] = x.shape;
  const y = runtime.backend.output(n, matrix.rows);
  runtime.needScratch(exports.linearScratch(matrix.address, lora?.a.shape[1] ?? 0));
  if (!lora) {
    exports.linear(runtime.at(x), matrix.address, runtime.at(y), runtime.at(bias), 0, 0, n, 0);
    return y;
  }
  const { a, b, scale } = lora;
  const rank = a.shape[1];
  runtime.withBlocks([4 * n * rank], (u) => {
    exports.project(runtime.at(x), runtime.at(a), u, n, inputs, rank, scale, 0);
    exports.linear(runtime.at(x), matrix.address, runtime.at(y), runtime.at(bias), u, runtime.at(b), n, rank);
  });
  return y;
}

/** See `Kernels.linearBackward`. With u = scale·x·A and g = scale·dy·Bᵀ: dA = xᵀ·g, dB = uᵀ·dy, dx = dy·W + g·Aᵀ. */
export function linearBackward(
  runtime: KernelRuntime,
  dy: Tensor2D,
  x: Tensor2D,
  w: FrozenMatrix,
  lora: LoraPair | null,
): LinearGradients {
  const { exports, backend } = runtime;
  const matrix = wasmMatrix(w);
  const { rows: outputs, cols: inputs } = matrix;
  const n = x.shape[0];
  const dx = backend.output(n, inputs);
  runtime.needScratch(exports.linearScratch(matrix.address, lora?.a.shape[1] ?? 0));
  if (!lora) {
    exports.linearBackward(runtime.at(dy), matrix.address, runtime.at(dx), 0, 0, n, 0);
    return { dx, lora: null };
  }
  const { a, b, scale } = lora;
  const rank = a.shape[1];
  const da = backend.output(inputs, rank);
  const db = backend.output(rank, outputs);
  runtime.needScratch(exports.projectScratch(rank));
  runtime.withBlocks([4 * n * rank, 4 * n * rank], (u, g) => {
    exports.project(runtime.at(x), runtime.at(a), u, n, inputs, rank, scale, 0);
    exports.project(runtime.at(dy), runtime.at(b), g, n, outputs, rank, scale, 1);
    exports.outer(runtime.at(x), g, runtime.at(da), n, inputs, rank);
    exports.outer(u, runtime.at(dy), runtime.at(db), n, rank, outputs);
    exports.linearBackward(runtime.at(dy), matrix.address, runtime.at(dx), g, runtime.at(a), n, rank);
  });
  return { dx, lora: { da, db } };
}

/**
 * See `Kernels.headLoss`. Blocks of rows, so that each block's logits are made once and turned into their own
 * gradient in place; a block whose weights are all 0 has no backward pass.
 */
export function headLoss(
  runtime: KernelRuntime,
  x: Tensor2D,
  head: FrozenMatrix,
  targets: Int32Array,
  weights: Float32Array,
): { nll: Tensor1D; dx: Tensor2D } {
  const { exports, heap } = runtime;
  const matrix = wasmMatrix(head);
  const [n, hidden] = x.shape;
  const blockRows = Math.min(n, Math.max(1, Math.floor(HEAD_BLOCK_ELEMENTS / matrix.rows)));
  const nll = runtime.backend.output1d(n);
  const dx = runtime.backend.output(n, hidden);
  runtime.needScratch(exports.linearScratch(matrix.address, 0));
  const perRow = 4 * n;
  runtime.withBlocks(
    [4 * blockRows * matrix.rows, perRow, perRow, perRow, perRow],
    (logits, targetsAt, weightsAt, sumsAt, targetLogitsAt) => {
      const xAt = runtime.at(x);
      const dxAt = runtime.at(dx);
      heap.integers(targetsAt, n).set(targets);
      heap.floats(weightsAt, n).set(weights);
      for (let start = 0; start < n; start += blockRows) {
        const rows = Math.min(blockRows, n - start);
        const at = 4 * start;
        const width = at * hidden;
        exports.linear(xAt + width, matrix.address, logits, 0, 0, 0, rows, 0);
        exports.loss(
          logits,
          targetsAt + at,
          weightsAt + at,
          sumsAt + at,
          targetLogitsAt + at,
          rows,
          matrix.rows,
        );
        if (weights.subarray(start, start + rows).some((weight) => weight !== 0)) {
          exports.linearBackward(logits, matrix.address, dxAt + width, 0, 0, rows, 0);
        } else heap.floats(dxAt + width, rows * hidden).fill(0);
      }
      const sums = heap.floats(sumsAt, n);
      const targetLogits = heap.floats(targetLogitsAt, n);
      heap.floats(runtime.at(nll), n).set(sums.map((sum, row) => Math.log(sum) - targetLogits[row]!));
    },
  );
  return { nll, dx };
}
