import type { Tensor, Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import { ACTIVATIONS, type Activation, type AdamWStep, type Kernels, type RopeAngles } from "../kernels.ts";
import {
  adamWProgram,
  copyProgram,
  gluBackwardProgram,
  gluProgram,
  ropeProgram,
  runElementwise,
} from "./elementwisePrograms.ts";
import type { GpuBackend } from "./gpuBackend.ts";
import { flatGrid, type GpuProgram } from "./gpuProgram.ts";
import { rmsNormBackwardProgram, rmsNormProgram } from "./normProgram.ts";

type ElementwiseKernels = Pick<
  Kernels,
  "rmsNorm" | "rmsNormBackward" | "rope" | "glu" | "gluBackward" | "adamW"
>;

/** Everything that works row by row or element by element; one dispatch each. */
export function elementwiseKernels(backend: GpuBackend): ElementwiseKernels {
  const rows = (program: GpuProgram, reads: Tensor[], like: Tensor2D, eps: number) => {
    const out = backend.matrix(...like.shape);
    const scalars = [...like.shape, eps];
    backend.run(program, { reads, writes: [out], scalars, grid: flatGrid(like.shape[0]) });
    return out;
  };
  const overwritable = (tensor: Tensor2D) => {
    const successor = backend.successor(tensor);
    if (successor) return successor;
    const copy = backend.matrix(...tensor.shape);
    runElementwise(backend, copyProgram(), { reads: [tensor], writes: [copy], size: tensor.size });
    return copy;
  };
  return {
    rmsNorm: (x: Tensor2D, gain: Tensor1D, eps: number) => rows(rmsNormProgram(), [x, gain], x, eps),

    rmsNormBackward: (dy: Tensor2D, x: Tensor2D, gain: Tensor1D, eps: number) =>
      rows(rmsNormBackwardProgram(), [dy, x, gain], x, eps),

    rope(x: Tensor2D, angles: RopeAngles, inverse: boolean): Tensor2D {
      const y = backend.matrix(...x.shape);
      const half = angles.headDim / 2;
      runElementwise(backend, ropeProgram(), {
        reads: [x, backend.constant(angles.cos), backend.constant(angles.sin)],
        writes: [y],
        size: x.size / 2,
        scalars: [half, x.shape[1] / angles.headDim, inverse ? -1 : 1],
        list: angles.positions,
      });
      return y;
    },

    glu(gate: Tensor2D, up: Tensor2D, activation: Activation): Tensor2D {
      const y = backend.matrix(...gate.shape);
      const { linear, cubic } = ACTIVATIONS[activation];
      runElementwise(backend, gluProgram(), {
        reads: [gate, up],
        writes: [y],
        size: y.size,
        scalars: [linear, cubic],
      });
      return y;
    },

    gluBackward(dy: Tensor2D, gate: Tensor2D, up: Tensor2D, activation: Activation) {
      const dGate = backend.matrix(...gate.shape);
      const dUp = backend.matrix(...gate.shape);
      const { linear, cubic } = ACTIVATIONS[activation];
      runElementwise(backend, gluBackwardProgram(), {
        reads: [dy, gate, up],
        writes: [dGate, dUp],
        size: dy.size,
        scalars: [linear, cubic],
      });
      return { dGate, dUp };
    },

    adamW(parameter: Tensor2D, gradient: Tensor2D, m: Tensor2D, v: Tensor2D, step: AdamWStep) {
      // Written over: the adapter's buffers, and with them the bind groups of its layers, stay the same all along.
      const next = { parameter: overwritable(parameter), m: overwritable(m), v: overwritable(v) };
      runElementwise(backend, adamWProgram(), {
        reads: [gradient],
        writes: [next.parameter, next.m, next.v],
        size: parameter.size,
        scalars: adamWScalars(step),
      });
      return next;
    },
  };
}

function adamWScalars(step: AdamWStep): number[] {
  const { learningRate, beta1, beta2, eps, weightDecay } = step;
  return [
    step.gradientScale,
    beta1,
    1 - beta1,
    beta2,
    1 - beta2,
    eps,
    1 - learningRate * weightDecay,
    learningRate / (1 - beta1 ** step.step),
    Math.sqrt(1 - beta2 ** step.step),
  ];
}
