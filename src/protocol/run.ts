import { listOf, recordOf } from "./bounded.ts";
import type { Failure } from "./playgroundError.ts";
import { z } from "./zod.ts";

/** The five stations of a run, in order: SEAL's inner loop as people see it. */
export const STATIONS = ["read", "write", "train", "test", "reward"] as const;
export const stationSchema = z.enum(STATIONS);
export type Station = z.infer<typeof stationSchema>;

/** What stands in one row of the results: the model untouched, or after one kind of training. */
export const CONDITIONS = [
  "untouched",
  "in-context",
  "passage-only",
  "self-edit",
  "oracle",
  "other-edit",
  "random",
  "best-fixed",
  "best-of-5",
  "full-fine-tuning",
] as const;
export const conditionSchema = z.enum(CONDITIONS);
export type Condition = z.infer<typeof conditionSchema>;

/** Anything JSON can hold; a task validates its own contexts and settings. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export const jsonSchema = z.custom<Json>((value) => isJson(value, 0), "It is no JSON, or nested too deeply");

/** Deeper than anything that is set up: whoever walks through it calls itself once a level. */
const DEEPEST = 100;

/** Not zod's own, which tries six kinds on every value. */
function isJson(value: unknown, depth: number): value is Json {
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object") return typeof value === "string" || typeof value === "boolean";
  if (value === null) return true;
  if (depth >= DEEPEST) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = Array.isArray(value) || prototype === Object.prototype || prototype === null;
  return isPlain && Object.values(value).every((one) => isJson(one, depth + 1));
}

export const failureSchema: z.ZodMiniType<Failure> = z.object({
  kind: z.string(),
  message: z.string(),
  advice: z.string(),
});

export const modelInfoSchema = z.object({
  id: z.string(),
  name: z.string(),
  parameters: z.number(),
  maxPositions: z.number(),
  hash: z.string(),
  backend: z.string(),
  /** How the files were understood where they do not say it plainly: "the chat template is given a fixed date". */
  notes: z.optional(listOf(z.string())),
  /** Of a run: the version of it that the run starts from. Absent: the untouched model. */
  version: z.optional(z.string()),
});
export type ModelInfo = z.infer<typeof modelInfoSchema>;

/** One unit of training data cut from a self-edit. */
export const pieceSchema = z.object({
  id: z.string(),
  /** What will be trained on, as people read it; for question–answer pieces see `question` and `answer`. */
  text: z.string(),
  question: z.optional(z.string()),
  answer: z.optional(z.string()),
  kept: z.boolean(),
  /** Why it was dropped, or what was noticed; e.g. "repeats piece 2", "cut off". */
  note: z.optional(z.string()),
  /** Where the truth is known (the invented world): what the statement says about it. */
  truth: z.optional(z.enum(["true", "false", "vague", "unknown"])),
  /** Where kinds are known (the invented world): what the line does, e.g. "restated" or "implied-question". */
  kind: z.optional(z.string()),
});
export type Piece = z.infer<typeof pieceSchema>;

/** One scored output: an answer to a question, or a solved test grid. */
export const outcomeSchema = z.object({
  condition: conditionSchema,
  /** Index of the question (or test pair). */
  item: z.int(),
  output: z.string(),
  correct: z.boolean(),
  /** E.g. exactMatch, containsGold, f1: each 0…1. */
  scores: recordOf(z.number()),
});
export type Outcome = z.infer<typeof outcomeSchema>;

/** A file may claim anything; no run has asked more than this. */
const countSchema = z.number().check(z.minimum(0), z.maximum(1e9));
export const COUNTED = { correct: countSchema, total: countSchema };
/** No more can be right than was asked. */
export const isPossible = z.refine<{ correct: number; total: number }>(
  ({ correct, total }) => correct <= total,
  "More is right than was asked.",
);

const shareSchema = z.number().check(z.minimum(0), z.maximum(1));
const TALLY = { ...COUNTED, interval: z.tuple([shareSchema, shareSchema]) };
/** `correct` of `total` with a 95 % interval of the proportion (Wilson score, 0…1). */
export const tallySchema = z.object(TALLY).check(isPossible);
export type Tally = z.infer<typeof tallySchema>;

export const conditionResultSchema = z
  .object({
    ...TALLY,
    condition: conditionSchema,
    /** Means over the items, by score name. */
    means: recordOf(z.number()),
    /** The same tally for each kind of item, e.g. direct / reversed / two-hop. */
    byKind: z.optional(recordOf(tallySchema)),
  })
  .check(isPossible);
export type ConditionResult = z.infer<typeof conditionResultSchema>;
