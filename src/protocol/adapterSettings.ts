import { z } from "./zod.ts";

/** The linear layers of a block that an adapter may stand beside, by their names in the HF layout. */
export const ADAPTER_TARGETS = [
  "q_proj",
  "k_proj",
  "v_proj",
  "o_proj",
  "gate_proj",
  "up_proj",
  "down_proj",
] as const;

/** What shapes an adapter and how AdamW trains it: part of the settings of every loop that trains one. */
export const adapterSettingsSchema = z.object({
  loraRank: z.int().check(z.minimum(1), z.maximum(128)),
  loraAlpha: z.number().check(z.minimum(1), z.maximum(256)),
  targets: z.array(z.enum(ADAPTER_TARGETS)).check(z.minLength(1)),
  schedule: z.enum(["constant", "cosine", "linear"]),
  warmupSteps: z.int().check(z.minimum(0), z.maximum(1000)),
  weightDecay: z.number().check(z.minimum(0), z.maximum(1)),
  maxGradNorm: z.number().check(z.minimum(0), z.maximum(100)),
});
