import { PlaygroundError } from "../../protocol/playgroundError.ts";
import type { Condition, Piece } from "../../protocol/run.ts";
import type { TrainingSequence } from "../../protocol/sequence.ts";
import type { Exercise, Task, TextModel, TrainingPlan } from "../task.ts";
import { validated } from "../validated.ts";
import { isCorrect, scoreAnswer } from "./answers/scoring.ts";
import { editPrompts } from "./edit/editPrompt.ts";
import { expectedEdit } from "./edit/expectedEdit.ts";
import { oraclePieces } from "./edit/oraclePieces.ts";
import { parseEdit } from "./edit/parseEdit.ts";
import { type PromptStyle, promptStyleOf } from "./edit/promptStyle.ts";
import {
  answerStops,
  closedBookFrame,
  inContextPrompt,
  promptOf,
  readAnswer,
} from "./edit/questionPrompt.ts";
import { answerSequence, passageSequences, pieceSequence, writerSequence } from "./edit/trainingExamples.ts";
import { reviewPieces } from "./edit/userPieces.ts";
import { worldFacts } from "./edit/wrongFacts.ts";
import { checkPassage, checkPieces, checkSequence, passageWarnings, roomAfter } from "./limits.ts";
import {
  EMBEDDED_MODEL_ID,
  type KnowledgeSettings,
  knowledgeSettingsSchema,
  type Passage,
  passageSchema,
} from "./metadata.ts";
import { knowledgeProbes } from "./probes.ts";
import { judgePieces } from "./worldTruth.ts";

/** SEAL's knowledge incorporation ([paper] §3.2): a passage, closed-book questions about it. */
export const knowledgeTask: Task = {
  id: "knowledge",
  open: (context, settings, model) =>
    exerciseOf(
      trimmed(validated(passageSchema, context, "passage")),
      validated(knowledgeSettingsSchema, settings, "setting"),
      model,
    ),
  probes: knowledgeProbes,
  wrongFacts: ({ info }) => (info.id === EMBEDDED_MODEL_ID ? worldFacts : null),
  files: async () => (await import("./import/readPassageFiles.ts")).passageFiles,
};

function exerciseOf(passage: Passage, settings: KnowledgeSettings, model: TextModel): Exercise {
  checkPassage(passage);
  if (settings.format === "custom" && settings.customPrompt.trim() === "") {
    throw new PlaygroundError(
      "bad-input",
      "The edit format is your own prompt, but the prompt is empty.",
      "Write the instruction, or choose another format.",
    );
  }
  const style = promptStyleOf(model);
  const { prompts, stop } = editPrompts(style, passage, settings, model);
  const rooms = prompts.map(({ prompt }) =>
    roomAfter(prompt, settings.maxEditTokens, "The prompt that asks for the edit", model),
  );
  const maxTokens = Math.min(...rooms);
  const warnings = passageWarnings(passage);
  if (maxTokens < settings.maxEditTokens) {
    warnings.push(`Only ${maxTokens} tokens are left for the edit in the context of ${model.info.name}.`);
  }
  const passagePart = passageSequences(style, passage, settings, model);
  for (const sequence of passagePart) checkSequence(sequence, "The passage", model);

  return {
    seed: settings.seed,
    warnings,
    untrained: ["untouched", "in-context"],
    trained: ["passage-only", "self-edit"],
    items: passage.questions.map(({ kind }) => ({ kind })),
    edits: settings.edits,
    lora: { rank: settings.loraRank, alpha: settings.loraAlpha, targets: settings.targets },
    writing: {
      prompts,
      samples: settings.editSamples,
      temperature: settings.temperature,
      topP: settings.topP,
      maxTokens,
      stop,
    },
    expectedEdit: () => expectedEdit(passage, settings, prompts.length, model),
    parse: (samples) => judgePieces(parseEdit(style, samples, passage, settings), passage),
    review: (pieces) => judgePieces(reviewPieces(pieces), passage),
    checkEdit: checkPieces,
    training(condition, pieces, otherPieces = []) {
      const own = sequencesOf(pieces, style, passage, settings, model);
      const trained = condition === "other-edit" ? otherPieces : pieces;
      return plan(trainedOn(condition, trained), passagePart.length + own.length, settings);
    },
    writerSequences: (samples) =>
      samples.map((sample) => {
        const sequence = writerSequence(prompts[sample.prompt]!, sample, model);
        checkSequence(sequence, "The edit with the prompt that asks for it", model);
        return sequence;
      }),
    rightAnswers: () =>
      passage.questions.map(({ question, answers }) =>
        answers.map((answer) => answerSequence(style, passage.title, question, answer, "answer", model)),
      ),
    testing: (condition) => testingPlan(condition, style, passage, settings, model),
    judge(item, outputs) {
      const answers = passage.questions[item]?.answers ?? [];
      const output = readAnswer(style, outputs[0] ?? "");
      const scores = scoreAnswer(output, answers);
      return { output, correct: isCorrect(scores), scores };
    },
  };

  function trainedOn(condition: Condition, pieces: readonly Piece[]): TrainingSequence[] {
    const withPassage = (added: readonly Piece[]) => [
      ...passagePart,
      ...sequencesOf(added, style, passage, settings, model),
    ];
    switch (condition) {
      case "passage-only":
        return passagePart;
      case "self-edit":
      case "other-edit":
        return withPassage(pieces);
      case "oracle":
        return withPassage(oraclePieces(passage, settings.seed));
      default:
        throw new PlaygroundError(
          "unsupported",
          `Passages cannot be trained under the condition “${condition}”.`,
          "Choose among: passage-only, self-edit, other-edit, oracle.",
        );
    }
  }
}

function sequencesOf(
  pieces: readonly Piece[],
  style: PromptStyle,
  passage: Passage,
  settings: KnowledgeSettings,
  model: TextModel,
): TrainingSequence[] {
  const kept = pieces.filter((piece) => piece.kept);
  return kept.map((piece, i) => {
    const sequence = pieceSequence(style, piece, passage, settings, model);
    checkSequence(sequence, `Piece ${i + 1} of the self-edit`, model);
    return sequence;
  });
}

/**
 * @param editSequences how many sequences the self-edit (with the passage) trains on: they give the steps of
 *   every condition, so that none is better merely by training longer
 */
function plan(
  sequences: readonly TrainingSequence[],
  editSequences: number,
  settings: KnowledgeSettings,
): TrainingPlan {
  const wanted =
    settings.budget === "steps"
      ? settings.maxSteps
      : Math.ceil((editSequences * settings.epochs) / Math.min(settings.batchSize, editSequences));
  const steps = Math.min(wanted, settings.maxSteps);
  const warnings =
    steps < wanted
      ? [
          `${settings.epochs} epochs over ${editSequences} sequences would be ${wanted} steps; training stops at ${steps}.`,
        ]
      : [];
  return {
    sequences,
    steps,
    // A batch larger than the data would hold the same sequence twice: the same gradient at twice the cost.
    batchSize: Math.min(settings.batchSize, sequences.length),
    learningRate: settings.learningRate,
    schedule: settings.schedule,
    warmupSteps: settings.warmupSteps,
    weightDecay: settings.weightDecay,
    maxGradNorm: settings.maxGradNorm,
    warnings,
  };
}

function testingPlan(
  condition: Condition,
  style: PromptStyle,
  passage: Passage,
  settings: KnowledgeSettings,
  model: TextModel,
) {
  const prompts = passage.questions.map(({ question }, item) => ({
    item,
    prompt:
      condition === "in-context"
        ? inContextPrompt(style, passage, question, model)
        : promptOf(closedBookFrame(style, passage.title, question, model)),
  }));
  const rooms = prompts.map(({ prompt, item }) =>
    roomAfter(prompt, settings.maxAnswerTokens, `The prompt of question ${item + 1}`, model),
  );
  return { prompts, maxTokens: Math.min(...rooms), stop: answerStops(style) };
}

function trimmed(passage: Passage): Passage {
  return {
    title: passage.title.trim(),
    text: passage.text.trim(),
    questions: passage.questions.map(({ kind, question, answers }) => ({
      question: question.trim(),
      answers: answers.map((answer) => answer.trim()),
      ...(kind === undefined ? {} : { kind }),
    })),
  };
}
