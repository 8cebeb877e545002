import type { TextModel } from "../../task.ts";
import { fromSlots, SLOTS } from "../selfEdit.ts";
import { answerSequence, demonstrationsText, exampleSequence, questionText } from "./arcSequences.ts";
import { gridLimits } from "./gridLimits.ts";
import { readOutput, readSlots } from "./gridText.ts";
import { EDIT_CUE } from "./gridVocabulary.ts";
import type { Notation } from "./notation.ts";

/** For a grid model: a token a cell, and a self-edit as one token for each choice. */
export function gridNotation(model: TextModel): Notation {
  return {
    limits: (pairs) => gridLimits(model, pairs),
    question: questionText,
    answerTokens: () => model.info.maxPositions,
    stop: [],
    readAnswer: readOutput,
    answerSequence: (question, output) => answerSequence(question, output, model),
    exampleSequence: (example, strategy) => exampleSequence(example, strategy, model),
    editPrompt: (demonstrations) => ({ prompt: demonstrationsText(demonstrations) + EDIT_CUE, lead: "" }),
    editTokens: SLOTS.length + 1,
    editStop: [],
    readEdit: (text) => {
      const read = readSlots(text);
      return "choices" in read ? { edit: fromSlots(read.choices) } : read;
    },
  };
}
