/** A module that consists of one f32x4.relaxed_madd: valid where relaxed SIMD is. */
const RELAXED_PROBE = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0], // header
  ...[1, 5, 1, 0x60, 0, 1, 0x7b], // type: () → v128
  ...[3, 2, 1, 0], // one function of that type
  ...[10, 19, 1, 17, 0, 0x41, 1, 0xfd, 15, 0x41, 1, 0xfd, 15, 0x41, 1, 0xfd, 15, 0xfd, 0x85, 2, 0x0b],
);

/** Whether this engine has `f32x4.relaxed_madd`, a fused multiply-add. */
export function hasRelaxedSimd(): boolean {
  return WebAssembly.validate(RELAXED_PROBE);
}
