import { z } from "zod";
import { puzzleSchema } from "./puzzle.ts";
import { PAIR_SYMMETRIES } from "./symmetry.ts";

/** A puzzle with its name; of puzzles of our own making, what is known about the rule. */
export const arcContextSchema = z.object({
  name: z.string(),
  puzzle: puzzleSchema,
  /** The pair-level symmetries that the rule truly has: what the oracle's edit asserts. */
  symmetries: z.array(z.enum(PAIR_SYMMETRIES)).optional(),
});
export type ArcContext = z.infer<typeof arcContextSchema>;
