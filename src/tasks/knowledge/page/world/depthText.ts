/** What each depth of a question asks for, one sentence each. */
const HELP: Record<string, string> = {
  direct: "Direct: the passage says it in so many words.",
  reversed:
    "Reversed: the passage says it the other way round, which training on the passage alone hardly teaches.",
  "two-hop": "Two-hop: it also needs a piece of common knowledge that the model has in its weights.",
  which: "Which of two: the question names both, and only the passage says of whom it is told.",
};

export function depthHelp(kind: string): string {
  return HELP[kind] ?? kind;
}
