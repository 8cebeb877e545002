import { z } from "./zod.ts";

/** What a run has its model do. Forward and back, and forward alone, in tokens without padding. */
export const workSchema = z.object({
  trainingSteps: z.number(),
  /** Tokens of all training steps. */
  trained: z.number(),
  /** Tokens that are read at once: prompts, and whatever is scored. */
  read: z.number(),
  /** Steps in each of which every sequence of a decoding gets a token, and all these tokens. */
  decodingSteps: z.number(),
  decoded: z.number(),
});
export type Work = z.infer<typeof workSchema>;

/** Sequences decoded together at most; bounds the logits that are read back at a time. */
export const MAX_DECODING_BATCH = 64;

export const NO_WORK: Work = { trainingSteps: 0, trained: 0, read: 0, decodingSteps: 0, decoded: 0 };
