import type { TrainingSequence } from "../../../protocol/sequence.ts";
import type { TextModel } from "../../task.ts";
import type { Grid } from "../grid.ts";
import type { Pair } from "../puzzle.ts";
import type { SelfEdit } from "../selfEdit.ts";
import type { TrainingExample } from "../views/augment.ts";
import type { Question } from "../views/views.ts";
import { gridText, pairText } from "./gridText.ts";
import { BEGIN, END } from "./gridVocabulary.ts";

/** All demonstrations, one after the other: what stands before a question, and before a self-edit. */
export function demonstrationsText(demonstrations: readonly Pair[]): string {
  return BEGIN + demonstrations.map(pairText).join("");
}

/** Demonstrations and an input: the answer follows. */
export function questionText({ demonstrations, input }: Question): string {
  return demonstrationsText(demonstrations) + gridText("input", input);
}

/** A question with its answer, of which alone the tokens count. */
export function answerSequence(question: Question, output: Grid, model: TextModel): TrainingSequence {
  return continuation(questionText(question), gridText("output", output) + END, model);
}

/** A prompt with what is to follow it, of which alone the tokens count. */
export function continuation(prompt: string, text: string, model: TextModel): TrainingSequence {
  const before = model.encode(prompt);
  const after = model.encode(text);
  return {
    tokens: [...before, ...after],
    lossMask: [...before.map(() => false), ...after.map(() => true)],
  };
}

/**
 * One example of a training set as tokens. With "train_using_output_tokens" the loss counts the outputs from the
 * second pair on, the query's among them (the first shows nothing yet from which its output could follow); with
 * "train_using_all_tokens" everything.
 */
export function exampleSequence(
  { demonstrations, query }: TrainingExample,
  strategy: SelfEdit["training"]["strategy"],
  model: TextModel,
): TrainingSequence {
  const tokens = model.encode(BEGIN);
  const lossMask = tokens.map(() => false);
  for (const [i, pair] of [...demonstrations, query].entries()) {
    const given = model.encode(gridText("input", pair.input));
    const both = model.encode(pairText(pair));
    tokens.push(...both);
    lossMask.push(
      ...both.map((_, at) => strategy === "train_using_all_tokens" || (i > 0 && at >= given.length)),
    );
  }
  return { tokens, lossMask };
}
