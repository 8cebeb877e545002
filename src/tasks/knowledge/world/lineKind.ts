import { type EditKind, vagueStatements } from "./edit.ts";
import { parseLine } from "./layout.ts";
import { relations } from "./passage.ts";
import { readTemplate } from "./template.ts";

/** What a line of an edit does, or "other" for a line in none of the world's phrasings. */
export type LineKind = EditKind | "other";

const statementTemplates = templates({
  vague: vagueStatements,
  restated: relations.flatMap(({ statements }) => statements),
  implied: relations.flatMap(({ implied }) => implied),
});
const questionTemplates = templates({
  question: relations.flatMap(({ questions }) => questions),
  "implied-question": relations.flatMap(({ impliedQuestions }) => impliedQuestions),
});

/** Tells what kind of line this is by its phrasing alone, whether or not what it says is true of any passage. */
export function lineKind(line: string): LineKind {
  const parsed = parseLine(line);
  if (parsed === null) return "other";
  const [text, known] =
    "question" in parsed ? [parsed.question, questionTemplates] : [parsed.statement, statementTemplates];
  return known.find(({ template }) => readTemplate(template, text) !== null)?.kind ?? "other";
}

/**
 * Longest first: "Iron Crown was penned by Venta" also fits "{n} penned {v}", with "Iron Crown was" for a name and
 * "by Venta" for a value, and the phrasing that leaves less to its slots is the one that was meant.
 */
function templates(
  lists: Partial<Record<EditKind, readonly string[]>>,
): { kind: EditKind; template: string }[] {
  const kinds = Object.keys(lists) as EditKind[];
  return kinds
    .flatMap((kind) => (lists[kind] ?? []).map((template) => ({ kind, template })))
    .sort((a, b) => b.template.length - a.template.length);
}
