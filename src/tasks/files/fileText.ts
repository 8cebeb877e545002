/**
 * The text of a file as people's programs write it: UTF-8, UTF-16 where a byte-order mark says so, and, where the bytes
 * are no UTF-8, the encoding in which Western spreadsheets save. The mark is no part of the text.
 */
export function fileText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** A text that did not come through `fileText`, e.g. from the clipboard, without its byte-order mark. */
export function withoutMark(text: string): string {
  return text.startsWith("\ufeff") ? text.slice(1) : text;
}

const FOREIGN: readonly [begins: RegExp, what: string, advice: string][] = [
  [
    /^\s*(?:<!doctype\s+html|<html|<head|<!--)/i,
    "a web page",
    "Save the file itself: on a repository's page of a file, behind “Raw” or “Download”.",
  ],
  [
    /^version https:\/\/git-lfs/,
    "a pointer of Git LFS, not the file that it stands for",
    "Fetch the file itself with “git lfs pull”, or download it from the repository's page.",
  ],
  [/^\s*<\?xml/i, "XML", "Choose a JSON file."],
  [/^PK\p{Cc}\p{Cc}/u, "a zip archive", "Unpack it, and choose the files in it."],
  [/^\p{Cc}[\p{Cc}‹]\p{Cc}/u, "compressed with gzip", "Unpack it, and choose the file in it."],
  [/^PAR1/, "a Parquet file", "Convert it to JSON lines, e.g. with pandas: df.to_json(…, lines=True)."],
  [/^ARROW1/, "an Arrow file", "Convert it to JSON lines."],
  [/^\{\\rtf|^%PDF-/, "a document of a text program", "Choose a JSON file."],
];

/** What a text is, and what to do, where it is of a kind that is often saved in place of data; null for others. */
export function foreignFile(text: string): { what: string; advice: string } | null {
  const start = text.slice(0, 400);
  const found = FOREIGN.find(([begins]) => begins.test(start));
  return found ? { what: found[1], advice: found[2] } : null;
}
