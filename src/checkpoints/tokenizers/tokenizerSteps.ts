import { z } from "../../protocol/zod.ts";

const listSchema = z.looseObject({ type: z.literal("Sequence") });
const namedSchema = z.object({ type: z.string() });

/** The steps of a part of tokenizer.json: none, one, or those of its sequences, which may lie in each other. */
export function stepsIn(json: unknown, list: "normalizers" | "pretokenizers" | "decoders"): unknown[] {
  if (json == null) return [];
  const sequence = listSchema.safeParse(json);
  if (!sequence.success) return [json];
  const inner: unknown = sequence.data[list];
  return Array.isArray(inner) ? inner.flatMap((step) => stepsIn(step, list)) : [json];
}

/** For messages, and to tell kinds apart. */
export function typeOfStep(step: unknown): string {
  const named = namedSchema.safeParse(step);
  return named.success ? named.data.type : "without a type";
}
