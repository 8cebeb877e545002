import { z } from "../../protocol/zod.ts";

const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/));

/** `manifest.json` beside served models: `models/manifest.json` (ours) and `models/local/manifest.json`. */
export const manifestSchema = z.object({
  version: z.literal(1),
  models: z.array(
    z.object({
      id: z.string().check(z.minLength(1)),
      name: z.string().check(z.minLength(1)),
      parameters: z.int().check(z.positive()),
      licence: z.string(),
      description: z.string(),
      /** The repository of the model on the hub, of which this may be a quantised form. */
      baseModel: z.optional(z.string()),
      /** Relative to the manifest. */
      folder: z.string(),
      files: z
        .array(
          z.object({
            name: z.string().check(z.regex(/^[^/\\]+$/)),
            bytes: z.int().check(z.positive()),
            sha256: z._default(z.nullable(sha256), null),
          }),
        )
        .check(z.minLength(1)),
    }),
  ),
});

export interface RemoteFile {
  name: string;
  url: string;
  /** Null where it is not known beforehand. */
  bytes: number | null;
  sha256: string | null;
}

/** A model that can be loaded by its id. */
export interface RegisteredModel {
  id: string;
  name: string;
  parameters: number;
  licence: string;
  /** Page of the model, where its licence can be read; null for models that come with the page. */
  homepage: string | null;
  description: string;
  /** The repository of the model on the hub, of which this may be a quantised form; null where it has none. */
  baseModel: string | null;
  /** Larger than a tab should download, where the same model is offered quantised too. */
  isUnquantised: boolean;
  /** "embedded": ours; "served": in a folder beside the page; "hub": on the Hugging Face hub. */
  origin: "embedded" | "served" | "hub";
  /** The hub gives it only to those who have accepted its licence. */
  gated: boolean;
  files: RemoteFile[];
}

export function totalBytes(model: RegisteredModel): number {
  return model.files.reduce((sum, file) => sum + (file.bytes ?? 0), 0);
}

/** The engine itself, TensorFlow.js and the blocks in which the head's loss is computed. */
const ENGINE_BYTES = 48 << 20;
/** What the engine lets activations take at most; longer batches are computed in two passes. */
const MOST_ACTIVATION_BYTES = 512 << 20;
const TRAINED_TOKENS = 512;
/** Activations of a token grow with width times depth, about as the root of the parameters. */
const ACTIVATION_BYTES_PER_ROOT = 60;

/**
 * Peak memory while an adapter is trained on about 500 tokens at a time: the weights once in ordinary memory and once
 * where they are computed with, the activations, and the engine. The embedded reader was measured at 25 MB of the
 * kernels' memory and 33 MB of the engine's heap, SmolLM2 at four bits within 250 MB on a GPU (docs/webgpu.md).
 */
export function estimatedMemory(model: RegisteredModel): number {
  const activations = TRAINED_TOKENS * ACTIVATION_BYTES_PER_ROOT * Math.sqrt(model.parameters);
  return 2 * totalBytes(model) + Math.min(activations, MOST_ACTIVATION_BYTES) + ENGINE_BYTES;
}
