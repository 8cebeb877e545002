import { listOf } from "../protocol/bounded.ts";
import { DEFAULT_DRIFT_LIMITS, driftLimitFields, driftSchema } from "../protocol/drift.ts";
import { real, schemaOf } from "../protocol/fields.ts";
import { failureSchema, pieceSchema } from "../protocol/run.ts";
import { runEventSchema } from "../protocol/runEvent.ts";
import { writerUpdateSchema } from "../protocol/writerUpdate.ts";
import { z } from "../protocol/zod.ts";
import { quarantinedSchema, versionKindSchema, versionSchema } from "./version.ts";

/** What a change must stay within to be merged. */
export const ACCEPTANCE_FIELDS = {
  ...driftLimitFields("", DEFAULT_DRIFT_LIMITS),
  falsePercent: real({
    label: "False statements, %",
    help: "Kept statements that are false of their context, of a hundred of which it can be known.",
    level: "basic",
    group: "",
    min: 0,
    max: 100,
    step: 0.5,
    scale: "linear",
    /** One of ten. */
    initial: 10,
  }),
  vaguePercent: real({
    label: "Vague lines, %",
    help: "Kept lines that say nothing of their context, of a hundred: the habit of a writer that is paid for waffle.",
    level: "basic",
    group: "",
    min: 0,
    max: 100,
    step: 0.5,
    scale: "linear",
    /** The untaught writer of the embedded reader writes 7 to 28. */
    initial: 50,
  }),
};
export const acceptanceLimitsSchema = schemaOf(ACCEPTANCE_FIELDS);
export type AcceptanceLimits = z.infer<typeof acceptanceLimitsSchema>;
export const DEFAULT_ACCEPTANCE: AcceptanceLimits = acceptanceLimitsSchema.parse({});

/** What the page asks of the versions; the worker answers each with events that carry the same operation id. */
export const versionRequestSchema = z.object({
  operation: z.string(),
  body: z.discriminatedUnion("type", [
    z.object({ type: z.literal("list") }),
    /** Measures what the last run, or the demonstration, has left, so that it is seen before it is merged. */
    z.object({ type: z.literal("measure"), runId: z.string(), limits: acceptanceLimitsSchema }),
    /** Merges it if it is accepted. */
    z.object({
      type: z.literal("keep"),
      runId: z.string(),
      name: z.string().check(z.minLength(1), z.maxLength(200)),
      limits: acceptanceLimitsSchema,
      /** The user has seen the veto and merges nevertheless. */
      despite: z.boolean(),
    }),
    /** Makes the writer of rounds, by their log and updates, what "keep" takes. Nothing is merged yet. */
    z.object({
      type: z.literal("offerWriter"),
      events: z.array(runEventSchema).check(z.minLength(1)),
      writers: z.array(z.object({ round: z.int(), update: writerUpdateSchema })),
    }),
    /** Rolls back, or forward, to a version; null = the untouched model. */
    z.object({ type: z.literal("checkout"), id: z.nullable(z.string()) }),
    z.object({ type: z.literal("remove"), id: z.string() }),
    /** Deletes what was kept on weights that the model had before. */
    z.object({ type: z.literal("removeEarlier") }),
    z.object({ type: z.literal("export"), id: z.string() }),
    /** Measures a PEFT adapter and keeps it on the untouched model; vetoed, it is what "keep" takes. */
    z.object({
      type: z.literal("import"),
      name: z.string().check(z.minLength(1), z.maxLength(200)),
      files: z.array(z.instanceof(File)),
      limits: acceptanceLimitsSchema,
    }),
    /** The facts of a generated passage, of which one may be planted wrongly. */
    z.object({ type: z.literal("offerFacts"), seed: z.int().check(z.minimum(0)) }),
    /** Trains on an edit with one wrong fact, and asks about it before and after. Nothing is merged. */
    z.object({
      type: z.literal("plant"),
      seed: z.int().check(z.minimum(0)),
      /** Index of the fact in the passage, and what to say instead of its value. */
      fact: z.int().check(z.minimum(0)),
      value: z.string().check(z.minLength(1), z.maxLength(60)),
      limits: acceptanceLimitsSchema,
    }),
  ]),
});
export type VersionRequest = z.infer<typeof versionRequestSchema>;

/** What is trained and not kept yet; gone when the next run leaves something, an import is vetoed, or with the tab. */
const candidateSchema = z.object({
  runId: z.string(),
  name: z.string(),
  parent: z.nullable(z.string()),
  kind: versionKindSchema,
  /** How many versions it would become, one on top of the other. */
  steps: z.int(),
});
export type CandidateFacts = z.infer<typeof candidateSchema>;

/** What was measured of a change, and what speaks against it. */
const measuredSchema = z.object({
  runId: z.string(),
  pieces: listOf(pieceSchema),
  drift: z.nullable(driftSchema),
  /** Empty: it is accepted. */
  reasons: listOf(z.string()),
});
export type Measured = z.infer<typeof measuredSchema>;

/** One question about a planted fact; `says` which of the two the answer repeats. */
const plantedAnswerSchema = z.object({
  question: z.string(),
  answer: z.string(),
  says: z.enum(["planted", "truth", "other"]),
});
export type PlantedAnswer = z.infer<typeof plantedAnswerSchema>;

const offeredFactSchema = z.object({
  sentence: z.string(),
  value: z.string(),
  /** Other values that the model has words for. */
  alternatives: listOf(z.string()),
});
export type OfferedFact = z.infer<typeof offeredFactSchema>;

export const versionEventSchema = z.object({
  /** 0, 1, 2 … in the order in which the worker says things. */
  sequence: z.int(),
  /** Whose answer it is; null for what happens by itself. */
  operation: z.nullable(z.string()),
  body: z.discriminatedUnion("type", [
    /** All there is to know, after every change. */
    z.object({
      type: z.literal("listed"),
      modelHash: z.string(),
      /** False where the browser keeps nothing: versions are gone with the tab. */
      lasting: z.boolean(),
      versions: listOf(versionSchema),
      quarantined: listOf(quarantinedSchema),
      /** Names of what was kept on weights that the model had before: none of it applies now. Logs from before have none. */
      earlier: z._default(listOf(z.string()), []),
      current: z.nullable(z.string()),
      candidate: z.nullable(candidateSchema),
    }),
    z.object({ type: z.literal("working"), step: z.string() }),
    /** What is not merged: because it was only to be measured, or because something speaks against it. */
    z.object({ type: z.literal("measured"), measured: measuredSchema }),
    z.object({
      type: z.literal("exported"),
      folder: z.string(),
      files: z.array(z.object({ name: z.string(), bytes: z.instanceof(Uint8Array) })),
    }),
    z.object({ type: z.literal("factsOffered"), seed: z.int(), facts: listOf(offeredFactSchema) }),
    z.object({
      type: z.literal("planted"),
      passage: z.string(),
      truth: z.string(),
      planted: z.string(),
      before: listOf(plantedAnswerSchema),
      after: listOf(plantedAnswerSchema),
      measured: measuredSchema,
    }),
    /** The demonstration's questions, asked again of the version that is in force now. */
    z.object({
      type: z.literal("plantAsked"),
      current: z.nullable(z.string()),
      answers: listOf(plantedAnswerSchema),
    }),
    z.object({ type: z.literal("done") }),
    z.object({ type: z.literal("failed"), failure: failureSchema }),
  ]),
});
export type VersionEvent = z.infer<typeof versionEventSchema>;
export type VersionEventBody = VersionEvent["body"];
