/** Bullets, numbers and letters that small models put before a line, and headings' marks, possibly several of them. */
const LIST_MARKER =
  /\s*(?:[-*•–—+·▪>]\s+|#{1,6}\s+|\(?\d{1,3}[.)]\s+|\(?\d{1,3}[.)](?=[\p{L}*_"“(])|\(?[a-z]\)\s+|[a-z]\.\s+)/uy;
const LABEL =
  /\s*(?:implications?|implied facts?|rewrit(?:e|ing|ten)(?: passages?| versions?)?|versions?|passages?|facts?|statements?|sentences?|thoughts?)\s*#?\d*\s*[:.)–-]\s+/iy;
const INTRODUCTION =
  /^(?:here (?:are|is)|sure\b|certainly\b|okay\b|of course\b|below (?:are|is)|the following\b|these are\b|i hope\b|let me know\b)/i;

/** Marks are nested only a few deep; each pass over the line frees at most one level. */
export const MOST_PASSES = 4;

/** A line without list markers, Markdown, labels such as "Implication 2:" and quotes around the whole. */
export function cleanLine(line: string): string {
  let text = singleSpaces(line);
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const before = text;
    text = singleSpaces(stripEmphasis(text.slice(leadLength(text))));
    if (text === before) break;
  }
  return singleSpaces(/^["“](.*)["”]$/.exec(text)?.[1] ?? text);
}

/** Long runs of spaces would make the patterns that allow some of them slow. */
function singleSpaces(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** How much of a line is markers and labels before its content. */
function leadLength(text: string): number {
  let at = 0;
  for (;;) {
    const marker = [LIST_MARKER, LABEL].find((pattern) => {
      pattern.lastIndex = at;
      return pattern.test(text);
    });
    if (marker === undefined) return at;
    at = marker.lastIndex;
  }
}

/** Removes **bold**, __bold__, *italics* and `code` marks, also where the closing one was cut off. */
function stripEmphasis(text: string): string {
  return text.replace(/\*\*|__|`/g, "").replace(/(^|\s)\*(?=\S)([^*]*)\*(?=\s|[.,;:!?]|$)/g, "$1$2");
}

/** Why a line is about the edit rather than part of it; null for a line of content. */
export function framingNote(raw: string, clean: string): string | null {
  if (clean === "" || /^[\W_]+$/.test(clean)) return "no words in it";
  if (/^\s*#{1,6}\s/.test(raw) || /:\s*$/.test(clean)) return "a heading";
  if (INTRODUCTION.test(clean)) return "an introduction, not content";
  return null;
}

/** Lower-case words and numbers only: two lines with the same key say the same. */
export function lineKey(text: string): string {
  return (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(" ");
}

/** Whether the text ends where a sentence may end. */
export function endsSentence(text: string): boolean {
  return /[.!?…。！？]["”’')\]]*$/u.test(text.trim());
}

/** Whether the text runs in a circle ("the sea of the sea of the sea …"), as greedy small models do. */
export function runsInCircles(text: string): boolean {
  const words = lineKey(text).split(" ");
  if (words.length < 12) return false;
  const trigrams = words.slice(2).map((word, i) => `${words[i]} ${words[i + 1]} ${word}`);
  return new Set(trigrams).size < trigrams.length * 0.6;
}
