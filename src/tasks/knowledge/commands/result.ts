import { conditionSchema, pieceSchema, tallySchema } from "../../../protocol/run.ts";
import { z } from "../../../protocol/zod.ts";
import { runtimeSetupSchema, trainingSchema } from "../../commands/setupSchemas.ts";
import { knowledgeSettingsSchema } from "../metadata.ts";

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
  edit: z.nullable(z.object({ text: z.string(), pieces: z.array(pieceSchema) })),
  /** By trained condition. */
  training: z.partialRecord(conditionSchema, trainingSchema),
  questions: z.array(
    z.object({
      question: z.string(),
      answers: z.array(z.string()),
      kind: z.optional(z.string()),
      outputs: z.partialRecord(conditionSchema, answerSchema),
    }),
  ),
});
export type PassageRecord = z.infer<typeof passageRecordSchema>;

const conditionSummarySchema = z.extend(tallySchema, {
  /** Mean token F1. */
  f1: z.number(),
  exactMatch: z.number(),
  /** The same by kind of question (direct, reversed, two-hop), where the passages name one. */
  byKind: z.optional(z.record(z.string(), tallySchema)),
});
export type ConditionSummary = z.infer<typeof conditionSummarySchema>;

/** What a run was set up with; a checkpoint is continued only under the same. */
export const setupSchema = z.extend(runtimeSetupSchema, {
  task: z.literal("knowledge"),
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
