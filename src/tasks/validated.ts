import { PlaygroundError } from "../protocol/playgroundError.ts";
import type { Json } from "../protocol/run.ts";
import type { z } from "../protocol/zod.ts";

/**
 * The value in the form of the schema.
 *
 * @param what e.g. "setting", for the message
 * @throws PlaygroundError "bad-input" that names the first place that is wrong
 */
export function validated<T>(schema: z.ZodMiniType<T>, value: Json, what: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const path = issue?.path.join(".") ?? "";
  throw new PlaygroundError(
    "bad-input",
    `The ${what}${path === "" ? "" : ` at “${path}”`} is not valid: ${issue?.message ?? "unknown form"}.`,
    "Correct it, or go back to a preset.",
  );
}
