import type { Piece } from "../../../protocol/run.ts";
import type { TrainingSequence } from "../../../protocol/sequence.ts";
import type { TextModel, WritingPrompt, WrittenSample } from "../../task.ts";
import type { KnowledgeSettings, Passage } from "../metadata.ts";
import { passageLine, statementLine } from "../world/layout.ts";
import { documentStart, type PromptStyle } from "./promptStyle.ts";
import { closedBookFrame } from "./questionPrompt.ts";
import { sentencesOf } from "./sentences.ts";

/** A stretch of a training text and whether its tokens count in the loss. */
interface Stretch {
  text: string;
  counts: boolean;
}

/**
 * The passage as training data: the whole of it as one sequence ([paper] §B.1 appends it to the self-edit), and
 * each sentence too if so set. The passage-only control trains on this alone.
 */
export function passageSequences(
  style: PromptStyle,
  passage: Passage,
  settings: KnowledgeSettings,
  model: TextModel,
): TrainingSequence[] {
  const sentences = settings.passageSentences ? sentencesOf(passage.text) : [];
  const whole = statementSequence(style, passage.title, passage.text, true, model);
  // A passage of one sentence is not repeated.
  if (sentences.length < 2) return [whole];
  return [whole, ...sentences.map((text) => statementSequence(style, passage.title, text, true, model))];
}

/** A kept piece as training data: title + statement, or the question as it will be asked and its answer. */
export function pieceSequence(
  style: PromptStyle,
  piece: Piece,
  passage: Passage,
  settings: KnowledgeSettings,
  model: TextModel,
): TrainingSequence {
  const { question, answer } = piece;
  return question !== undefined && answer !== undefined
    ? answerSequence(style, passage.title, question, answer, settings.lossOn, model)
    : statementSequence(style, passage.title, piece.text, false, model);
}

/** A question and its answer in exactly the closed-book form. Marks of the form itself never count. */
export function answerSequence(
  style: PromptStyle,
  title: string,
  question: string,
  answer: string,
  lossOn: KnowledgeSettings["lossOn"],
  model: TextModel,
): TrainingSequence {
  const { before, after, gap, end } = closedBookFrame(style, title, question, model);
  return sequence(
    [
      { text: before, counts: false },
      { text: question, counts: lossOn === "all" },
      { text: after, counts: false },
      { text: `${gap}${answer}${end}`, counts: true },
    ],
    model,
  );
}

/** The prompt that asked for an edit, and the edit, of which alone the tokens count; a whole one ends the turn. */
export function writerSequence(
  { prompt, lead }: WritingPrompt,
  { text, cutOff }: WrittenSample,
  model: TextModel,
): TrainingSequence {
  return sequence(
    [
      { text: prompt, counts: false },
      { text: `${text.slice(lead.length)}${cutOff ? "" : model.endOfTurn}`, counts: true },
    ],
    model,
  );
}

function statementSequence(
  style: PromptStyle,
  title: string,
  text: string,
  isPassage: boolean,
  model: TextModel,
): TrainingSequence {
  // The embedded model's corpus has no titles, and marks passages and statements differently.
  const written =
    style === "world" ? (isPassage ? passageLine(text) : statementLine(text)) : `${title}\n${text}`;
  return sequence(
    [
      { text: documentStart(style, model), counts: false },
      { text: `${written}${model.endOfTurn}`, counts: true },
    ],
    model,
  );
}

/**
 * Encodes the whole text at once, as it will be seen when asked, and marks the tokens of the stretches that
 * count. A token across a boundary belongs to the stretch in which it ends.
 */
function sequence(stretches: readonly Stretch[], model: TextModel): TrainingSequence {
  const tokens = model.encode(stretches.map(({ text }) => text).join(""));
  const lossMask = new Array<boolean>(tokens.length).fill(false);
  let text = "";
  let from = 0;
  stretches.forEach((stretch, i) => {
    text += stretch.text;
    const isLast = i === stretches.length - 1;
    const to = isLast ? tokens.length : Math.max(from, sharedPrefix(model.encode(text), tokens));
    if (stretch.counts) lossMask.fill(true, from, to);
    from = to;
  });
  return { tokens, lossMask };
}

function sharedPrefix(a: readonly number[], b: readonly number[]): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return i;
  return length;
}
