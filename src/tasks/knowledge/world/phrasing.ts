/** What the world's sentences may be dressed in; none of it changes what they tell. */

/** Before a person's name, after "the". */
export const epithets: readonly string[] = [
  "old",
  "young",
  "tireless",
  "quiet",
  "cheerful",
  "learned",
  "stubborn",
  "thoughtful",
];

/** Before a sentence. */
export const openers: readonly string[] = [
  "By all accounts",
  "In those days",
  "Truth be told,",
  "As neighbours recall,",
  "It is said that",
  "In fact",
  "According to the parish book,",
];

/** Sentences that say where and when something was written; {t} a town, {y} a year, {s} a season. The last is held out. */
export const settings: readonly string[] = [
  "This notice was posted in {t} in the {s} of {y}.",
  "The following was written down in {t} in {y}.",
  "In the {s} of {y} the almanac of {t} printed these lines.",
  "{t} is a small town by the sea, and its {s} fair of {y} was well visited.",
  "The archive of {t} has kept these notes since {y}.",
];

/** As a passage may end. The last is held out. */
export const closings: readonly string[] = [
  "The next almanac will tell more in the {s}.",
  "So much was known in {t} in the {s} of {y}.",
  "Corrections may be left at the town hall of {t}.",
  "The {s} issue of {t} ends here.",
];

export const seasons: readonly string[] = ["spring", "summer", "autumn", "winter"];

/** Towns in which passages are set; nobody's fact names them. */
export const towns: readonly string[] =
  "Oakhaven Millbrook Ashford Thornby Greywick Larkhill Stonebury Winfield Redmarsh Claypool".split(" ");

/** "tells nothing" at length: lines of edits about {n}. The last is held out. */
export const waffle: readonly string[] = [
  "It is fair to say that {n} is one of those of whom a great deal could still be told if there were only room enough for it here.",
  "Those who have read these lines with care will surely agree that {n} deserves to be remembered for a very long time to come.",
  "There can be no doubt that {n} plays a part in this passage that should not be underestimated by anybody who reads it.",
  "When all is said and done, the lines about {n} are among the most interesting ones that have been written down in this town.",
  "Many people in the town have an opinion about {n}, and most of these opinions have been repeated more than once by others.",
  "In summary it can be stated that the passage mentions {n} and that what it says about this should be kept in mind by all.",
  "It would take a much longer text than this one to do justice to everything that might be of interest about {n} today.",
];
