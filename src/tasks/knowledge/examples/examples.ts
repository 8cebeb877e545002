import type { Passage } from "../metadata.ts";
import { PLACES } from "./examplesPlaces.ts";
import { THINGS } from "./examplesThings.ts";
import { FIRST_EXAMPLE, OTHER_EXAMPLES, type OtherExample } from "./exampleTitles.ts";

const OTHERS: Readonly<Record<OtherExample, Omit<Passage, "title">>> = { ...PLACES, ...THINGS };

/** Passages that come with the page, each with five to eight questions whose answers stand in the text. */
export const EXAMPLE_PASSAGES: readonly Passage[] = [
  FIRST_EXAMPLE,
  ...OTHER_EXAMPLES.map((title) => ({ title, ...OTHERS[title] })),
];
