import { z } from "../../../../protocol/zod.ts";

/** What a generated passage is made from: the same recipe makes the same passage. */
export const worldRecipeSchema = z.object({
  seed: z.int().check(z.minimum(0), z.maximum(4294967295)),
  people: z.int().check(z.minimum(1), z.maximum(4)),
  factsPerPerson: z.int().check(z.minimum(1), z.maximum(4)),
  /** Share of facts that are asked backwards; the others need a second hop. */
  reversedShare: z.number().check(z.minimum(0), z.maximum(1)),
});
export type WorldRecipe = z.infer<typeof worldRecipeSchema>;

/** The passage of a first visit: the difficulty at which the embedded model was measured. */
export const FIRST_RECIPE: WorldRecipe = { seed: 1, people: 3, factsPerPerson: 2, reversedShare: 0.5 };

/** One line of the form for people and facts of one's own; parts of it may still be empty. */
export const ownFactSchema = z.object({
  /** Stable while the list changes; never leaves the page. */
  id: z.string(),
  person: z.string(),
  /** Key of a kind of fact. */
  relation: z.string(),
  value: z.string(),
});
export type OwnFact = z.infer<typeof ownFactSchema>;
