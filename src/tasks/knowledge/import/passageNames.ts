import { recordOf } from "../../files/record.ts";

/** Entries of an object, or cells of a table's row, by their names in lower case. */
export type Fields = ReadonlyMap<string, unknown>;

/** What files call the parts of a passage and of a question; of several the first that says something is taken. */
export const PASSAGE_NAMES = {
  title: ["title", "document_title", "topic", "name", "file_name", "document"],
  context: [
    ...["context", "text", "passage", "content", "paragraph", "story", "support", "document"],
    ...["positive_ctxs", "contexts", "retrieved_contexts"],
  ],
  question: ["question", "query", "question_text", "input_text", "user_input", "q"],
  answer: [
    ...["answers", "answer", "answer_text", "answer_texts", "answers.text", "gold", "gold_answer", "target"],
    ...["ground_truth", "ground_truths", "reference", "correct_answer", "short_answers", "a"],
  ],
} as const;

/** A value as an object of which nothing is known; null for anything else. */
export function fieldsOf(value: unknown): Fields | null {
  const fields = recordOf(value);
  return fields && new Map([...fields].map(([name, entry]) => [name.trim().toLowerCase(), entry]));
}

/** The first of the names under which there is something. */
export function nameIn(fields: Fields, names: readonly string[]): string | undefined {
  return names.find((one) => fields.get(one) !== undefined && fields.get(one) !== null);
}

/** What is there under the first of the names, an empty cell only where there is nothing else. */
export function firstOf(fields: Fields, names: readonly string[]): unknown {
  const values = names.map((one) => fields.get(one)).filter((value) => value !== undefined && value !== null);
  return values.find((value) => typeof value !== "string" || value.trim() !== "") ?? values[0];
}
