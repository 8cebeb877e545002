import { excessOf, JsonFault, parseBoundedJson } from "../../protocol/boundedJson.ts";
import { withoutMark } from "./fileText.ts";
import { looseJson, type PlacedValue } from "./looseJson.ts";

/** JSON within a JSON string, as programs write it that were given it as a text; no deeper. */
const DEEPEST_STRING = 3;

/**
 * The JSON of a text as people have it: one value, one a line, or several behind each other; with a byte-order mark,
 * within a Markdown fence, quoted or escaped, or only nearly JSON (`looseJson`).
 *
 * @param most lists and objects
 * @param onFault told of lines among others that cannot be read
 * @throws JsonFault where there is none, with what JSON's own reader says
 */
export function jsonValues(
  text: string,
  most: number,
  onFault: (line: number, reason: string) => void,
): PlacedValue[] {
  const body = fenced(withoutMark(text));
  const excess = excessOf(body, most);
  if (excess !== null) throw new JsonFault(excess);
  const lines = valuesByLine(body, most, onFault);
  if (lines !== null) return lines;
  try {
    return [{ line: 1, value: wholeValue(body, most) }];
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    const values = looseValues(body, most) ?? looseValues(withoutProse(body), most);
    if (values === null || values.length === 0) throw error;
    return values;
  }
}

function wholeValue(body: string, most: number): unknown {
  let value = parseBoundedJson(body, most);
  for (let depth = 1; typeof value === "string" && depth < DEEPEST_STRING; depth++) {
    value = parseBoundedJson(value, most);
  }
  return value;
}

function looseValues(body: string, most: number): PlacedValue[] | null {
  // The inside of a JSON string that was copied without its quotes.
  const text = /[[{,]\s*\\"/.test(body.slice(0, 1000)) ? body.replaceAll('\\"', '"') : body;
  try {
    return looseJson(text, most);
  } catch (error) {
    if (error instanceof JsonFault) return null;
    throw error;
  }
}

/** One value a line, where the first line that says something holds one and is not the only one; null for other texts. */
function valuesByLine(
  text: string,
  most: number,
  onFault: (line: number, reason: string) => void,
): PlacedValue[] | null {
  const lines = text.split(/\r\n?|\n/).map((line, i) => ({ text: line, number: i + 1 }));
  const [first, second, ...rest] = lines.filter((line) => !/^\s*(?:#|\/\/|$)/.test(line.text));
  if (first === undefined || second === undefined || valueOfLine(first.text, most) === null) return null;
  return [first, second, ...rest].flatMap(({ text, number }) => {
    const found = valueOfLine(text, most);
    if (found === null) onFault(number, "is not JSON");
    return found === null ? [] : [{ line: number, value: found.value }];
  });
}

function valueOfLine(line: string, most: number): { value: unknown } | null {
  if (!/^\s*[[{]/.test(line)) return null;
  try {
    return { value: JSON.parse(line) as unknown };
  } catch {
    const values = looseValues(line, most);
    return values?.length === 1 ? values[0]! : null;
  }
}

/** From the first line that a value begins to the last one that it ends, on their places: words around may have brackets. */
function withoutProse(text: string): string {
  const lines = text.split("\n");
  const first = lines.findIndex((line) => /^\s*[[{]/.test(line));
  const last = lines.findLastIndex((line) => /[\]}]\s*$/.test(line));
  return lines.map((line, i) => (i >= first && i <= last && first >= 0 ? line : "")).join("\n");
}

/** What stands within Markdown's fences, where there are any. */
function fenced(text: string): string {
  if (!/```|~~~/.test(text)) return text;
  const inside: string[] = [];
  let fence: string | null = null;
  let found = false;
  for (const line of text.split("\n")) {
    const mark = /^[>\s]*(```|~~~)/.exec(line)?.[1];
    if (fence === null && mark !== undefined) {
      fence = mark;
      found = true;
    } else if (fence !== null && mark === fence) fence = null;
    else if (fence !== null) inside.push(line);
  }
  return found ? inside.join("\n") : text;
}
