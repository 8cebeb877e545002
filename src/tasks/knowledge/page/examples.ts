import { EXAMPLE_PASSAGES } from "../examples.ts";
import type { Passage } from "../metadata.ts";
import { type DraftPassage, fromDraftPassage } from "./draftPassage.ts";

export interface Example {
  /** Used in links. */
  id: string;
  passage: Passage;
}

/** The passages that come with the page. */
export const EXAMPLES: readonly Example[] = EXAMPLE_PASSAGES.map((passage) => ({
  id: passage.title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, ""),
  passage,
}));

export function firstExample(): Example {
  const example = EXAMPLES[0];
  if (!example) throw new Error("There is no example passage.");
  return example;
}

export function findExample(id: string): Example | undefined {
  return EXAMPLES.find((example) => example.id === id);
}

/** The example that the draft still equals, if any. */
export function exampleOf(draft: DraftPassage): Example | undefined {
  const passage = JSON.stringify(fromDraftPassage(draft));
  return EXAMPLES.find((example) => JSON.stringify(example.passage) === passage);
}
