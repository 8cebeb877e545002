import Papa from "papaparse";
import { answersIn } from "./passageAnswers.ts";
import { PASSAGE_NAMES } from "./passageNames.ts";
import { readEntry } from "./passageShapes.ts";
import type { PassageSieve } from "./passageSieve.ts";

/** What separates several accepted answers in a cell, as in the page's own field. */
const BETWEEN_ANSWERS = "|";
/** What programs write into a cell that has no value. */
const EMPTY_CELL = /^\s*(?:nan|null|<na>)?\s*$/i;
/** Excel's own line before the header. */
const SEPARATOR_LINE = /^sep=(.)\r?\n/i;

/**
 * Reads a table with a header (CSV, TSV, or with semicolons, as spreadsheets write it) into the sieve.
 *
 * @returns whether it is one: its first line names columns of context, question and answer
 * @throws EnoughRead
 */
export function readTable(text: string, sieve: PassageSieve): boolean {
  const separator = SEPARATOR_LINE.exec(text);
  const body = separator ? text.slice(separator[0].length) : text;
  const before = separator ? 2 : 1;
  const header = Papa.parse<string[]>(body, {
    preview: 1,
    skipEmptyLines: "greedy",
    delimiter: separator?.[1] ?? "",
  });
  const names = header.data[0]?.map((name) => name.trim().toLowerCase()) ?? [];
  const answerNames: readonly string[] = PASSAGE_NAMES.answer;
  const needed = [PASSAGE_NAMES.context, PASSAGE_NAMES.question, answerNames];
  if (!needed.every((known) => names.some((name) => known.includes(name)))) return false;
  const { data, errors } = Papa.parse<string[]>(body, {
    delimiter: header.meta.delimiter,
    skipEmptyLines: "greedy",
  });
  const unclosed = errors.find(({ type }) => type === "Quotes")?.row;
  if (unclosed !== undefined) sieve.leaveOut(`row ${unclosed + before}`, "a quotation mark is not closed");
  for (const [i, row] of data.slice(1).entries()) {
    const cells = names.map((name, column): [string, unknown] => {
      const cell = row[column] ?? "";
      if (!answerNames.includes(name)) return [name, cell];
      return [
        name,
        EMPTY_CELL.test(cell) ? "" : answersIn(cell).flatMap((one) => one.split(BETWEEN_ANSWERS)),
      ];
    });
    readEntry(new Map(cells), `row ${i + 1 + before}`, sieve);
  }
  return true;
}
