import { recordOf } from "../files/record.ts";

/**
 * The answers in whatever form a file gives them: a text, a number, a list of either, SQuAD's list of `{text}`, the
 * Hub's `{text: [..]}`; and these written into one cell of a table, as JSON or as Python prints them.
 */
export function answersIn(value: unknown): string[] {
  if (typeof value === "string") return inCell(value);
  return plainAnswers(value);
}

function plainAnswers(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value === "number") return [String(value)];
  if (Array.isArray(value)) return value.flatMap((one: unknown) => plainAnswers(one));
  const fields = recordOf(value);
  if (fields === null) return [];
  return plainAnswers(fields.get("text") ?? fields.get("answer") ?? fields.get("value"));
}

function inCell(cell: string): string[] {
  const text = cell.trim();
  if (!/^[[{]/.test(text)) return [text];
  try {
    return plainAnswers(JSON.parse(text));
  } catch {
    const list = /'text':\s*(?:array\()?\[([^\]]*)\]/.exec(text)?.[1] ?? /^\[([^\]]*)\]$/.exec(text)?.[1];
    if (list === undefined) return [text];
    const quoted = [...list.matchAll(/'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/g)];
    return quoted.map(([, single, double]) => (single ?? double ?? "").replace(/\\(.)/g, "$1"));
  }
}
