import { recordOf } from "../files/record.ts";
import { answersIn } from "./passageAnswers.ts";
import { rowsOfTable } from "./passageColumns.ts";
import type { PassageSieve } from "./passageSieve.ts";

type Fields = ReadonlyMap<string, unknown>;

/** Under these keys lies the list that a file is about: SQuAD's, that of the Hub's server, and splits by name. */
const LISTS = [
  "data",
  "rows",
  "passages",
  "articles",
  "documents",
  "examples",
  "train",
  "validation",
  "dev",
  "test",
];
const TEXTS = ["context", "text", "passage", "content", "document"];
const TITLES = ["title", "document_title", "name", "file_name"];

/** Reads a value of any of the known shapes into the sieve. @throws EnoughRead */
export function readEntries(value: unknown, place: string, sieve: PassageSieve): void {
  if (Array.isArray(value)) {
    readList(value, place, sieve);
    return;
  }
  const fields = recordOf(value);
  if (fields === null) {
    sieve.leaveOut(place, "it holds no passage");
    return;
  }
  const table = rowsOfTable(fields);
  if (table !== null) {
    readList(table, place, sieve);
    return;
  }
  const lists = LISTS.filter((key) => Array.isArray(fields.get(key)));
  if (textOf(fields) === undefined && lists.length > 0) {
    for (const key of lists) readList(listOf(fields, [key]), place, sieve);
    return;
  }
  // The first line of MRQA's files says what follows.
  if (fields.has("header") && fields.size === 1) return;
  readEntry(fields, place === "" ? "passage 1" : place, sieve);
}

function readList(list: Iterable<unknown>, place: string, sieve: PassageSieve): void {
  const prefix = place === "" ? "" : `${place}, `;
  let number = 0;
  for (const entry of list) {
    number++;
    const fields = recordOf(entry);
    const row = fields && recordOf(fields.get("row"));
    if (fields === null) sieve.leaveOut(`${prefix}passage ${number}`, "is not an object");
    else readEntry(row ?? fields, `${prefix}${nounOf(row ?? fields)} ${number}`, sieve);
  }
}

function nounOf(fields: Fields): string {
  if (fields.has("paragraphs")) return "article";
  return isRow(fields) ? "row" : "passage";
}

function readEntry(fields: Fields, place: string, sieve: PassageSieve): void {
  const paragraphs = fields.get("paragraphs");
  if (fields.has("paragraphs")) {
    if (!Array.isArray(paragraphs)) {
      sieve.leaveOut(place, "its “paragraphs” are not a list");
      return;
    }
    paragraphs.forEach((entry: unknown, i) => {
      const paragraph = recordOf(entry);
      const where = `${place}, paragraph ${i + 1}`;
      if (paragraph === null) sieve.leaveOut(where, "is not an object");
      else readPassage(paragraph, titleOf(paragraph) ?? titleOf(fields), where, sieve);
    });
  } else if (isRow(fields)) {
    const key = sieve.passage(titleOf(fields), textOf(fields), place);
    if (key !== null) readQuestion(fields, key, place, sieve);
  } else readPassage(fields, titleOf(fields), place, sieve);
}

/** A row is one question with its passage beside it. */
function isRow(fields: Fields): boolean {
  return fields.has("question") && !fields.has("qas") && !fields.has("questions");
}

function readPassage(fields: Fields, title: unknown, place: string, sieve: PassageSieve): void {
  const questions = listOf(fields, ["qas", "questions"]);
  if (textOf(fields) === undefined && questions.length === 0) {
    sieve.leaveOut(place, "has no context and no text");
    return;
  }
  const key = sieve.passage(title, textOf(fields), place);
  if (key === null) return;
  if (questions.length === 0) {
    sieve.leaveOut(place, "has no question");
    return;
  }
  questions.forEach((entry, i) => {
    const question = recordOf(entry);
    const where = `${place}, question ${i + 1}`;
    if (question === null) sieve.leaveOut(where, "is not an object");
    else readQuestion(question, key, where, sieve);
  });
}

function readQuestion(fields: Fields, key: string, place: string, sieve: PassageSieve): void {
  const impossible = fields.get("is_impossible");
  if (impossible === true || impossible === 1 || /^(?:true|1)$/i.test(String(impossible))) {
    sieve.leaveUnanswerable();
    return;
  }
  const answers = ["answers", "answer", "answer_text"].map((name) => answersIn(fields.get(name)));
  const given = answers.find((list) => list.length > 0) ?? [];
  sieve.question(key, fields.get("question"), given, fields.get("kind"), place);
}

function textOf(fields: Fields): unknown {
  return firstOf(fields, TEXTS);
}

/** Exports that number their documents and do not name them have a number only. */
function titleOf(fields: Fields): unknown {
  const title = firstOf(fields, TITLES);
  if (typeof title === "string" && title.trim() !== "") return title;
  const id = fields.get("document_id");
  return typeof id === "number" ? `Document ${id}` : undefined;
}

function firstOf(fields: Fields, names: readonly string[]): unknown {
  const name = names.find((one) => fields.get(one) !== undefined && fields.get(one) !== null);
  return name === undefined ? undefined : fields.get(name);
}

function listOf(fields: Fields, names: readonly string[]): readonly unknown[] {
  const list = firstOf(fields, names);
  return Array.isArray(list) ? list : [];
}
