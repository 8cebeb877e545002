import { JsonFault, parseBoundedJson, parseJsonLines } from "../../protocol/boundedJson.ts";
import { withoutMark } from "../files/fileText.ts";

/** Ten times as many lists and objects as the largest public sets have. */
const MOST = 400_000;

/**
 * The JSON in a text as people copy it: with a byte-order mark, in a Markdown fence or a quote, as a string within
 * quotes, as Python prints it, after "task = ", or one value a line, which gives a list.
 *
 * @throws JsonFault where there is none
 */
export function jsonIn(text: string): unknown {
  const body = unquoted(withoutMark(text).trim());
  try {
    const value = parseBoundedJson(body, MOST);
    // JSON within a JSON string; no deeper.
    return typeof value === "string" ? parseBoundedJson(value, MOST) : value;
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    const value = linesOf(body) ?? readWithin(body);
    if (value === undefined) throw error;
    return value;
  }
}

/** Without quote marks before every line, and without a fence and what is written around it. */
function unquoted(text: string): string {
  const plain = /^>/.test(text) ? text.replace(/^> ?/gm, "") : text;
  const opening = /(?:^|\n)(`{3,}|~{3,})[^\n]*\n/.exec(plain);
  if (opening === null) return plain.trim();
  const start = opening.index + opening[0].length;
  const end = plain.indexOf(opening[1]!, start);
  return plain.slice(start, end < 0 ? undefined : end).trim();
}

function linesOf(text: string): unknown[] | undefined {
  let faulty = false;
  const lines = parseJsonLines(text, MOST, () => {
    faulty = true;
  });
  return lines === null || faulty ? undefined : lines.map(({ value }) => value);
}

/** From the first bracket to the last, with straight quotes; undefined where that is no JSON either. */
function readWithin(text: string): unknown {
  const start = text.search(/[[{]/);
  const end = Math.max(text.lastIndexOf("]"), text.lastIndexOf("}"));
  if (start < 0 || end < start) return undefined;
  const inner = text
    .slice(start, end + 1)
    .replaceAll('\\"', '"')
    .replace(/[“”„‘’]/g, '"');
  const straight = inner.includes('"') ? inner : inner.replaceAll("'", '"');
  try {
    // Python allows a comma after the last one, and has tuples.
    return parseBoundedJson(
      straight
        .replaceAll("(", "[")
        .replaceAll(")", "]")
        .replace(/,(?=\s*[\]}])/g, ""),
      MOST,
    );
  } catch {
    return undefined;
  }
}
