import { pieceSchema, tallySchema } from "../../../protocol/run.ts";
import { z } from "../../../protocol/zod.ts";
import { runtimeSetupSchema, trainingSchema } from "../../commands/setupSchemas.ts";
import { arcSettingsSchema } from "../metadata.ts";
import { gridSchema } from "../puzzle.ts";

/** Raised whenever a reader of an older file would misread a newer one. */
export const RESULT_VERSION = 1;

/** What can be measured beside before and after. */
export const ARC_CONTROLS = [
  "own",
  "best-fixed",
  "random",
  "best-of-5",
  "full-fine-tuning",
  "oracle",
] as const;

/** "after" is the edit that the run is about; the others are controls. "before" is the model in context. */
export const ARC_CONDITIONS = ["before", "after", ...ARC_CONTROLS] as const;
const arcConditionSchema = z.enum(ARC_CONDITIONS);
export type ArcCondition = z.infer<typeof arcConditionSchema>;

const outcomeSchema = z.object({
  /** All test inputs right within two attempts each; null where the answer of one is not known, which counts nowhere. */
  correct: z.nullable(z.boolean()),
  /**
   * Test inputs whose answers are known, and those of them that are right within two attempts, by which ARC Prize and ConceptARC
   * count; absent in earlier results.
   */
  inputs: z.optional(z.object({ right: z.int(), total: z.int() })),
  /** Share of cells right in the first attempt; for people. */
  cells: z.number(),
  /** For each test input the answers by vote, the first two of which count. */
  attempts: z.array(z.array(gridSchema)),
});

/** What one puzzle gave. */
export const puzzleRecordSchema = z.object({
  /** Position in the source. */
  index: z.int(),
  name: z.string(),
  seconds: z.number(),
  /** Why the model cannot read it; such a puzzle is in no total. */
  skipped: z.optional(z.string()),
  /** The configuration that the model wrote; null where none was asked for. */
  edit: z.nullable(z.object({ text: z.string(), pieces: z.array(pieceSchema) })),
  warnings: z.array(z.string()),
  training: z.partialRecord(arcConditionSchema, trainingSchema),
  outcomes: z.partialRecord(arcConditionSchema, outcomeSchema),
});
export type PuzzleRecord = z.infer<typeof puzzleRecordSchema>;

export const arcSetupSchema = z.extend(runtimeSetupSchema, {
  task: z.literal("arc"),
  puzzles: z.object({ source: z.string(), sha256: z.string(), offset: z.int(), limit: z.int() }),
  edit: z.string(),
  controls: z.array(arcConditionSchema),
  seed: z.int(),
  settings: arcSettingsSchema,
});
export type ArcSetup = z.infer<typeof arcSetupSchema>;

export const arcResultSchema = z.object({
  format: z.literal("self-edit-playground/arc"),
  version: z.literal(RESULT_VERSION),
  createdAt: z.iso.datetime(),
  setup: arcSetupSchema,
  intervalMethod: z.string(),
  /** Puzzles that the model could not read. */
  skipped: z.int(),
  conditions: z.partialRecord(
    arcConditionSchema,
    z.extend(tallySchema, {
      /** See `outcomeSchema`; absent where a result of an earlier version is among them. */
      inputs: z.optional(z.object({ right: z.int(), total: z.int() })),
      /** Mean share of cells right. */
      cells: z.number(),
    }),
  ),
  puzzles: z.array(puzzleRecordSchema),
});
export type ArcResult = z.infer<typeof arcResultSchema>;
