const END = String.raw`(?<=[\p{L}\p{M}\p{N}\p{P}]{3}[.!?]["”’)]?|[।؟۔])\s+(?=["“(]?[\p{Lu}\p{Lo}\p{N}])`;
/** Of scripts without spaces. */
const UNSPACED_END = "(?<=[。！？][」』”’）]?)(?![」』”’）])";
const ENDS = new RegExp(`${END}|${UNSPACED_END}`, "u");

/**
 * Splits at sentence ends followed by a capital, a letter without case, a digit or a quote, so that "St. John" errs on
 * the long side.
 */
export function sentencesOf(text: string): string[] {
  return text
    .split(ENDS)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== "");
}
