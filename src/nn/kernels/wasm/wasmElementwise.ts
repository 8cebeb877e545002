import { type Scalar, scalar, type Tensor1D, type Tensor2D } from "@tensorflow/tfjs-core";
import { ACTIVATIONS, type Activation, type AdamWStep, type RopeAngles } from "../kernels.ts";
import type { Heap } from "./heap.ts";
import type { KernelRuntime } from "./kernelRuntime.ts";

/** See `Kernels.rmsNorm`. */
export function rmsNorm(runtime: KernelRuntime, x: Tensor2D, gain: Tensor1D, eps: number): Tensor2D {
  const [rows, cols] = x.shape;
  const y = runtime.backend.output(rows, cols);
  runtime.exports.rmsNorm(runtime.at(x), runtime.at(gain), runtime.at(y), rows, cols, eps);
  return y;
}

/** See `Kernels.rmsNormBackward`. */
export function rmsNormBackward(
  runtime: KernelRuntime,
  dy: Tensor2D,
  x: Tensor2D,
  gain: Tensor1D,
  eps: number,
): Tensor2D {
  const [rows, cols] = x.shape;
  const dx = runtime.backend.output(rows, cols);
  const { exports } = runtime;
  exports.rmsNormBackward(runtime.at(dy), runtime.at(x), runtime.at(gain), runtime.at(dx), rows, cols, eps);
  return dx;
}

/** Rotary angles that were copied to the heap, by their table; they go when the table does, with its model. */
export class RopeTables {
  private readonly heap: Heap;
  private readonly addresses = new WeakMap<Float32Array, number>();
  private readonly collected: FinalizationRegistry<number>;

  constructor(heap: Heap) {
    this.heap = heap;
    this.collected = new FinalizationRegistry((address) => heap.free(address));
  }

  addressOf(table: Float32Array): number {
    let address = this.addresses.get(table);
    if (address === undefined) {
      address = this.heap.allocate(table.byteLength);
      this.heap.floats(address, table.length).set(table);
      this.addresses.set(table, address);
      this.collected.register(table, address);
    }
    return address;
  }
}

/** See `Kernels.rope`. */
export function rope(
  runtime: KernelRuntime,
  tables: RopeTables,
  x: Tensor2D,
  { cos, sin, headDim, positions }: RopeAngles,
  inverse: boolean,
): Tensor2D {
  const [n, features] = x.shape;
  const y = runtime.backend.output(n, features);
  const cosAt = tables.addressOf(cos);
  const sinAt = tables.addressOf(sin);
  runtime.withBlocks([4 * n], (positionsAt) => {
    runtime.heap.integers(positionsAt, n).set(positions);
    runtime.exports.rope(
      runtime.at(x),
      runtime.at(y),
      cosAt,
      sinAt,
      positionsAt,
      n,
      features / headDim,
      headDim,
      inverse ? -1 : 1,
    );
  });
  return y;
}

/** See `Kernels.glu`. */
export function glu(runtime: KernelRuntime, gate: Tensor2D, up: Tensor2D, activation: Activation): Tensor2D {
  const [rows, cols] = gate.shape;
  const { linear, cubic } = ACTIVATIONS[activation];
  const y = runtime.backend.output(rows, cols);
  runtime.exports.glu(runtime.at(gate), runtime.at(up), runtime.at(y), rows * cols, linear, cubic);
  return y;
}

/** See `Kernels.gluBackward`. */
export function gluBackward(
  runtime: KernelRuntime,
  dy: Tensor2D,
  gate: Tensor2D,
  up: Tensor2D,
  activation: Activation,
): { dGate: Tensor2D; dUp: Tensor2D } {
  const [rows, cols] = gate.shape;
  const { linear, cubic } = ACTIVATIONS[activation];
  const dGate = runtime.backend.output(rows, cols);
  const dUp = runtime.backend.output(rows, cols);
  runtime.exports.gluBackward(
    runtime.at(dy),
    runtime.at(gate),
    runtime.at(up),
    runtime.at(dGate),
    runtime.at(dUp),
    rows * cols,
    linear,
    cubic,
  );
  return { dGate, dUp };
}

/** See `Kernels.squaredNorm`. Summed in double precision, in a fixed order. */
export function squaredNorm(runtime: KernelRuntime, tensors: readonly Tensor2D[]): Scalar {
  let sum = 0;
  for (const tensor of tensors) {
    const values = runtime.heap.floats(runtime.at(tensor), tensor.size);
    for (let i = 0; i < values.length; i++) sum += values[i]! * values[i]!;
  }
  return scalar(sum);
}

/** See `Kernels.adamW`. */
export function adamW(
  runtime: KernelRuntime,
  parameter: Tensor2D,
  gradient: Tensor2D,
  m: Tensor2D,
  v: Tensor2D,
  step: AdamWStep,
): { parameter: Tensor2D; m: Tensor2D; v: Tensor2D } {
  const [rows, cols] = parameter.shape;
  const next = {
    parameter: runtime.backend.output(rows, cols),
    m: runtime.backend.output(rows, cols),
    v: runtime.backend.output(rows, cols),
  };
  runtime.exports.adamW(
    runtime.at(parameter),
    runtime.at(gradient),
    runtime.at(m),
    runtime.at(v),
    runtime.at(next.parameter),
    runtime.at(next.m),
    runtime.at(next.v),
    rows * cols,
    step.beta1,
    step.beta2,
    step.eps,
    step.gradientScale,
    1 - step.learningRate * step.weightDecay,
    step.learningRate / (1 - step.beta1 ** step.step),
    1 / Math.sqrt(1 - step.beta2 ** step.step),
  );
  return next;
}
