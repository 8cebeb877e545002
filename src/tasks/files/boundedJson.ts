/** JSON that is refused before it is read; the message is a clause: "it holds more than …". */
export class JsonFault extends Error {}

/**
 * JSON of others: lists and objects are counted before any of them is made, so that a file of brackets costs no memory.
 *
 * @param most lists and objects
 * @throws JsonFault with a short clause that says what is wrong
 */
export function parseBoundedJson(text: string, most: number): unknown {
  if (containersIn(text, most) > most) {
    throw new JsonFault(`it holds more than ${most.toLocaleString("en")} lists and objects`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new JsonFault(`it is not JSON (${reasonOf(error)})`, { cause: error });
  }
}

/**
 * JSON lines: one value a line, empty lines left out. Null where the first line alone is no JSON, or where it is the only
 * one: then the text is something else.
 *
 * @param most lists and objects
 * @param onFault told of lines that cannot be read, by number from one
 */
export function parseJsonLines(
  text: string,
  most: number,
  onFault: (line: number, reason: string) => void,
): { line: number; value: unknown }[] | null {
  const lines = text.split(/\r\n?|\n/);
  const [first, second] = lines.filter((line) => line.trim() !== "");
  if (first === undefined || second === undefined || !/^\s*[[{]/.test(first)) return null;
  if (containersIn(text, most) > most || !isJson(first)) return null;
  return lines.flatMap((line, i) => {
    if (line.trim() === "") return [];
    try {
      return [{ line: i + 1, value: JSON.parse(line) as unknown }];
    } catch (error) {
      onFault(i + 1, `is not JSON (${reasonOf(error)})`);
      return [];
    }
  });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Counts no further than to one beyond the most. */
function containersIn(text: string, most: number): number {
  let count = 0;
  for (const opening of ["{", "["]) {
    for (let at = text.indexOf(opening); at >= 0; at = text.indexOf(opening, at + 1)) {
      if (++count > most) return count;
    }
  }
  return count;
}

/** Engines quote the text itself, which may be long. */
function reasonOf(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  return reason.length > 100 ? `${reason.slice(0, 100)}…` : reason;
}
