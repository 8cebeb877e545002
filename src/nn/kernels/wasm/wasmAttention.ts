import type { Tensor2D } from "@tensorflow/tfjs-core";
import type { AttentionShape } from "../kernels.ts";
import type { KernelRuntime } from "./kernelRuntime.ts";

/** See `Kernels.attention`. */
export function attention(
  runtime: KernelRuntime,
  q: Tensor2D,
  k: Tensor2D,
  v: Tensor2D,
  shape: AttentionShape,
): Tensor2D {
  const { exports } = runtime;
  const out = runtime.backend.output(...q.shape);
  runtime.needScratch(exports.attentionScratch(shape.length, shape.headDim));
  withLengths(runtime, shape, (lengths) =>
    exports.causalAttention(
      runtime.at(q),
      runtime.at(k),
      runtime.at(v),
      runtime.at(out),
      lengths,
      ...dimensions(shape),
    ),
  );
  return out;
}

/** See `Kernels.attentionBackward`. */
export function attentionBackward(
  runtime: KernelRuntime,
  dOut: Tensor2D,
  q: Tensor2D,
  k: Tensor2D,
  v: Tensor2D,
  shape: AttentionShape,
): { dq: Tensor2D; dk: Tensor2D; dv: Tensor2D } {
  const { exports, backend } = runtime;
  const dq = backend.output(...q.shape);
  const dk = backend.output(...k.shape);
  const dv = backend.output(...v.shape);
  runtime.needScratch(exports.attentionBackwardScratch(shape.length, shape.headDim));
  withLengths(runtime, shape, (lengths) =>
    exports.causalAttentionBackward(
      runtime.at(dOut),
      runtime.at(q),
      runtime.at(k),
      runtime.at(v),
      runtime.at(dq),
      runtime.at(dk),
      runtime.at(dv),
      lengths,
      ...dimensions(shape),
    ),
  );
  return { dq, dk, dv };
}

function withLengths(runtime: KernelRuntime, shape: AttentionShape, use: (lengths: number) => void): void {
  runtime.withBlocks([4 * shape.batch], (lengths) => {
    runtime.heap.integers(lengths, shape.batch).set(shape.lengths);
    use(lengths);
  });
}

/** In the order in which the kernels take them. */
function dimensions(shape: AttentionShape) {
  const { batch, length, heads, kvHeads, headDim, window } = shape;
  return [batch, length, heads, kvHeads, headDim, window] as const;
}
