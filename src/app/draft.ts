import { backendPreferenceSchema } from "../protocol/commands.ts";
import { z } from "../protocol/zod.ts";
import {
  type KnowledgeSettings,
  knowledgeSettingsSchema,
  type Passage,
  type PassageQuestion,
} from "../tasks/knowledge/metadata.ts";
import { MAX_QUESTIONS } from "../tasks/knowledge/passageLimits.ts";
import { defaultPreset } from "./presets.ts";
import { FIRST_RECIPE, ownFactSchema, worldRecipeSchema } from "./worldRecipe.ts";

/** A question while it is being edited: it may be empty, and its answers are one line of text. */
export const draftQuestionSchema = z.object({
  /** Stable while the list changes; never leaves the page. */
  id: z.string(),
  question: z.string(),
  /** Accepted answers, separated by `ANSWER_SEPARATOR`. */
  answers: z.string(),
  kind: z.optional(z.string()),
});
export type DraftQuestion = z.infer<typeof draftQuestionSchema>;

export const draftPassageSchema = z.object({
  title: z.string(),
  text: z.string(),
  questions: z.array(draftQuestionSchema),
});
export type DraftPassage = z.infer<typeof draftPassageSchema>;

/** What a person thinks will happen, before it does. */
export const predictionSchema = z.enum(["yes", "no", "worse"]);
export type Prediction = z.infer<typeof predictionSchema>;

/** All that people set up before a run. It is kept in the browser and survives a reload. */
export const draftSchema = z.object({
  passage: draftPassageSchema,
  settings: knowledgeSettingsSchema,
  modelId: z.nullable(z.string()),
  backend: backendPreferenceSchema,
  prediction: z.nullable(predictionSchema),
  /** What the last generated passage was made from. */
  recipe: worldRecipeSchema,
  /** The form for people and facts of one's own. */
  facts: z.array(ownFactSchema),
});
export type Draft = z.infer<typeof draftSchema>;

export const ANSWER_SEPARATOR = "|";

export function createDraft(passage: Passage): Draft {
  return {
    passage: toDraftPassage(passage),
    settings: { ...defaultPreset().settings },
    modelId: null,
    backend: "auto",
    prediction: null,
    recipe: FIRST_RECIPE,
    facts: [],
  };
}

export function toDraftPassage(passage: Passage): DraftPassage {
  return {
    title: passage.title,
    text: passage.text,
    // A passage with thousands would make every later opening of the page slow.
    questions: passage.questions.slice(0, MAX_QUESTIONS).map((question, index) => ({
      id: `q${index}`,
      question: question.question,
      answers: question.answers.join(` ${ANSWER_SEPARATOR} `),
      ...(question.kind === undefined ? {} : { kind: question.kind }),
    })),
  };
}

/** The passage as a run takes it: trimmed, without questions that are wholly empty. */
export function fromDraftPassage(draft: DraftPassage): Passage {
  return {
    title: draft.title.trim(),
    text: draft.text.trim(),
    questions: draft.questions.filter(isStarted).map(({ question, answers, kind }) => ({
      question: question.trim(),
      answers: splitAnswers(answers),
      ...(kind === undefined ? {} : { kind }),
    })),
  };
}

/** A seed that nobody chose, short enough to be read aloud and typed. */
export function freshSeed(): number {
  const [seed = 1] = crypto.getRandomValues(new Uint32Array(1));
  return seed % 10_000;
}

export function isStarted(question: DraftQuestion): boolean {
  return question.question.trim() !== "" || question.answers.trim() !== "";
}

export function splitAnswers(answers: string): string[] {
  return answers
    .split(ANSWER_SEPARATOR)
    .map((answer) => answer.trim())
    .filter((answer) => answer !== "");
}

/** A new id that no question of the list has. */
export function freshQuestionId(questions: readonly DraftQuestion[]): string {
  const numbers = questions.map((question) => Number(question.id.slice(1)) || 0);
  return `q${Math.max(-1, ...numbers) + 1}`;
}

export type { KnowledgeSettings, Passage, PassageQuestion };
