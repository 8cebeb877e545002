import { z } from "zod";
import { conditionSchema, pieceSchema } from "../src/protocol/run.ts";
import { knowledgeSettingsSchema } from "../src/tasks/knowledge/metadata.ts";

/** Raised whenever a reader of an older file would misread a newer one. */
export const RESULT_VERSION = 1;

const answerSchema = z.object({
  output: z.string(),
  correct: z.boolean(),
  scores: z.record(z.string(), z.number()),
});

/** What one passage gave: everything from which the figures are computed. */
export const passageRecordSchema = z.object({
  /** Position in the file of passages. */
  index: z.int(),
  title: z.string(),
  seconds: z.number(),
  /** Null where no trained condition was asked for. */
  edit: z.object({ text: z.string(), pieces: z.array(pieceSchema) }).nullable(),
  /** By trained condition. */
  training: z.partialRecord(
    conditionSchema,
    z.object({
      examples: z.int(),
      steps: z.int(),
      tokens: z.int(),
      finalLoss: z.number(),
      seconds: z.number(),
    }),
  ),
  questions: z.array(
    z.object({
      question: z.string(),
      answers: z.array(z.string()),
      kind: z.string().optional(),
      outputs: z.partialRecord(conditionSchema, answerSchema),
    }),
  ),
});
export type PassageRecord = z.infer<typeof passageRecordSchema>;

const tallySchema = z.object({
  correct: z.int(),
  total: z.int(),
  /** 95 %, of correct / total, 0…1; the method is named in `intervalMethod`. */
  interval: z.tuple([z.number(), z.number()]),
});

export const conditionSummarySchema = tallySchema.extend({
  /** Mean token F1. */
  f1: z.number(),
  exactMatch: z.number(),
  /** The same by kind of question (direct, reversed, two-hop), where the passages name one. */
  byKind: z.record(z.string(), tallySchema).optional(),
});
export type ConditionSummary = z.infer<typeof conditionSummarySchema>;

/** What a run was set up with; a checkpoint is continued only under the same. */
export const setupSchema = z.object({
  task: z.literal("knowledge"),
  model: z.object({ id: z.string(), name: z.string(), parameters: z.number(), hash: z.string() }),
  backend: z.object({ name: z.string(), threads: z.int() }),
  passages: z.object({ file: z.string(), sha256: z.string(), offset: z.int(), limit: z.int() }),
  conditions: z.array(conditionSchema),
  seed: z.int(),
  settings: knowledgeSettingsSchema,
});
export type Setup = z.infer<typeof setupSchema>;

export const sealResultSchema = z.object({
  format: z.literal("self-edit-playground/seal"),
  version: z.literal(RESULT_VERSION),
  createdAt: z.iso.datetime(),
  setup: setupSchema,
  intervalMethod: z.string(),
  conditions: z.partialRecord(conditionSchema, conditionSummarySchema),
  passages: z.array(passageRecordSchema),
});
export type SealResult = z.infer<typeof sealResultSchema>;
