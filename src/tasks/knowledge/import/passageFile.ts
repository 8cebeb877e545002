import { JsonFault } from "../../../protocol/boundedJson.ts";
import { PlaygroundError } from "../../../protocol/playgroundError.ts";
import { foreignFile, withoutMark } from "../../files/fileText.ts";
import { jsonValues } from "../../files/jsonValues.ts";
import { readEntries } from "./passageShapes.ts";
import { EnoughRead, type ImportedPassages, PassageSieve } from "./passageSieve.ts";
import { readTable } from "./passageTable.ts";

export type { ImportedPassages };

/** Several times as many lists and objects as the whole of SQuAD has. */
const MOST = 2_000_000;

/** Larger texts than the whole of SQuAD are another kind of file. */
export const MAX_PASSAGE_FILE_BYTES = 60_000_000;

/**
 * Reads passages with their questions from what people have: SQuAD v1 and v2, annotation exports of the same form, a
 * list of `{title, context | text, questions: [{question, answer | answers}]}`, flat rows of question, context and
 * answers (as a list, under a key, as JSON lines, or as a table with a header, CSV or TSV). What is good is read; what
 * had to be left out is listed with its place and the reason.
 *
 * @throws PlaygroundError "bad-input" where no passage is left, with the place of the first mistake
 */
export function readPassages(text: string): ImportedPassages {
  const body = withoutMark(text);
  if (body.trim() === "") throw badFile("it is empty");
  const foreign = foreignFile(body);
  if (foreign !== null) throw badFile(`it is ${foreign.what}`, foreign.advice);
  const sieve = new PassageSieve();
  try {
    readInto(body, sieve);
  } catch (error) {
    if (error instanceof JsonFault) throw badFile(error.message);
    // Nothing but mistakes: the first of them is said.
    if (!(error instanceof EnoughRead)) throw error;
  }
  const imported = sieve.finish();
  if (imported.passages.length > 0) return imported;
  throw badFile(imported.leftOut[0] ?? noneOf(imported));
}

function readInto(text: string, sieve: PassageSieve): void {
  const isJson = /^\s*[[{]/.test(text);
  if (!isJson && readTable(text, sieve)) return;
  if (isJson || /^(?:[^\n]*=)?\s*[[{]/m.test(text)) {
    const values = jsonValues(text, MOST, (line, reason) => sieve.leaveOut(`line ${line}`, reason));
    for (const { line, value } of values)
      readEntries(value, values.length === 1 ? "" : `line ${line}`, sieve);
    return;
  }
  throw new JsonFault(
    /^[^\n]*[,;\t]/.test(text.trimStart())
      ? "its first line does not name the columns “context”, “question” and “answer”"
      : "it is neither JSON nor a table",
  );
}

function noneOf({ unanswerable }: ImportedPassages): string {
  return unanswerable > 0 ? "all its questions are marked as unanswerable" : "it holds no passage";
}

/** What to say of a file beside how many passages it holds: what was left out, and what was changed. */
export function importRemarks(imported: ImportedPassages): string[] {
  const { leftOut, leftOutCount, unanswerable, untitled, repeated } = imported;
  const remarks: string[] = [];
  if (unanswerable > 0) {
    remarks.push(`Left out: ${count(unanswerable, "question")} marked as unanswerable.`);
  }
  if (leftOutCount > 0) {
    const more = leftOutCount - leftOut.length;
    remarks.push(`Left out: ${leftOut.join("; ")}${more > 0 ? `; and ${more} more` : ""}.`);
  }
  if (repeated > 0) {
    remarks.push(
      `${count(repeated, "question")} of a passage asked again: asked once, with the answers of all.`,
    );
  }
  if (untitled > 0) {
    remarks.push(
      `${count(untitled, "passage")} without a title: called by number. Questions are asked under the title, so give a better one.`,
    );
  }
  return remarks;
}

function count(n: number, noun: string): string {
  return `${n.toLocaleString("en")} ${noun}${n === 1 ? "" : "s"}`;
}

function badFile(what: string, advice?: string): PlaygroundError {
  return new PlaygroundError(
    "bad-input",
    `This file cannot be read as passages: ${what}.`,
    advice ??
      "Use SQuAD's JSON, a list of {title, context, questions: [{question, answer}]}, or a table with the columns context, question and answer.",
  );
}
