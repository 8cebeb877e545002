import { type Scalar, type Tensor2D, type TensorInfo, util } from "@tensorflow/tfjs-core";
import type { GpuBackend } from "./gpuBackend.ts";
import { type GpuProgram, programOf } from "./gpuProgram.ts";

/** Tensors summed by one dispatch: with the result, the 8 buffers that every GPU allows. */
const AT_ONCE = 7;
const THREADS = 256;

/** See `Kernels.squaredNorm`. A dispatch for every seven tensors, and one for their sums. */
export function squaredNorm(backend: GpuBackend, tensors: readonly Tensor2D[]): Scalar {
  const norms = backend.vector(tensors.length);
  for (let at = 0; at < tensors.length; at += AT_ONCE) {
    sumInto(backend, tensors.slice(at, at + AT_ONCE), norms, { at, squared: true });
  }
  const total = backend.scalar();
  sumInto(backend, [norms], total, { at: 0, squared: false });
  norms.dispose();
  return total;
}

/** sums[at + i] = the sum of all elements, or of their squares, of tensor i. At most `AT_ONCE` tensors, of any size. */
export function sumInto(
  backend: GpuBackend,
  tensors: readonly TensorInfo[],
  sums: TensorInfo,
  { at, squared }: { at: number; squared: boolean },
): void {
  const sizes = tensors.map(({ shape }) => util.sizeFromShape(shape));
  backend.run(sumProgram(tensors.length, squared), {
    reads: tensors,
    writes: [sums],
    scalars: [at, ...sizes],
    grid: [tensors.length, 1, 1],
  });
}

/** A workgroup per tensor. */
export function sumProgram(count: number, squared: boolean): GpuProgram {
  const indices = Array.from({ length: count }, (_, i) => i);
  const term = (i: number) => (squared ? `x${i}[j] * x${i}[j]` : `x${i}[j]`);
  return programOf(`sum_${count}${squared ? "_squared" : ""}`, () => ({
    reads: Object.fromEntries(indices.map((i) => [`x${i}`, "f32"])),
    writes: { y: "f32" },
    scalars: { at: "u32", ...Object.fromEntries(indices.map((i) => [`size${i}`, "u32" as const])) },
    list: false,
    threads: THREADS,
    declarations: `var<workgroup> parts: array<f32, ${THREADS}>;`,
    body: `
var own = 0.0;
switch (wg.x) {
${indices.map((i) => `  case ${i}u: { for (var j = thread; j < u.size${i}; j += ${THREADS}u) { own += ${term(i)}; } }`).join("\n")}
  default: {}
}
parts[thread] = own;
workgroupBarrier();
if (thread < 16u) {
  for (var i = thread + 16u; i < ${THREADS}u; i += 16u) { own += parts[i]; }
  parts[thread] = own;
}
workgroupBarrier();
if (thread == 0u) {
  for (var i = 1u; i < 16u; i++) { own += parts[i]; }
  y[u.at + wg.x] = own;
}`,
  }));
}
