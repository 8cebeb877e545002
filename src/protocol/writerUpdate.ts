import { LINEAR_NAMES } from "./adapterSettings.ts";
import { z } from "./zod.ts";

/** A round's update of the writer, bit for bit: what was merged, without the optimiser's moments. */
export const writerUpdateSchema = z.object({
  settings: z.object({
    rank: z.int(),
    alpha: z.number(),
    targets: z.array(z.enum(LINEAR_NAMES)).check(z.minLength(1)),
    seed: z.int(),
  }),
  /** By name, e.g. "layers.0.q_proj.a". */
  tensors: z.record(
    z.string(),
    z.object({ shape: z.tuple([z.int(), z.int()]), value: z.instanceof(Float32Array) }),
  ),
});
export type WriterUpdate = z.infer<typeof writerUpdateSchema>;
