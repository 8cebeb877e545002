import { JsonFault } from "../../../protocol/boundedJson.ts";
import { looseJson } from "../../files/looseJson.ts";
import { fieldsOf } from "./passageNames.ts";

/** More lists and objects than any cell of answers has. */
const MOST = 1000;
/** Under which an object that is an answer has its text; the first that says something. */
const TEXTS = ["text", "answer", "value", "input_text", "spans", "number"];

/**
 * The answers in whatever form a file gives them: a text, a number, a list of either, SQuAD's list of `{text}`, the
 * Hub's `{text: [..]}`, yes or no; and these written into one cell of a table, as JSON or as Python prints them.
 */
export function answersIn(value: unknown): string[] {
  if (typeof value === "string") return inCell(value);
  return plainAnswers(value);
}

function plainAnswers(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value === "number") return [String(value)];
  if (typeof value === "boolean") return value ? ["yes", "true"] : ["no", "false"];
  if (Array.isArray(value)) return value.flatMap((one: unknown) => plainAnswers(one));
  const fields = fieldsOf(value);
  if (fields === null) return [];
  const found = TEXTS.map((name) => plainAnswers(fields.get(name)));
  const said = found.find((answers) => answers.some((answer) => answer.trim() !== "")) ?? found.flat();
  return [...said, ...plainAnswers(fields.get("aliases"))];
}

function inCell(cell: string): string[] {
  const text = cell.trim();
  if (!/^(?:\[.*\]|\{.*\}|array\(.*\))$/s.test(text)) return [text];
  try {
    const [written, ...more] = looseJson(text, MOST);
    return written === undefined || more.length > 0 ? [text] : plainAnswers(written.value);
  } catch (error) {
    if (error instanceof JsonFault) return [text];
    throw error;
  }
}
