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

/** As links name a passage that is made: "world-7-3-2-0.5". */
export function recipeName({ seed, people, factsPerPerson, reversedShare }: WorldRecipe): string {
  return ["world", seed, people, factsPerPerson, reversedShare].join("-");
}

/** The recipe that a link names; null where it names none. */
export function namedRecipe(name: string): WorldRecipe | null {
  const [kind, ...parts] = name.split("-");
  const [seed, people, factsPerPerson, reversedShare] = parts.map(Number);
  if (kind !== "world" || parts.length !== 4) return null;
  return worldRecipeSchema.safeParse({ seed, people, factsPerPerson, reversedShare }).data ?? null;
}

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
