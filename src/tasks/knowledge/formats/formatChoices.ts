/**
 * SEAL's edit formats ([paper] §B.1 and v2), two for very small writers, and the user's own prompt; as the page lists them. What
 * each asks for and how it is read is in a file of its own (`formats.ts`), which the page does not need.
 */
export const FORMAT_CHOICES = [
  {
    value: "implications",
    label: "Implications",
    help: "A list of what follows from the passage, directly or indirectly.",
  },
  {
    value: "implications-long",
    label: "Implications, long",
    help: "A long list of implications.",
  },
  {
    value: "implications-very-long",
    label: "Implications, very long",
    help: "A very long list of implications.",
  },
  {
    value: "rewrite",
    label: "Rewrite",
    help: "The passage in other words, several times.",
  },
  {
    value: "self-qa",
    label: "Questions and answers",
    help: "Question–answer pairs that cover the passage.",
  },
  {
    value: "sentence-questions",
    label: "Questions to each sentence",
    help: "Phrases of each sentence, and the question that each answers. Not in the paper.",
  },
  {
    value: "sentence-rewrites",
    label: "Each sentence in other words",
    help: "Every sentence put in other words by itself, with the topic named. Not in the paper.",
  },
  {
    value: "chain-of-thought",
    label: "Think first",
    help: "Thoughts about the passage, then implications.",
  },
  {
    value: "none",
    label: "No instruction",
    help: "The model simply continues the passage.",
  },
  {
    value: "custom",
    label: "Your own prompt",
    help: "Your instruction, followed by the passage.",
  },
] as const;

export type EditFormatId = (typeof FORMAT_CHOICES)[number]["value"];
