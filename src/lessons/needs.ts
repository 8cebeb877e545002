/** What most lessons need; figures of `docs/results.md` say how long a run takes where. */
export const IN_THIS_TAB =
  "Any laptop of the last years, or a phone. No download beyond the page: the small models come with it.";

/** Figures that this project measured, each with its command. */
export const RESULTS = "docs/results.md";

/** “Self-Adapting Language Models”, version 1. */
export const PAPER = "arXiv 2506.10943v1";

/** Its version 2, which tried more formats. */
export const PAPER_2 = "arXiv 2506.10943v2";
