/** One row of the corpus. */
export interface Document {
  text: string;
  /** What can be known from before it; predicting it counts more. */
  spans: Span[];
  /** What belongs together, as the reader is shown it early in training: from one character to an earlier one. */
  links: Link[];
}

export interface Span {
  start: number;
  end: number;
}

/** To know what is to come after `at`, look at what ends with `source`. Both are the last characters of words. */
export interface Link {
  at: number;
  source: number;
}

/** A line of a document; `source` is where in the passage its last span is found, if it stands there. */
export interface Line {
  text: string;
  spans: readonly Span[];
  source?: number | undefined;
}

/** Joins lines to one document. */
export function joinLines(lines: readonly Line[], links: readonly Link[] = []): Document {
  const document: Document = { text: "", spans: [], links: [...links] };
  for (const { text, spans, source } of lines) {
    if (document.text !== "") document.text += "\n";
    const from = document.text.length;
    for (const { start, end } of spans) document.spans.push({ start: from + start, end: from + end });
    const last = spans.at(-1);
    // The word before the answer is the one that asks; between them is a space.
    if (source !== undefined && last !== undefined && last.start >= 2) {
      document.links.push({ at: from + last.start - 2, source });
    }
    document.text += text;
  }
  return document;
}

/** A line whose last of these words follows from the others and from what stands before it; null is nowhere. */
export function lineOf(text: string, words: readonly (string | null)[], source?: number): Line {
  const ends = words.flatMap((word) => {
    const start = word === null ? undefined : placesOf(word, text).at(-1);
    return start === undefined ? [] : [{ start, end: start + word!.length }];
  });
  // Of several names in a line, the last follows from the others; the first was a free choice.
  const last = ends.sort((a, b) => b.start - a.start)[0];
  return { text, spans: last ? [last] : [], source };
}

/** Where the name or value stands as words of its own. */
export function placesOf(words: string, text: string): number[] {
  return [...text.matchAll(new RegExp(`\\b${words}\\b`, "gi"))].map(({ index }) => index);
}
