import { answersIn } from "./passageAnswers.ts";
import { rowsOfTable } from "./passageColumns.ts";
import { type Fields, fieldsOf, firstOf, nameIn, PASSAGE_NAMES } from "./passageNames.ts";
import type { PassageSieve } from "./passageSieve.ts";

/** Under these keys lies what a file is about: SQuAD's list, that of the Hub's server, and splits by name. */
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
const QUESTIONS = ["qas", "questions", "qa_pairs"];

const NATURAL_QUESTIONS = "is in Natural Questions' own form, whose answers are places in a web page";
/** What other data sets have in the place of a passage, and what to say of it. */
const OTHERS: readonly [entry: string, what: string][] = [
  ["long_answer_candidates", NATURAL_QUESTIONS],
  ["document_text", NATURAL_QUESTIONS],
  ["entitypages", "is in TriviaQA's own form, whose passages are in files of their own"],
  ["entity_pages", "is in TriviaQA's own form, whose passages are in columns of their own"],
  ["instruction", "is an instruction to fine-tune on, and no passage with questions"],
  ["messages", "is a chat to fine-tune on, and no passage with questions"],
  ["conversations", "is a chat to fine-tune on, and no passage with questions"],
  ["annotations", "holds places that were marked in a text, and no answers in words"],
];

/** QuAC's way to say that a passage does not tell; it stands at the end of its passages too. */
const NO_ANSWER = "CANNOTANSWER";

/** Reads a value of any of the known shapes into the sieve. @throws EnoughRead */
export function readEntries(value: unknown, place: string, sieve: PassageSieve): void {
  if (Array.isArray(value)) {
    readList(value, place, sieve);
    return;
  }
  const fields = rowOf(value);
  if (fields === null) {
    sieve.leaveOut(place, "it holds no passage");
    return;
  }
  const table = rowsOfTable(fields);
  if (table !== null) {
    readList(table, place, sieve);
    return;
  }
  const lists = LISTS.filter((key) => typeof fields.get(key) === "object" && fields.get(key) !== null);
  if (textOf(fields) === undefined && lists.length > 0) {
    for (const key of lists) readEntries(fields.get(key), place, sieve);
    return;
  }
  // The first line of MRQA's files says what follows.
  if (fields.has("header") && fields.size === 1) return;
  readEntry(fields, place === "" ? "passage 1" : place, sieve);
}

/** The Hub's server wraps each row in another object. */
function rowOf(value: unknown): Fields | null {
  const fields = fieldsOf(value);
  return (fields && fieldsOf(fields.get("row"))) ?? fields;
}

function readList(list: Iterable<unknown>, place: string, sieve: PassageSieve): void {
  const prefix = place === "" ? "" : `${place}, `;
  let number = 0;
  for (const entry of list) {
    number++;
    const fields = rowOf(entry);
    if (fields === null) sieve.leaveOut(`${prefix}passage ${number}`, "is not an object");
    else readEntry(fields, `${prefix}${nounOf(fields)} ${number}`, sieve);
  }
}

function nounOf(fields: Fields): string {
  if (fields.has("paragraphs")) return "article";
  return isRow(fields) ? "row" : "passage";
}

/** One article, passage or row, named by `place`. @throws EnoughRead */
export function readEntry(fields: Fields, place: string, sieve: PassageSieve): void {
  const paragraphs = fields.get("paragraphs");
  if (fields.has("paragraphs")) {
    if (!Array.isArray(paragraphs)) {
      sieve.leaveOut(place, "its “paragraphs” are not a list");
      return;
    }
    paragraphs.forEach((entry: unknown, i) => {
      const paragraph = fieldsOf(entry);
      const where = `${place}, paragraph ${i + 1}`;
      if (paragraph === null) sieve.leaveOut(where, "is not an object");
      else readPassage(paragraph, titleOf(paragraph) ?? titleOf(fields), where, sieve);
    });
  } else if (isRow(fields)) {
    const key = openPassage(fields, titleOf(fields), place, sieve);
    if (key !== null) readQuestion(fields, null, key, place, sieve);
  } else readPassage(fields, titleOf(fields), place, sieve);
}

/** A row is one question with its passage beside it. */
function isRow(fields: Fields): boolean {
  return nameIn(fields, PASSAGE_NAMES.question) !== undefined && nameIn(fields, QUESTIONS) === undefined;
}

function openPassage(fields: Fields, title: unknown, place: string, sieve: PassageSieve): string | null {
  const text = textOf(fields);
  const other = text === undefined && OTHERS.find(([entry]) => fields.has(entry));
  if (!other) return sieve.passage(title, text, place);
  sieve.leaveOut(place, other[1]);
  return null;
}

function readPassage(fields: Fields, title: unknown, place: string, sieve: PassageSieve): void {
  const listed = firstOf(fields, QUESTIONS);
  const questions: readonly unknown[] = Array.isArray(listed) ? listed : [];
  const key = openPassage(fields, title, place, sieve);
  if (key === null) return;
  if (questions.length === 0) {
    sieve.leaveOut(place, "has no question");
    return;
  }
  const beside = firstOf(fields, PASSAGE_NAMES.answer);
  const answers = Array.isArray(beside) && beside.length === questions.length ? beside : [];
  questions.forEach((entry, i) => {
    const question = typeof entry === "string" ? new Map([["question", entry]]) : fieldsOf(entry);
    const where = `${place}, question ${i + 1}`;
    if (question === null) sieve.leaveOut(where, "is not an object");
    else readQuestion(question, answers[i], key, where, sieve);
  });
}

/** @param beside its answer where the file has questions and answers in two lists */
function readQuestion(
  fields: Fields,
  beside: unknown,
  key: string,
  place: string,
  sieve: PassageSieve,
): void {
  const impossible = fields.get("is_impossible");
  const own = PASSAGE_NAMES.answer.map((name) => answersIn(fields.get(name)));
  // A column of a table may be empty while another one holds the answer.
  const lists = [...own, answersIn(beside)];
  const given = lists.find(saysSomething) ?? lists.find((list) => list.length > 0) ?? [];
  const isMarked = impossible === true || impossible === 1 || /^(?:true|1)$/i.test(String(impossible));
  if (isMarked || (given.length > 0 && given.every((answer) => answer === NO_ANSWER))) {
    sieve.leaveUnanswerable();
    return;
  }
  const asked = firstOf(fields, PASSAGE_NAMES.question);
  sieve.question(key, fieldsOf(asked)?.get("text") ?? asked, given, fields.get("kind"), place);
}

function saysSomething(answers: readonly string[]): boolean {
  return answers.some((answer) => answer.trim() !== "");
}

function textOf(fields: Fields): unknown {
  const value = textIn(firstOf(fields, PASSAGE_NAMES.context));
  return typeof value === "string" ? value.replace(/ CANNOTANSWER$/, "") : value;
}

/** A text, its parts in a list, or (as DPR has it) the first of several objects with a text each. */
function textIn(value: unknown): unknown {
  if (Array.isArray(value) && value.every((part) => typeof part === "string")) return value.join("\n");
  const inner = fieldsOf(Array.isArray(value) ? value[0] : value);
  return inner === null ? value : firstOf(inner, PASSAGE_NAMES.context);
}

/** Exports that number their documents and do not name them have a number only. */
function titleOf(fields: Fields): unknown {
  const title = firstOf(fields, PASSAGE_NAMES.title);
  if (typeof title === "string" && title.trim() !== "" && title !== textOf(fields)) return title;
  const id = fields.get("document_id");
  return typeof id === "number" ? `Document ${id}` : undefined;
}
