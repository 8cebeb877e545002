/** Splits at sentence ends followed by a capital, a digit or a quote, so that "St. John" errs on the long side. */
export function sentencesOf(text: string): string[] {
  return text
    .split(/(?<=[\p{L}\p{N}\p{P}]{3}[.!?]["”’)]?)\s+(?=["“(]?[\p{Lu}\p{N}])/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== "");
}
