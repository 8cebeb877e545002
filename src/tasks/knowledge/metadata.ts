import { z } from "zod";

/** A passage and the questions asked about it, closed book. */
export const passageSchema = z.object({
  title: z.string(),
  text: z.string(),
  questions: z.array(
    z.object({
      question: z.string(),
      /** Accepted answers; the first is the one shown. */
      answers: z.array(z.string()).min(1),
      /** E.g. "direct", "reversed", "two-hop"; named on the page. */
      kind: z.string().optional(),
    }),
  ),
});
export type Passage = z.infer<typeof passageSchema>;
export type PassageQuestion = Passage["questions"][number];

/** SEAL's edit formats ([paper] §B.1 and v2), and the user's own prompt. */
export const EDIT_FORMATS = [
  "implications",
  "implications-long",
  "implications-very-long",
  "rewrite",
  "self-qa",
  "chain-of-thought",
  "none",
  "custom",
] as const;
export const editFormatSchema = z.enum(EDIT_FORMATS);
export type EditFormat = z.infer<typeof editFormatSchema>;

/** Everything that a run of this task can be set to; ranges are enforced here and shown by the page. */
export const knowledgeSettingsSchema = z.object({
  seed: z.int().min(0).max(4294967295),
  format: editFormatSchema,
  /** The instruction, where format is "custom". */
  customPrompt: z.string().max(2000),
  temperature: z.number().min(0).max(2),
  topP: z.number().gt(0).max(1),
  maxEditTokens: z.int().min(16).max(2048),
  /** SEAL v2 caps the pieces at 30. */
  maxPieces: z.int().min(1).max(100),
  loraRank: z.int().min(1).max(128),
  loraAlpha: z.number().min(1).max(256),
  targets: z
    .array(z.enum(["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]))
    .min(1),
  learningRate: z.number().gt(0).max(1),
  /** Passes over the self-edit's training sequences; with batchSize they give the optimiser steps that every trained condition gets. */
  epochs: z.int().min(1).max(200),
  batchSize: z.int().min(1).max(64),
  schedule: z.enum(["constant", "cosine", "linear"]),
  warmupSteps: z.int().min(0).max(1000),
  weightDecay: z.number().min(0).max(1),
  maxGradNorm: z.number().min(0).max(100),
  /** "all": every token of a sequence counts; "answer": only the answer of question–answer pieces. */
  lossOn: z.enum(["all", "answer"]),
  maxAnswerTokens: z.int().min(1).max(256),
});
export type KnowledgeSettings = z.infer<typeof knowledgeSettingsSchema>;
