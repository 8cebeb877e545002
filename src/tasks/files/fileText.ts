/**
 * The text of a file as people's programs write it: UTF-8, UTF-16 where a byte-order mark or the zeros beside the first
 * letters say so, and, where the bytes are no UTF-8, the encoding in which Western spreadsheets save. The mark is no part
 * of the text.
 */
export function fileText(bytes: Uint8Array): string {
  const [a, b, c, d] = bytes;
  if ((a === 0xff && b === 0xfe) || (a && b === 0 && c && d === 0)) {
    return new TextDecoder("utf-16le").decode(bytes);
  }
  if ((a === 0xfe && b === 0xff) || (a === 0 && b && c === 0 && d)) {
    return new TextDecoder("utf-16be").decode(bytes);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const damaged = new TextDecoder("utf-8").decode(bytes);
    if (isMostlyUtf8(damaged)) return damaged;
    const text = new TextDecoder("windows-1252").decode(bytes);
    // Node before 24 takes it for Latin-1, which has no letters there.
    return text.replace(/[\x80-\x9f]/g, (character) => WINDOWS_1252[character.charCodeAt(0) - 0x80]!);
  }
}

/** A file that was cut, or has a wrong byte somewhere, is UTF-8 all the same; its bad bytes are seen as “�”. */
function isMostlyUtf8(text: string): boolean {
  const bad = text.match(/\ufffd/g)?.length ?? 0;
  const good = text.match(/[^\p{ASCII}\ufffd]/gu)?.length ?? 0;
  return good > bad;
}

/** What 0x80 to 0x9f stand for; five of them for nothing. */
const WINDOWS_1252 = [..."€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ"];

/** A text that did not come through `fileText`, e.g. from the clipboard, without its byte-order mark. */
export function withoutMark(text: string): string {
  return text.startsWith("\ufeff") ? text.slice(1) : text;
}

const SAVE_ITSELF = "Save the file itself: on a repository's page of a file, behind “Raw” or “Download”.";
const AS_LINES = "Convert it to JSON lines, e.g. with pandas: df.to_json(…, orient='records', lines=True).";

const FOREIGN: readonly [begins: RegExp, what: string, advice: string][] = [
  [
    /^version https:\/\/git-lfs/,
    "a pointer of Git LFS, not the file that it stands for",
    "Fetch the file itself with “git lfs pull”, or download it from the repository's page.",
  ],
  [/^\s*<\?xml/i, "XML", "Choose a JSON file."],
  [/^\s*<[!a-z]/i, "a web page", SAVE_ITSELF],
  [
    /^\s*(?:[45]\d\d\b[^\n]*$|\{\s*"(?:error|message|detail)"\s*:\s*")/,
    "a server's answer, not the file",
    SAVE_ITSELF,
  ],
  [
    /^PK\p{Cc}\p{Cc}/u,
    "a zip archive, or a spreadsheet",
    "Unpack it and choose the files in it; save a spreadsheet as CSV.",
  ],
  [/^\p{Cc}‹\p{Cc}/u, "compressed with gzip", "Unpack it, and choose the file in it."],
  [/^PAR1/, "a Parquet file", AS_LINES],
  [/^(?:ARROW1|ÿÿÿÿ)/, "an Arrow file", AS_LINES],
  [/^\{\\rtf|^%PDF-/, "a document of a text program", "Choose a JSON file."],
  [
    /(?:(?!\s)\p{Cc}[\s\S]*?){3}/u,
    "a binary file, and no text",
    "Choose a text file: JSON, JSON lines or CSV.",
  ],
];

/** What a text is, and what to do, where it is of a kind that is often saved in place of data; null for others. */
export function foreignFile(text: string): { what: string; advice: string } | null {
  const start = text.slice(0, 400);
  const found = FOREIGN.find(([begins]) => begins.test(start));
  return found ? { what: found[1], advice: found[2] } : null;
}
