import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { GpuBackend } from "./gpuBackend.ts";
import { FLAT_GROUP, flatGrid, type GpuProgram, programOf } from "./gpuProgram.ts";

const THREADS = 64;

/** Runs an element-wise program, whose first scalar is the number of elements. */
export function runElementwise(
  backend: GpuBackend,
  program: GpuProgram,
  call: {
    reads: (TensorInfo | GPUBuffer)[];
    writes: TensorInfo[];
    size: number;
    scalars?: number[];
    list?: Int32Array;
  },
): void {
  const { reads, writes, size, scalars = [], list } = call;
  backend.run(program, {
    reads,
    writes,
    scalars: [size, ...scalars],
    grid: flatGrid(Math.ceil(size / THREADS)),
    ...(list ? { list } : {}),
  });
}

type ElementwiseParts = Pick<GpuProgram, "reads" | "writes"> & {
  scalars?: GpuProgram["scalars"];
  list?: boolean;
  /** WGSL for element `i`. */
  code: string;
};

/** A program that computes element `i` of `u.size`, see `runElementwise`. */
export function elementwise(key: string, parts: ElementwiseParts): GpuProgram {
  return programOf(key, () => ({
    reads: parts.reads,
    writes: parts.writes,
    scalars: { size: "u32", ...parts.scalars },
    list: parts.list ?? false,
    threads: THREADS,
    declarations: "fn sigmoid(x: f32) -> f32 { return 1.0 / (1.0 + exp(-x)); }",
    body: `let i = (${FLAT_GROUP}) * ${THREADS}u + thread;\nif (i >= u.size) { return; }\n${parts.code}`,
  }));
}

export const addProgram = () =>
  elementwise("add", { reads: { a: "f32", b: "f32" }, writes: { y: "f32" }, code: "y[i] = a[i] + b[i];" });

export const zeroProgram = () =>
  elementwise("zero", { reads: {}, writes: { y: "f32" }, code: "y[i] = 0.0;" });

/** Adds up the planes of a split product: y[at + i] = Σ_s parts[s · size + i]. */
export const sumPlanesProgram = () =>
  elementwise("sumPlanes", {
    reads: { parts: "f32" },
    writes: { y: "f32" },
    scalars: { planes: "u32", at: "u32" },
    code: `
var sum = 0.0;
for (var s = 0u; s < u.planes; s++) { sum += parts[s * u.size + i]; }
y[u.at + i] = sum;`,
  });

/** The activation's curve, see `ACTIVATIONS`. */
const CURVE = { linear: "f32", cubic: "f32" } as const;

export const gluProgram = () =>
  elementwise("glu", {
    reads: { gate: "f32", up: "f32" },
    writes: { y: "f32" },
    scalars: CURVE,
    code: `
let g = gate[i];
y[i] = g * sigmoid(g * (u.linear + u.cubic * g * g)) * up[i];`,
  });

/** With z the argument of σ and s = σ(z): dGate = dy · up · s·(1 + gate·z'·(1 − s)), dUp = dy · gate·s. */
export const gluBackwardProgram = () =>
  elementwise("gluBackward", {
    reads: { dy: "f32", gate: "f32", up: "f32" },
    writes: { dGate: "f32", dUp: "f32" },
    scalars: CURVE,
    code: `
let g = gate[i];
let s = sigmoid(g * (u.linear + u.cubic * g * g));
dGate[i] = dy[i] * up[i] * s * (1.0 + g * (u.linear + 3.0 * u.cubic * g * g) * (1.0 - s));
dUp[i] = dy[i] * g * s;`,
  });

/** Rotates every pair (first half, second half) of each head; element i is a pair. `list`: position of each row. */
export const ropeProgram = () =>
  elementwise("rope", {
    reads: { x: "f32", cosines: "f32", sines: "f32" },
    writes: { y: "f32" },
    scalars: { half: "u32", heads: "u32", direction: "f32" },
    list: true,
    code: `
let j = i % u.half;
let head = i / u.half;
let angle = u32(list[head / u.heads]) * u.half + j;
let c = cosines[angle];
let s = u.direction * sines[angle];
let first = head * 2u * u.half + j;
let second = first + u.half;
let a = x[first];
let b = x[second];
y[first] = a * c - b * s;
y[second] = b * c + a * s;`,
  });

export const copyProgram = () =>
  elementwise("copy", { reads: { x: "f32" }, writes: { y: "f32" }, code: "y[i] = x[i];" });

/** In place: decoupled weight decay first, then Adam's step (Loshchilov & Hutter 2019, algorithm 2). */
export const adamWProgram = () =>
  elementwise("adamW", {
    reads: { gradient: "f32" },
    writes: { parameter: "f32", m: "f32", v: "f32" },
    scalars: {
      gradientScale: "f32",
      beta1: "f32",
      rest1: "f32",
      beta2: "f32",
      rest2: "f32",
      eps: "f32",
      /** 1 − learning rate · weight decay. */
      keep: "f32",
      /** Learning rate / (1 − β₁ᵗ). */
      rate: "f32",
      /** √(1 − β₂ᵗ). */
      correction2: "f32",
    },
    code: `
let g = gradient[i] * u.gradientScale;
let m1 = u.beta1 * m[i] + u.rest1 * g;
let v1 = u.beta2 * v[i] + u.rest2 * g * g;
m[i] = m1;
v[i] = v1;
parameter[i] = parameter[i] * u.keep - u.rate * m1 / (sqrt(v1) / u.correction2 + u.eps);`,
  });
