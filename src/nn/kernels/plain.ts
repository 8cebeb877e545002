import * as tf from "@tensorflow/tfjs-core";
import type { Kernels } from "./kernels.ts";
import { attention, attentionBackward } from "./plainAttention.ts";
import { adamW, glu, gluBackward, rmsNorm, rmsNormBackward, rope, squaredNorm } from "./plainElementwise.ts";
import { attendCached, createKvCache, selectKvCache } from "./plainKvCache.ts";
import { headLoss, linear, linearBackward, PlainMatrix } from "./plainLinear.ts";

/**
 * The kernels in TensorFlow.js core ops, for whichever backend is set: what the others are held against, by the tests and
 * where a GPU is measured. Nothing is trained with them.
 */
export function createPlainKernels(): Kernels {
  return {
    name: "plain",
    usage: () => ({ device: null, threads: null, heldBytes: tf.memory().numBytes, dispatches: null }),
    frozen: (matrix) => new PlainMatrix(matrix),
    linear,
    linearBackward,
    rmsNorm,
    rmsNormBackward,
    rope,
    attention,
    attentionBackward,
    glu,
    gluBackward,
    headLoss,
    createKvCache,
    attendCached,
    selectKvCache,
    squaredNorm,
    adamW,
  };
}
