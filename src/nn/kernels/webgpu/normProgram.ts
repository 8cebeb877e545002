import { FLAT_GROUP, type GpuProgram, programOf } from "./gpuProgram.ts";

/** WGSL `total(value, thread)`: the sums over the workgroup's 64 threads, the same for all. */
const WORKGROUP_SUM = `
var<workgroup> parts: array<vec2<f32>, 64>;
fn total(value: vec2<f32>, thread: u32) -> vec2<f32> {
  parts[thread] = value;
  workgroupBarrier();
  // 64 → 8 → 1, and every thread takes the last step itself.
  if (thread < 8u) {
    var own = value;
    for (var i = thread + 8u; i < 64u; i += 8u) { own += parts[i]; }
    parts[thread] = own;
  }
  workgroupBarrier();
  var sum = parts[0];
  for (var i = 1u; i < 8u; i++) { sum += parts[i]; }
  return sum;
}`;

/** y = x / rms(x) · gain; a workgroup per row. Grid: flat over rows. */
export function rmsNormProgram(): GpuProgram {
  return programOf("rmsNorm", () => ({
    reads: { x: "f32", gain: "f32" },
    writes: { y: "f32" },
    scalars: { rows: "u32", cols: "u32", eps: "f32" },
    list: false,
    threads: 64,
    declarations: WORKGROUP_SUM,
    body: `
let row = ${FLAT_GROUP};
let at = row * u.cols;
var squares = 0.0;
if (row < u.rows) {
  for (var i = thread; i < u.cols; i += 64u) { squares += x[at + i] * x[at + i]; }
}
let r = inverseSqrt(total(vec2<f32>(squares, 0.0), thread).x / f32(u.cols) + u.eps);
if (row < u.rows) {
  for (var i = thread; i < u.cols; i += 64u) { y[at + i] = x[at + i] * r * gain[i]; }
}`,
  }));
}

/** With r = 1/rms(x) and g = dy·gain: dx = r·g − x · r³ · mean(g·x). Grid: flat over rows. */
export function rmsNormBackwardProgram(): GpuProgram {
  return programOf("rmsNormBackward", () => ({
    reads: { dy: "f32", x: "f32", gain: "f32" },
    writes: { dx: "f32" },
    scalars: { rows: "u32", cols: "u32", eps: "f32" },
    list: false,
    threads: 64,
    declarations: WORKGROUP_SUM,
    body: `
let row = ${FLAT_GROUP};
let at = row * u.cols;
var squares = 0.0;
var along = 0.0;
if (row < u.rows) {
  for (var i = thread; i < u.cols; i += 64u) {
    squares += x[at + i] * x[at + i];
    along += dy[at + i] * gain[i] * x[at + i];
  }
}
let means = total(vec2<f32>(squares, along), thread) / f32(u.cols);
let r = inverseSqrt(means.x + u.eps);
let back = means.y * r * r;
if (row < u.rows) {
  for (var i = thread; i < u.cols; i += 64u) { dx[at + i] = r * (dy[at + i] * gain[i] - x[at + i] * back); }
}`,
  }));
}
