import { z } from "zod";

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
  loraRank: z.int().min(1).max(128),
  loraAlpha: z.number().min(1).max(256),
  targets: z.array(z.enum(ADAPTER_TARGETS)).min(1),
  schedule: z.enum(["constant", "cosine", "linear"]),
  warmupSteps: z.int().min(0).max(1000),
  weightDecay: z.number().min(0).max(1),
  maxGradNorm: z.number().min(0).max(100),
});
