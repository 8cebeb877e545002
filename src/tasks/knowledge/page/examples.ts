import { FIRST_EXAMPLE, OTHER_EXAMPLES } from "../exampleTitles.ts";
import type { Passage } from "../metadata.ts";
import { type DraftPassage, fromDraftPassage } from "./draftPassage.ts";

export interface Example {
  /** Used in links. */
  id: string;
  title: string;
}

/** The passages that come with the page, by name; all texts but the first's are fetched when they are first needed. */
export const EXAMPLES: readonly Example[] = [FIRST_EXAMPLE.title, ...OTHER_EXAMPLES].map((title) => ({
  id: title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, ""),
  title,
}));

let fetching: Promise<readonly Passage[]> | null = null;
let passages: readonly Passage[] = [FIRST_EXAMPLE];

/** In the order of the names. */
export function loadExamples(): Promise<readonly Passage[]> {
  // A chunk that could not be fetched is asked for again the next time.
  fetching ??= import("../examples.ts").then(
    ({ EXAMPLE_PASSAGES }) => {
      passages = EXAMPLE_PASSAGES;
      return passages;
    },
    (error: unknown) => {
      fetching = null;
      throw error;
    },
  );
  return fetching;
}

/** Null where there is none of this name; rejects where the texts cannot be fetched. */
export async function loadExample(id: string): Promise<Passage | null> {
  const index = EXAMPLES.findIndex((example) => example.id === id);
  return index <= 0 ? (passages[index] ?? null) : ((await loadExamples())[index] ?? null);
}

/** The example that the draft still equals, if any, as far as the texts have been fetched. */
export function exampleOf(draft: DraftPassage): Example | undefined {
  const passage = JSON.stringify(fromDraftPassage(draft));
  return EXAMPLES.find((_, i) => JSON.stringify(passages[i]) === passage);
}
