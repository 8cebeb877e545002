import type { EditKind } from "./edit.ts";
import { relations } from "./fact.ts";
import { isVague, readWhich } from "./judge.ts";
import { parseLine } from "./layout.ts";
import { Reader } from "./reading.ts";
import { readTemplate } from "./template.ts";

/** What a line of an edit does, or "other" for a line in none of the world's phrasings. */
export type LineKind = EditKind | "merged" | "other";

/** Tells what kind of line this is by its phrasing alone, whether or not what it says is true of any passage. */
export function lineKind(line: string): LineKind {
  const parsed = parseLine(line);
  if (parsed === null) return "other";
  return "question" in parsed ? questionKind(parsed.question) : statementKind(parsed.statement);
}

function statementKind(statement: string): LineKind {
  if (isVague(statement)) return "vague";
  const reading = new Reader().read(statement);
  if (reading.kind === "facts") return reading.facts.length > 1 ? "merged" : "restated";
  return fitsSome(
    relations.flatMap(({ implied }) => implied),
    statement,
  )
    ? "implied"
    : "other";
}

function questionKind(question: string): LineKind {
  if (readWhich(question) !== null) return "implied-question";
  if (
    fitsSome(
      relations.flatMap(({ questions }) => questions),
      question,
    )
  )
    return "question";
  return fitsSome(
    relations.flatMap(({ impliedQuestions }) => impliedQuestions),
    question,
  )
    ? "implied-question"
    : "other";
}

function fitsSome(templates: readonly string[], text: string): boolean {
  return templates.some((template) => readTemplate(template, text) !== null);
}
