import { endsSentence } from "./editLine.ts";
import { type Draft, type EditFormat, lost } from "./format.ts";
import { findPairs, type PairOrScrap, pairIsCutOff } from "./questionPairs.ts";

/** A question with its answer is one piece. */
export const selfQa: EditFormat = {
  asking: {
    kind: "instruction",
    instruction: () =>
      "Read the passage and write questions with short answers that together cover every fact in it.",
    heading: "",
    lead: "Question 1:",
    demonstrated: ({ questions }) =>
      questions
        .map(([question, answer], i) => `Question ${i + 1}: ${question}\nAnswer ${i + 1}: ${answer}`)
        .join("\n"),
  },
  parse: ({ text, cutOff }) => pairDrafts(findPairs(text), cutOff),
};

export function pairDrafts(pairs: readonly PairOrScrap[], cutOff: boolean): Draft[] {
  return pairs.map((part) => pairDraft(part, cutOff));
}

function pairDraft(part: PairOrScrap, cutOff: boolean): Draft {
  switch (part.kind) {
    case "scrap":
      return { text: part.text, kept: false, note: part.note };
    case "statement":
      if (cutOff && part.lastLine && !endsSentence(part.text)) return lost(part.text);
      return { text: part.text, kept: true, note: "a statement, not a question" };
    case "pair": {
      const { question, answer, lastLine } = part;
      const draft = { text: `${question} ${answer}`, question, answer };
      return cutOff && lastLine && pairIsCutOff(answer)
        ? { ...draft, kept: false, note: "cut off at the token limit" }
        : { ...draft, kept: true };
    }
  }
}
