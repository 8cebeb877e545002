import { PlaygroundError } from "../../protocol/playgroundError.ts";
import { z } from "../../protocol/zod.ts";
import type { Passage, PassageQuestion } from "./metadata.ts";

export interface ImportedPassages {
  passages: Passage[];
  /** Questions left out because the file marks them as unanswerable (SQuAD v2). */
  unanswerable: number;
}

const text = z.string().check(z.refine((value) => value.trim() !== "", "is empty"));

const squadSchema = z.object({
  data: z.array(
    z.object({
      title: text,
      paragraphs: z.array(
        z.object({
          context: text,
          qas: z.array(
            z.object({
              question: text,
              is_impossible: z.optional(z.boolean()),
              answers: z._default(z.array(z.object({ text })), []),
            }),
          ),
        }),
      ),
    }),
  ),
});

const simpleSchema = z.array(
  z
    .object({
      title: text,
      context: z.optional(text),
      text: z.optional(text),
      questions: z.array(
        z
          .object({
            question: text,
            answer: z.optional(text),
            answers: z.optional(z.array(text)),
            kind: z.optional(z.string()),
          })
          .check(
            z.refine(
              ({ answer, answers }) => answer !== undefined || (answers?.length ?? 0) > 0,
              "has no answer",
            ),
          ),
      ),
    })
    .check(
      z.refine((passage) => (passage.context ?? passage.text) !== undefined, "has no context and no text"),
    ),
);

/**
 * Reads passages from JSON: SQuAD v1 and v2 files, or a list of `{title, context | text, questions:
 * [{question, answer | answers}]}`, such as this project's own.
 *
 * @throws PlaygroundError "bad-input" naming article, paragraph and question of the first mistake
 */
export function readPassages(json: string): ImportedPassages {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw badFile(`it is not JSON (${error instanceof Error ? error.message : String(error)})`);
  }
  const imported = Array.isArray(value) ? fromSimple(value) : fromSquad(value);
  if (imported.passages.length === 0) throw badFile("it holds no passage");
  const bare = imported.passages.findIndex(({ questions }) => questions.length === 0);
  if (bare >= 0) {
    const { title } = imported.passages[bare]!;
    throw badFile(`passage ${bare + 1} (“${title}”) has no question with an answer`);
  }
  return imported;
}

function fromSimple(value: unknown[]): ImportedPassages {
  const parsed = simpleSchema.safeParse(value);
  if (!parsed.success) throw badFile(firstIssue(parsed.error));
  const passages = parsed.data.map((passage) => ({
    title: passage.title.trim(),
    text: (passage.context ?? passage.text ?? "").trim(),
    questions: passage.questions.map(({ question, answer, answers, kind }) =>
      questionOf(question, answers ?? (answer === undefined ? [] : [answer]), kind),
    ),
  }));
  return { passages, unanswerable: 0 };
}

function fromSquad(value: unknown): ImportedPassages {
  const parsed = squadSchema.safeParse(value);
  if (!parsed.success) throw badFile(firstIssue(parsed.error));
  const passages: Passage[] = [];
  let unanswerable = 0;
  parsed.data.data.forEach(({ title, paragraphs }, article) => {
    paragraphs.forEach(({ context, qas }, paragraph) => {
      const questions: PassageQuestion[] = [];
      qas.forEach(({ question, answers, is_impossible }, i) => {
        if (is_impossible) unanswerable++;
        else if (answers.length === 0) {
          throw badFile(
            `article ${article + 1}, paragraph ${paragraph + 1}, question ${i + 1} has no answer`,
          );
        } else
          questions.push(
            questionOf(
              question,
              answers.map((answer) => answer.text),
            ),
          );
      });
      // A paragraph with unanswerable questions only is left out with them.
      if (questions.length > 0 || qas.length === 0) {
        passages.push({ title: title.replaceAll("_", " ").trim(), text: context.trim(), questions });
      }
    });
  });
  return { passages, unanswerable };
}

function questionOf(question: string, answers: readonly string[], kind?: string): PassageQuestion {
  const accepted = [...new Set(answers.map((answer) => answer.trim()))];
  return { question: question.trim(), answers: accepted, ...(kind === undefined ? {} : { kind }) };
}

const PLACES: Readonly<Record<string, string>> = {
  data: "article",
  paragraphs: "paragraph",
  qas: "question",
  questions: "question",
  answers: "answer",
};

/** E.g. "article 2, paragraph 1, question 3, field “question”: is empty". */
function firstIssue(error: z.core.$ZodError): string {
  const issue = error.issues[0];
  if (issue === undefined) return "its form is not known";
  const place: string[] = [];
  let list = "passage";
  let field = "";
  for (const step of issue.path) {
    if (typeof step === "number") {
      place.push(`${list} ${step + 1}`);
      field = "";
    } else {
      list = PLACES[String(step)] ?? list;
      field = String(step);
    }
  }
  if (field !== "") place.push(`field “${field}”`);
  return `${place.join(", ")}: ${issue.message}`.replace(/^: /, "");
}

function badFile(what: string): PlaygroundError {
  return new PlaygroundError(
    "bad-input",
    `This file cannot be read as passages: ${what}.`,
    "Use SQuAD's JSON, or a list of {title, context, questions: [{question, answer}]}.",
  );
}
