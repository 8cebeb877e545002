import { listOf } from "../protocol/bounded.ts";
import { driftSchema } from "../protocol/drift.ts";
import { jsonSchema, pieceSchema, tallySchema } from "../protocol/run.ts";
import { z } from "../protocol/zod.ts";

/** Raised whenever an old version's record could no longer be read. */
export const VERSION_FORMAT = 1;

/** "adapter": an inner loop's, kept · "writer": a round's update · "merge": in a sequence of edits · "import": a file's. */
export const versionKindSchema = z.enum(["adapter", "writer", "merge", "import"]);

/**
 * One accepted change of a model: the model of its parent, plus an adapter merged into it. With all its ancestors it
 * says bit for bit what the weights are.
 */
export const versionSchema = z.object({
  format: z.literal(VERSION_FORMAT),
  /** The first 16 hex digits of the SHA-256 of the rest of this record. */
  id: z.string().check(z.regex(/^[0-9a-f]{16}$/)),
  /** What it was trained on top of; null = the untouched model. */
  parent: z.nullable(z.string()),
  name: z.string().check(z.minLength(1), z.maxLength(200)),
  kind: versionKindSchema,
  createdAt: z.iso.datetime(),
  /** It applies to these weights only. */
  model: z.object({ id: z.string(), hash: z.string() }),
  /** What it was trained on; null where nobody knows (an import). */
  training: z.nullable(
    z.object({
      task: z.string(),
      context: jsonSchema,
      /** The edit, or the edits that a writer's round kept; dropped pieces included. */
      pieces: listOf(pieceSchema),
      seed: z.int(),
      settings: jsonSchema,
    }),
  ),
  /** Closed book on its own questions, or a writer's on held-out ones; null where not measured. */
  accuracy: z.nullable(z.object({ before: tallySchema, after: tallySchema })),
  /** From the untouched model, with all ancestors merged; null where not measured. */
  drift: z.nullable(driftSchema),
  weights: z.object({
    /** Of the stored file, which is also what an export of the single adapter holds. */
    sha256: z.string(),
    bytes: z.int().check(z.nonnegative()),
    rank: z.int(),
    alpha: z.number(),
    targets: z.array(z.enum(["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"])),
    seed: z.int(),
  }),
});
export type Version = z.infer<typeof versionSchema>;

/** A version as its maker tells it; the store adds what follows from it. */
export type VersionDraft = Omit<Version, "format" | "id" | "weights">;

/** An entry that cannot be trusted: it is listed and may be deleted, and never applied. */
export const quarantinedSchema = z.object({
  id: z.string(),
  /** One sentence. */
  reason: z.string(),
  bytes: z.int().check(z.nonnegative()),
});
export type Quarantined = z.infer<typeof quarantinedSchema>;
