import Papa from "papaparse";
import { answersIn } from "./passageAnswers.ts";
import type { PassageSieve } from "./passageSieve.ts";

/** Names of columns, in lower case; the first that a table has is taken. */
const COLUMNS = {
  title: ["title", "topic", "document", "name"],
  context: ["context", "passage", "text", "paragraph"],
  question: ["question", "query"],
  answer: ["answer", "answers", "answer_text", "gold", "target"],
} as const;
type Column = keyof typeof COLUMNS;

/** What separates several accepted answers in a cell, as in the page's own field. */
const BETWEEN_ANSWERS = "|";

/**
 * Reads a table with a header (CSV, TSV, or with semicolons, as spreadsheets write it) into the sieve.
 *
 * @returns whether it is one: its first line names columns of context, question and answer
 * @throws EnoughRead
 */
export function readTable(text: string, sieve: PassageSieve): boolean {
  const header = Papa.parse<string[]>(text, { preview: 1, skipEmptyLines: "greedy" });
  const names = header.data[0]?.map((name) => name.trim().toLowerCase()) ?? [];
  const at = (column: Column) => {
    const known = COLUMNS[column].find((name) => names.includes(name));
    return known === undefined ? -1 : names.indexOf(known);
  };
  const [title, context, question, answer] = [at("title"), at("context"), at("question"), at("answer")];
  if (context < 0 || question < 0 || answer < 0) return false;
  const impossible = names.indexOf("is_impossible");
  const { data } = Papa.parse<string[]>(text, {
    delimiter: header.meta.delimiter,
    skipEmptyLines: "greedy",
  });
  for (const [i, row] of data.entries()) {
    const place = `row ${i + 1}`;
    if (i === 0) continue;
    if (/^(?:true|1)$/i.test(row[impossible]?.trim() ?? "")) {
      sieve.leaveUnanswerable();
      continue;
    }
    const key = sieve.passage(row[title], row[context] ?? "", place);
    if (key === null) continue;
    const answers = answersIn(row[answer] ?? "").flatMap((one) => one.split(BETWEEN_ANSWERS));
    sieve.question(key, row[question], answers, undefined, place);
  }
  return true;
}
