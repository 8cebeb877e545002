import * as tf from "@tensorflow/tfjs-core";
import { addProgram, elementwise, runElementwise } from "./elementwisePrograms.ts";
import type { GpuBackend } from "./gpuBackend.ts";
import type { GpuProgram } from "./gpuProgram.ts";
import { sumInto } from "./sum.ts";

/** Tensors that one program adds up: with the result, the 8 buffers that every GPU allows. */
const ADD_AT_ONCE = 7;
/** A single workgroup sums a whole tensor; a larger one is left to the library. */
const MAX_SUM = 1 << 20;

/**
 * Replaces, on our backend, the operations that the decoder uses between our kernels: residual additions and sums. The library's own would end our batch of commands each time and start one of its own,
 * and its `AddN` binds all its inputs at once, more than a GPU allows. Other cases go to the library's kernels.
 */
export function replaceKernels(backendName: string, backend: GpuBackend): void {
  replace(backendName, "Add", ({ inputs }) => {
    const { a, b } = inputs;
    if (!a || !b || !areFloats([a, b]) || !tf.util.arraysEqual(a.shape, b.shape)) return null;
    return elementwiseResult(backend, addProgram(), [a, b]);
  });
  replace(backendName, "AddN", ({ inputs }) => {
    const terms = Object.values(inputs).filter((term) => term !== undefined);
    return areFloats(terms) && terms.length > 1 ? addAll(backend, terms) : null;
  });
  replace(backendName, "Softmax", refuseLargeSoftmax);
  replace(backendName, "Sum", ({ inputs, attrs }) => {
    const { x } = inputs;
    const axis = attrs?.axis;
    const whole = axis === undefined || axis === null;
    if (!x || !areFloats([x]) || !whole || attrs?.keepDims || tf.util.sizeFromShape(x.shape) > MAX_SUM) {
      return null;
    }
    const y = backend.makeTensorInfo([], "float32");
    sumInto(backend, [x], y, { at: 0, squared: false });
    return y;
  });
}

/** The library's softmax is silently wrong where its rows exceed a dimension of workgroups. Ours is in the attention. */
function refuseLargeSoftmax({ inputs }: KernelParams): null {
  const { logits } = inputs;
  const rows = logits ? tf.util.sizeFromShape(logits.shape.slice(0, -1)) : 0;
  if (rows > 65_535) throw new Error(`A softmax on WebGPU takes at most 65,535 rows, not ${rows}.`);
  return null;
}

type KernelParams = Parameters<tf.KernelFunc>[0];

/** `ours` returns null where it leaves a case to the library. */
function replace(
  backendName: string,
  kernelName: string,
  ours: (params: KernelParams) => tf.TensorInfo | null,
): void {
  const theirs = tf.getKernel(kernelName, backendName).kernelFunc;
  tf.unregisterKernel(kernelName, backendName);
  tf.registerKernel({ kernelName, backendName, kernelFunc: (params) => ours(params) ?? theirs(params) });
}

function areFloats(tensors: readonly tf.TensorInfo[]): boolean {
  return tensors.every(({ dtype, shape }) => dtype === "float32" && tf.util.sizeFromShape(shape) > 0);
}

function elementwiseResult(backend: GpuBackend, program: GpuProgram, reads: tf.TensorInfo[]): tf.TensorInfo {
  const { shape } = reads[0]!;
  const y = backend.makeTensorInfo([...shape], "float32");
  runElementwise(backend, program, { reads, writes: [y], size: tf.util.sizeFromShape(shape) });
  return y;
}

/** In rounds: each adds as many tensors as fit to the sum of the rounds before. */
function addAll(backend: GpuBackend, terms: readonly tf.TensorInfo[]): tf.TensorInfo {
  let sum: tf.TensorInfo | null = null;
  for (let i = 0; i < terms.length; ) {
    const more = terms.slice(i, i + ADD_AT_ONCE - (sum ? 1 : 0));
    i += more.length;
    const group: tf.TensorInfo[] = sum ? [sum, ...more] : more;
    const next = elementwiseResult(backend, addNProgram(group.length), group);
    if (sum) backend.disposeData(sum.dataId);
    sum = next;
  }
  if (!sum) throw new Error("AddN: there is nothing to add.");
  return sum;
}

function addNProgram(count: number): GpuProgram {
  const names = Array.from({ length: count }, (_, term) => `x${term}`);
  return elementwise(`add${count}`, {
    reads: Object.fromEntries(names.map((name) => [name, "f32"])),
    writes: { y: "f32" },
    code: `y[i] = ${names.map((name) => `${name}[i]`).join(" + ")};`,
  });
}
