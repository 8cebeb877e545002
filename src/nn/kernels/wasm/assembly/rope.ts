// Rotary positions, split by rows.

import { JOB_ROPE } from "./chunks";
import { ARGS, CHUNK_ELEMENTS, run } from "./jobs";

@unmanaged
class RopeArgs {
  x: usize;
  y: usize;
  cos: usize;
  sin: usize;
  positions: usize;
  rows: i32;
  heads: i32;
  headDim: i32;
  sign: f32;
  chunkRows: i32;
}

/** x, y [rows, heads · headDim]; cos and sin [positions, headDim / 2]; sign −1 rotates back. */
export function rope(
  x: usize, y: usize, cos: usize, sin: usize, positions: usize, rows: i32, heads: i32, headDim: i32, sign: f32,
): void {
  const args = changetype<RopeArgs>(ARGS);
  args.x = x;
  args.y = y;
  args.cos = cos;
  args.sin = sin;
  args.positions = positions;
  args.rows = rows;
  args.heads = heads;
  args.headDim = headDim;
  args.sign = sign;
  args.chunkRows = max(1, CHUNK_ELEMENTS / (heads * headDim));
  run(JOB_ROPE, (rows + args.chunkRows - 1) / args.chunkRows);
}

export function ropeChunk(chunk: i32): void {
  const args = changetype<RopeArgs>(ARGS);
  const first = chunk * args.chunkRows;
  const halfBytes = <usize>(args.headDim >> 1) << 2;
  const whole = halfBytes & ~15;
  const sign4 = f32x4.splat(args.sign);
  for (let row = first; row < min(first + args.chunkRows, args.rows); row++) {
    const angles = <usize>load<i32>(args.positions + (<usize>row << 2)) * halfBytes;
    const cos = args.cos + angles, sin = args.sin + angles;
    const from = <usize>row * <usize>args.heads * 2 * halfBytes;
    let x = args.x + from, y = args.y + from;
    for (let head = 0; head < args.heads; head++) {
      let i: usize = 0;
      for (; i < whole; i += 16) {
        const a = v128.load(x + i), b = v128.load(x + i + halfBytes);
        const c = v128.load(cos + i), s = f32x4.mul(v128.load(sin + i), sign4);
        v128.store(y + i, f32x4.sub(f32x4.mul(a, c), f32x4.mul(b, s)));
        v128.store(y + i + halfBytes, f32x4.add(f32x4.mul(b, c), f32x4.mul(a, s)));
      }
      for (; i < halfBytes; i += 4) {
        const a = load<f32>(x + i), b = load<f32>(x + i + halfBytes);
        const c = load<f32>(cos + i), s = load<f32>(sin + i) * args.sign;
        store<f32>(y + i, a * c - b * s);
        store<f32>(y + i + halfBytes, b * c + a * s);
      }
      x += 2 * halfBytes;
      y += 2 * halfBytes;
    }
  }
}
