import type { EditFormat } from "./format.ts";
import { lineDrafts } from "./lineDrafts.ts";
import { findPairs } from "./questionPairs.ts";
import { pairDrafts } from "./selfQa.ts";

/** As many pairs of a question and an answer make an edit of pairs of what was asked for in the user's own words. */
const FEWEST_PAIRS = 2;

export const custom: EditFormat = {
  asking: {
    kind: "instruction",
    instruction: (own) => own.trim(),
    heading: "",
    lead: "",
    // What an edit to an instruction that nobody knows looks like cannot be shown.
    demonstrated: null,
  },
  parse(sample, _passage, cut) {
    const found = findPairs(sample.text);
    const isPairs = found.filter(({ kind }) => kind === "pair").length >= FEWEST_PAIRS;
    return isPairs ? pairDrafts(found, sample.cutOff) : lineDrafts(sample, cut);
  },
};
