import { lazily } from "../../../protocol/lazily.ts";
import { slugOf } from "../../../protocol/slug.ts";
import { FIRST_EXAMPLE, OTHER_EXAMPLES } from "../examples/exampleTitles.ts";
import type { Passage } from "../metadata.ts";
import { type DraftPassage, fromDraftPassage } from "./draftPassage.ts";

export interface Example {
  /** Used in links. */
  id: string;
  title: string;
}

/** The passages that come with the page, by name; all texts but the first's are fetched when they are first needed. */
export const EXAMPLES: readonly Example[] = [FIRST_EXAMPLE.title, ...OTHER_EXAMPLES].map((title) => ({
  id: slugOf(title),
  title,
}));

const passages = lazily(async () => (await import("../examples/examples.ts")).EXAMPLE_PASSAGES);

/** In the order of the names. */
export function loadExamples(): Promise<readonly Passage[]> {
  return passages.open();
}

/** Null where there is none of this name; rejects where the texts cannot be fetched. */
export async function loadExample(id: string): Promise<Passage | null> {
  const index = EXAMPLES.findIndex((example) => example.id === id);
  if (index === 0) return FIRST_EXAMPLE;
  return index < 0 ? null : ((await loadExamples())[index] ?? null);
}

/** The example that the draft still equals, if any, as far as the texts have been fetched. */
export function exampleOf(draft: DraftPassage): Example | undefined {
  const passage = JSON.stringify(fromDraftPassage(draft));
  const known = passages.opened ?? [FIRST_EXAMPLE];
  return EXAMPLES.find((_, i) => JSON.stringify(known[i]) === passage);
}
