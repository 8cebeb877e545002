/** How far a question is from what the passage says. */
export type Depth = "direct" | "reversed" | "two-hop" | "which";

/** What facts are about. Things are the values of people's facts, and have facts of their own. */
export type SubjectKind = "person" | "book" | "company" | "ship";

/** What stands for a value: a name that is one of a kind, a year, a number, or a common thing that the world knows. */
export type ValueKind = "name" | "year" | "count" | "common";

/**
 * One kind of fact. Templates use {n} for the subject, {v} for the value and {h} for what the value
 * belongs to (the second hop). In every list the last template is held out: the corpus never shows it,
 * so tests can ask in words that the model was not trained on.
 */
export interface Relation {
  key: string;
  /** Names the fact in a form, e.g. "wrote the book". */
  label: string;
  subject: SubjectKind;
  values: ValueKind;
  /** Depth of the implied question: what the passage alone does not teach. */
  depth: Exclude<Depth, "direct" | "which">;
  /** "{n} wrote {v}." Each begins with {n}, so that what follows can be joined to what else is told of {n}. */
  statements: readonly string[];
  /** "Which book did {n} write?" → {v} */
  questions: readonly string[];
  /** reversed: "{v} was written by {n}."; two-hop: "{n} comes from {h}." */
  implied: readonly string[];
  /** reversed: "Who wrote {v}?" → {n}; two-hop: "Which country is {n} from?" → {h} */
  impliedQuestions: readonly string[];
}

/** Which templates of a list to draw from. */
export type TemplateSplit = "corpus" | "held-out";

/** The templates of one split: all but the last for the corpus, the last for tests. */
export function templatesOf(list: readonly string[], split: TemplateSplit): readonly string[] {
  return split === "corpus" ? list.slice(0, -1) : list.slice(-1);
}

/** What a statement says of its subject: "wrote {v}". */
export function predicateOf(statement: string): string {
  return statement.slice("{n} ".length, -".".length);
}
