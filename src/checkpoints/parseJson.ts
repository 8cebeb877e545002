import type { z } from "../protocol/zod.ts";
import { badCheckpoint, damaged } from "./checkpointError.ts";

/**
 * JSON from outside, as text or already read, checked against a schema.
 * Throws "bad-checkpoint" naming the document, the place in it and what is wrong there.
 */
export function parseJson<T>(json: unknown, schema: z.ZodMiniType<T>, where: string): T {
  let value = json;
  if (typeof json === "string") {
    try {
      value = JSON.parse(json);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : "";
      throw damaged(`${where} is not JSON: ${reason}.`, cause);
    }
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const place = issue?.path.join(".") || "the document";
  throw badCheckpoint(`${where}: ${place}: ${issue?.message ?? "not as expected"}.`);
}
