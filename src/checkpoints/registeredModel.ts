import { z } from "../protocol/zod.ts";

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
  /** "embedded": ours; "served": in a folder beside the page; "hub": on the Hugging Face hub. */
  origin: "embedded" | "served" | "hub";
  /** The hub gives it only to those who have accepted its licence. */
  gated: boolean;
  files: RemoteFile[];
}

export function totalBytes(model: RegisteredModel): number {
  return model.files.reduce((sum, file) => sum + (file.bytes ?? 0), 0);
}

/**
 * Rough peak memory while fine-tuning an adapter: the weights once in ordinary memory and once on the GPU,
 * and half a gigabyte for activations and the browser.
 */
export function estimatedMemory(model: RegisteredModel): number {
  return 2 * totalBytes(model) + (512 << 20);
}
