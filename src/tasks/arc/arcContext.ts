import { z } from "../../protocol/zod.ts";
import { puzzleSchema } from "./puzzle.ts";
import { PAIR_SYMMETRIES } from "./views/pairSymmetries.ts";

/** A puzzle with its name; of puzzles of our own making, what is known about the rule. */
export const arcContextSchema = z.object({
  name: z.string(),
  puzzle: puzzleSchema,
  /** The pair-level symmetries that the rule truly has: what the oracle's edit asserts. */
  symmetries: z.optional(z.readonly(z.array(z.enum(PAIR_SYMMETRIES)))),
});
export type ArcContext = Readonly<z.infer<typeof arcContextSchema>>;
