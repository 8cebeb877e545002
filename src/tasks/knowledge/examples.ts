import { PLACES } from "./examplesPlaces.ts";
import { THINGS } from "./examplesThings.ts";
import type { Passage } from "./metadata.ts";

/** Passages that come with the page, each with five to eight questions whose answers stand in the text. */
export const EXAMPLE_PASSAGES: readonly Passage[] = PLACES.flatMap((place, i) =>
  THINGS[i] === undefined ? [place] : [place, THINGS[i]],
);
