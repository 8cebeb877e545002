/**
 * GGUF's quantised blocks, decoded exactly: each block's small integers are kept and its half-precision
 * scales become floats (every product of scales here fits a float's 24 bits, so nothing is rounded).
 * Block layouts follow ggml's `ggml-common.h`; scales are little-endian half precision.
 */
import { halfToFloat } from "../../nn/unpackMatrix.ts";

/** Where decoded blocks go; both run over the whole matrix. */
export interface QuantTarget {
  /** Four bytes (q8) or eight nibbles (q4) per word, lowest column lowest. */
  data: Uint32Array<ArrayBuffer>;
  scales: Float32Array<ArrayBuffer>;
}

export interface NibbleTarget extends QuantTarget {
  mins: Float32Array<ArrayBuffer>;
}

type Bytes = Uint8Array<ArrayBuffer>;

/** Q8_0: d, 32 signed bytes. Value = q · d. */
export function decodeQ8_0(bytes: Bytes, firstBlock: number, { data, scales }: QuantTarget): void {
  const quants = new Uint8Array(data.buffer);
  for (let at = 0, block = firstBlock; at < bytes.length; at += 34, block++) {
    scales[block] = half(bytes, at);
    quants.set(bytes.subarray(at + 2, at + 34), block * 32);
  }
}

/** Q4_0: d, 16 bytes of nibbles. Value = (nibble − 8) · d, that is nibble · d + (−8 d). */
export function decodeQ4_0(bytes: Bytes, firstBlock: number, { data, scales, mins }: NibbleTarget): void {
  for (let at = 0, block = firstBlock; at < bytes.length; at += 18, block++) {
    const scale = half(bytes, at);
    scales[block] = scale;
    mins[block] = -8 * scale;
    packHalves(bytes, at + 2, data, block * 4);
  }
}

/** Q4_1: d, m, 16 bytes of nibbles. Value = nibble · d + m. */
export function decodeQ4_1(bytes: Bytes, firstBlock: number, { data, scales, mins }: NibbleTarget): void {
  for (let at = 0, block = firstBlock; at < bytes.length; at += 20, block++) {
    scales[block] = half(bytes, at);
    mins[block] = half(bytes, at + 2);
    packHalves(bytes, at + 4, data, block * 4);
  }
}

/**
 * Q4_K: d, dmin, eight 6-bit scales and mins in 12 bytes, 128 bytes of nibbles for 256 values.
 * Value = nibble · (d · scale) − dmin · min, for each of eight runs of 32.
 */
export function decodeQ4_K(bytes: Bytes, firstBlock: number, { data, scales, mins }: NibbleTarget): void {
  for (let at = 0, block = firstBlock * 8; at < bytes.length; at += 144, block += 8) {
    const scale = half(bytes, at);
    const min = half(bytes, at + 2);
    for (let run = 0; run < 8; run++) {
      scales[block + run] = scale * sixBitScale(bytes, at + 4, run);
      mins[block + run] = -(min * sixBitMin(bytes, at + 4, run));
      const nibbles = at + 16 + (run >> 1) * 32;
      const shift = (run & 1) * 4;
      for (let word = 0; word < 4; word++) {
        data[(block + run) * 4 + word] = packNibbles(bytes, nibbles + word * 8, shift);
      }
    }
  }
}

/** Q5_0: d, 32 fifth bits, 16 bytes of nibbles. Value = (q − 16) · d. */
export function decodeQ5_0(bytes: Bytes, firstBlock: number, { data, scales }: QuantTarget): void {
  const quants = new Int8Array(data.buffer);
  for (let at = 0, block = firstBlock; at < bytes.length; at += 22, block++) {
    scales[block] = half(bytes, at);
    for (let i = 0; i < 32; i++) quants[block * 32 + i] = fiveBits(bytes, at + 2, i) - 16;
  }
}

/** Q5_1: d, m, 32 fifth bits, 16 bytes of nibbles. Value = q · d + m; kept as floats, see `readMatrix`. */
export function decodeQ5_1(bytes: Bytes, firstBlock: number, out: Float32Array<ArrayBuffer>): void {
  for (let at = 0, block = firstBlock; at < bytes.length; at += 24, block++) {
    const scale = half(bytes, at);
    const min = half(bytes, at + 2);
    for (let i = 0; i < 32; i++) {
      out[block * 32 + i] = Math.fround(fiveBits(bytes, at + 4, i) * scale) + min;
    }
  }
}

/**
 * Q6_K: 128 bytes of low nibbles, 64 bytes of upper bit pairs, sixteen signed scales, d, for 256 values.
 * Value = (q − 32) · (d · scale), for each of sixteen runs of 16.
 */
export function decodeQ6_K(bytes: Bytes, firstBlock: number, { data, scales }: QuantTarget): void {
  const quants = new Int8Array(data.buffer);
  for (let at = 0, block = firstBlock; at < bytes.length; at += 210, block++) {
    const scale = half(bytes, at + 208);
    for (let run = 0; run < 16; run++) {
      scales[block * 16 + run] = scale * ((bytes[at + 192 + run]! << 24) >> 24);
    }
    for (let i = 0; i < 256; i++) {
      // Each half of 128 takes 64 nibble bytes and 32 bytes of bit pairs; quarters of 32 share them.
      const upperHalf = i >> 7;
      const quarter = (i >> 5) & 3;
      const lane = i & 31;
      const low = bytes[at + upperHalf * 64 + (quarter & 1) * 32 + lane]! >> ((quarter >> 1) * 4);
      const high = bytes[at + 128 + upperHalf * 32 + lane]! >> (quarter * 2);
      quants[block * 256 + i] = ((low & 15) | ((high & 3) << 4)) - 32;
    }
  }
}

/**
 * Q3_K: 32 bytes of third bits, 64 bytes of bit pairs, sixteen 6-bit scales in 12 bytes, d, for 256 values.
 * Value = (pair − 4 · (third bit is 0)) · (d · (scale − 32)), for each of sixteen runs of 16.
 */
export function decodeQ3_K(bytes: Bytes, firstBlock: number, { data, scales }: QuantTarget): void {
  const quants = new Int8Array(data.buffer);
  for (let at = 0, block = firstBlock; at < bytes.length; at += 110, block++) {
    const scale = half(bytes, at + 108);
    for (let run = 0; run < 16; run++) {
      const low = (bytes[at + 96 + (run & 7)]! >> ((run >> 3) * 4)) & 15;
      const high = (bytes[at + 104 + (run & 3)]! >> ((run >> 2) * 2)) & 3;
      scales[block * 16 + run] = scale * ((low | (high << 4)) - 32);
    }
    for (let i = 0; i < 256; i++) {
      const lane = i & 31;
      const third = (bytes[at + lane]! >> (i >> 5)) & 1;
      quants[block * 256 + i] = bitPair(bytes, at + 32, i) - (third ? 0 : 4);
    }
  }
}

/** Q2_K: sixteen scales with minima, four bits each, 64 bytes of bit pairs, d, dmin. Value = pair · (d · scale) − dmin · min. */
export function decodeQ2_K(bytes: Bytes, firstBlock: number, out: Float32Array<ArrayBuffer>): void {
  for (let at = 0, block = firstBlock; at < bytes.length; at += 84, block++) {
    const scale = half(bytes, at + 80);
    const min = half(bytes, at + 82);
    for (let i = 0; i < 256; i++) {
      const run = bytes[at + (i >> 4)]!;
      out[block * 256 + i] = bitPair(bytes, at + 16, i) * (scale * (run & 15)) - min * (run >> 4);
    }
  }
}

/** Q5_K: as Q4_K, with 32 bytes of fifth bits before the nibbles: bit `run` of byte i belongs to value i of the run. */
export function decodeQ5_K(bytes: Bytes, firstBlock: number, out: Float32Array<ArrayBuffer>): void {
  for (let at = 0, block = firstBlock; at < bytes.length; at += 176, block++) {
    const scale = half(bytes, at);
    const min = half(bytes, at + 2);
    for (let i = 0; i < 256; i++) {
      const run = i >> 5;
      const lane = i & 31;
      const nibble = (bytes[at + 48 + (run >> 1) * 32 + lane]! >> ((run & 1) * 4)) & 15;
      const fifth = (bytes[at + 16 + lane]! >> run) & 1;
      const scaled = (nibble | (fifth << 4)) * (scale * sixBitScale(bytes, at + 4, run));
      out[block * 256 + i] = scaled - min * sixBitMin(bytes, at + 4, run);
    }
  }
}

/** The sixteen values of the IQ4 types, closer together where weights are frequent. */
const IQ4_VALUES = [-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113];

/** IQ4_NL: d, 16 bytes of nibbles, ordered as in Q4_0. Value = table[nibble] · d. */
export function decodeIQ4_NL(bytes: Bytes, firstBlock: number, { data, scales }: QuantTarget): void {
  const quants = new Int8Array(data.buffer);
  for (let at = 0, block = firstBlock; at < bytes.length; at += 18, block++) {
    scales[block] = half(bytes, at);
    lookUp(bytes, at + 2, quants, block * 32);
  }
}

/** IQ4_XS: d, eight 6-bit scales (high pairs in 2 bytes, low nibbles in 4), 128 bytes of nibbles. Value = table[nibble] · d · (scale − 32). */
export function decodeIQ4_XS(bytes: Bytes, firstBlock: number, { data, scales }: QuantTarget): void {
  const quants = new Int8Array(data.buffer);
  for (let at = 0, block = firstBlock * 8; at < bytes.length; at += 136, block += 8) {
    const scale = half(bytes, at);
    const high = bytes[at + 2]! | (bytes[at + 3]! << 8);
    for (let run = 0; run < 8; run++) {
      const low = (bytes[at + 4 + (run >> 1)]! >> ((run & 1) * 4)) & 15;
      scales[block + run] = scale * ((low | (((high >> (2 * run)) & 3) << 4)) - 32);
      lookUp(bytes, at + 8 + run * 16, quants, (block + run) * 32);
    }
  }
}

function lookUp(bytes: Bytes, at: number, quants: Int8Array, to: number): void {
  for (let i = 0; i < 16; i++) {
    quants[to + i] = IQ4_VALUES[bytes[at + i]! & 15]!;
    quants[to + i + 16] = IQ4_VALUES[bytes[at + i]! >> 4]!;
  }
}

/** Value i of 256 two-bit ones: each half of 128 takes 32 bytes, whose pairs belong to its four quarters. */
function bitPair(bytes: Bytes, at: number, i: number): number {
  return (bytes[at + (i >> 7) * 32 + (i & 31)]! >> (((i >> 5) & 3) * 2)) & 3;
}

function half(bytes: Bytes, at: number): number {
  return halfToFloat(bytes[at]! | (bytes[at + 1]! << 8));
}

/** ggml keeps column j in the low nibble of byte j and column j + 16 in its high nibble. */
function packHalves(bytes: Bytes, at: number, words: Uint32Array, word: number): void {
  words[word] = packNibbles(bytes, at, 0);
  words[word + 1] = packNibbles(bytes, at + 8, 0);
  words[word + 2] = packNibbles(bytes, at, 4);
  words[word + 3] = packNibbles(bytes, at + 8, 4);
}

/** The nibbles at `shift` of eight bytes as one word, the first lowest. */
function packNibbles(bytes: Bytes, at: number, shift: number): number {
  let word = 0;
  for (let i = 0; i < 8; i++) word |= ((bytes[at + i]! >> shift) & 15) << (i * 4);
  return word;
}

/** Value i of a Q5 block: fifth bits at `at` (bit i of 32), nibbles after them, ordered as in Q4. */
function fiveBits(bytes: Bytes, at: number, i: number): number {
  const nibble = (bytes[at + 4 + (i & 15)]! >> (i < 16 ? 0 : 4)) & 15;
  const fifth = (bytes[at + (i >> 3)]! >> (i & 7)) & 1;
  return nibble | (fifth << 4);
}

/** The first four scales lie in the low six bits of bytes 0–3; the rest is spread over what is left. */
function sixBitScale(bytes: Bytes, at: number, run: number): number {
  if (run < 4) return bytes[at + run]! & 63;
  return (bytes[at + run + 4]! & 15) | ((bytes[at + run - 4]! >> 6) << 4);
}

function sixBitMin(bytes: Bytes, at: number, run: number): number {
  if (run < 4) return bytes[at + run + 4]! & 63;
  return (bytes[at + run + 4]! >> 4) | ((bytes[at + run]! >> 6) << 4);
}
