/**
 * How the elements of a stored tensor are laid out: `elements` of them take `bytes` bytes.
 * The quantised ones are GGUF's blocks; names follow safetensors (plain) and ggml (quantised).
 */
export const QUANT_TYPES = {
  F32: { elements: 1, bytes: 4 },
  F16: { elements: 1, bytes: 2 },
  BF16: { elements: 1, bytes: 2 },
  Q4_0: { elements: 32, bytes: 18 },
  Q4_1: { elements: 32, bytes: 20 },
  Q5_0: { elements: 32, bytes: 22 },
  Q5_1: { elements: 32, bytes: 24 },
  Q8_0: { elements: 32, bytes: 34 },
  IQ4_NL: { elements: 32, bytes: 18 },
  Q2_K: { elements: 256, bytes: 84 },
  Q3_K: { elements: 256, bytes: 110 },
  Q4_K: { elements: 256, bytes: 144 },
  Q5_K: { elements: 256, bytes: 176 },
  Q6_K: { elements: 256, bytes: 210 },
  IQ4_XS: { elements: 256, bytes: 136 },
} as const satisfies Record<string, { elements: number; bytes: number }>;

export type QuantType = keyof typeof QUANT_TYPES;

/** "F32, F16, …": every type that can be read. */
export const QUANT_TYPE_NAMES = Object.keys(QUANT_TYPES).join(", ");

export function isQuantType(name: string): name is QuantType {
  return Object.hasOwn(QUANT_TYPES, name);
}
