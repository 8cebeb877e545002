import { z } from "../../protocol/zod.ts";

/** A taught writer that was merged into the model before anything was measured. */
const writerSetupSchema = z.object({ folder: z.string(), sha256: z.string() });
export type WriterSetup = z.infer<typeof writerSetupSchema>;

/** What every result says of the runtime it was measured with. */
export const runtimeSetupSchema = z.object({
  model: z.object({ id: z.string(), name: z.string(), parameters: z.number(), hash: z.string() }),
  backend: z.object({ name: z.string(), threads: z.int() }),
  /** Absent: the untouched model. */
  writer: z.optional(writerSetupSchema),
});
export type RuntimeSetup = z.infer<typeof runtimeSetupSchema>;

/** What every result says of the training of an adapter. */
export const trainingSchema = z.object({
  examples: z.int(),
  steps: z.int(),
  tokens: z.int(),
  finalLoss: z.number(),
  seconds: z.number(),
});
export type Training = z.infer<typeof trainingSchema>;

/** How the intervals of a result are made. */
export const CLUSTERED = "percentile bootstrap over passages, 10000 resamples, 95 %";
export const BINOMIAL = "Wilson score interval over questions, 95 %";
