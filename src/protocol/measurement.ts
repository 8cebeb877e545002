import { z } from "./zod.ts";

/** Tokens a second: of a training step, of one sequence being decoded, and of eight together. */
const speedsSchema = z.object({ training: z.number(), alone: z.number(), together: z.number() });
export type Speeds = z.infer<typeof speedsSchema>;

/** How many sequences "together" are. */
export const DECODED_TOGETHER = 8;

/** How fast a model trains and decodes on one machine. */
export const measurementSchema = z.object({
  /** `hash` is that of its weights. */
  model: z.object({ name: z.string(), parameters: z.number(), hash: z.string() }),
  backend: z.string(),
  /** The GPU by name; null where none computes. */
  device: z.nullable(z.string()),
  /** Null where the backend has none of its own. */
  threads: z.nullable(z.int()),
  /** Of the training step: LoRA of this rank on all linear layers. A slow machine has a smaller one. */
  step: z.object({ rank: z.int(), sequences: z.int(), length: z.int() }),
  speeds: speedsSchema,
  /** What a training step takes however few tokens it has. Absent in measurements of earlier versions. */
  leastStep: z.optional(z.object({ tokens: z.int(), seconds: z.number() })),
  /** The same by TensorFlow.js's own operations on the same device; null where they were not tried. */
  plain: z.nullable(speedsSchema),
  /** Programs started by a training step; null where the backend does not count them. */
  dispatches: z.nullable(z.int()),
  /** What the backend holds at the end: weights, activations, caches, and what it keeps free for the next ones. */
  heldBytes: z.number(),
});
export type Measurement = z.infer<typeof measurementSchema>;

/** What is being measured, in this order. */
export const measureStageSchema = z.enum(["training", "decoding", "comparing"]);
export type MeasureStage = z.infer<typeof measureStageSchema>;
