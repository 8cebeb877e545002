/** JSON that is refused before it is read; the message is a clause: "it holds more than …". */
export class JsonFault extends Error {}

/** Whoever walks through a value calls itself once for each list in a list: deeper ones exhaust the stack. */
export const DEEPEST = 100;

/**
 * JSON of others: lists and objects are counted before any of them is made, so that a file of brackets costs no memory.
 *
 * @param most lists and objects
 * @throws JsonFault with a short clause that says what is wrong
 */
export function parseBoundedJson(text: string, most: number): unknown {
  const fault = excessOf(text, most);
  if (fault !== null) throw new JsonFault(fault);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new JsonFault(`it is not JSON (${reasonOf(error)})`, { cause: error });
  }
}

const QUOTE = '"'.charCodeAt(0);
const BACKSLASH = "\\".charCodeAt(0);
const [OPENING_LIST, CLOSING_LIST, OPENING_OBJECT, CLOSING_OBJECT] = [..."[]{}"].map((c) => c.charCodeAt(0));

/** What of a text's brackets, strings left out, is more than can be read; null where nothing is. */
export function excessOf(text: string, most: number): string | null {
  let count = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === OPENING_LIST || code === OPENING_OBJECT) {
      if (++count > most) return `it holds more than ${most.toLocaleString("en")} lists and objects`;
      if (++depth > DEEPEST) return `it holds lists or objects within each other, more than ${DEEPEST} deep`;
    } else if (code === CLOSING_LIST || code === CLOSING_OBJECT) depth--;
  }
  return null;
}

/** Where the string that begins at `start` has its closing quote; the end of a text that has none. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let escapes = 0;
    while (text.charCodeAt(end - 1 - escapes) === BACKSLASH) escapes++;
    if (escapes % 2 === 0) return end;
  }
  return text.length;
}

/** Engines quote the text itself, which may be long. */
function reasonOf(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  return reason.length > 100 ? `${reason.slice(0, 100)}…` : reason;
}
