import type { PackedMatrix } from "../src/nn/packedMatrix.ts";
import type { Random } from "../src/protocol/random.ts";

export type PackedFormat = PackedMatrix["format"];

export const PACKED_FORMATS: readonly PackedFormat[] = ["f32", "f16", "bf16", "q8", "q4"];

/** A random matrix of about the magnitude of a trained one (σ ≈ 1/√cols), in any of the five formats. */
export function randomPacked(
  random: Random,
  format: PackedFormat,
  rows: number,
  cols: number,
  q8BlockSize: 16 | 32 = 32,
): PackedMatrix {
  const size = rows * cols;
  const sigma = 1 / Math.sqrt(cols);
  const words = (perWord: number) =>
    Uint32Array.from({ length: size / perWord }, () => Math.floor(random.next() * 2 ** 32));
  const floats = (length: number, make: () => number) => Float32Array.from({ length }, make);
  if (format === "f32") return { rows, cols, format, data: floats(size, () => random.normal() * sigma) };
  if (format === "q8") {
    const scales = floats(size / q8BlockSize, () => (sigma / 70) * (0.5 + random.next()));
    return { rows, cols, format, data: words(4), blockSize: q8BlockSize, scales };
  }
  if (format === "q4") {
    const scales = floats(size / 32, () => (sigma / 4) * (0.5 + random.next()));
    const mins = scales.map((scale) => -7.5 * scale * (0.9 + 0.2 * random.next()));
    return { rows, cols, format, data: words(8), blockSize: 32, scales, mins };
  }
  // Random sign and fraction, with an exponent that puts the value into [sigma / 2, sigma · 2).
  const exponent = Math.floor(Math.log2(sigma));
  const half = () => {
    const sign = random.below(2) << 15;
    const drawn = exponent - random.below(2);
    return format === "f16"
      ? sign | ((drawn + 15) << 10) | random.below(1024)
      : sign | ((drawn + 127) << 7) | random.below(128);
  };
  return {
    rows,
    cols,
    format,
    data: Uint32Array.from({ length: size / 2 }, () => (half() | (half() << 16)) >>> 0),
  };
}
