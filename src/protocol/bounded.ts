import { z } from "./zod.ts";

/** More than any run has of anything: pieces of an edit, answers, contexts. */
const MOST = 10_000;

/**
 * A list that may come from outside. Its length is looked at before its items are, as every wrong item would be told, and a
 * million of them take a minute.
 */
export function listOf<T>(item: z.ZodMiniType<T>, most = MOST) {
  const short = z.array(z.unknown()).check(z.maxLength(most, { error: () => tooMany(most) }));
  return z.pipe(short, z.array(item));
}

/** The same of values by name. */
export function recordOf<T>(value: z.ZodMiniType<T>, most = MOST) {
  const small = z
    .record(z.string(), z.unknown())
    .check(z.refine((all) => Object.keys(all).length <= most, { error: () => tooMany(most) }));
  return z.pipe(small, z.record(z.string(), value));
}

/** Made when it is told: what writes numbers in words takes as long to make as all of the page's schemas. */
function tooMany(most: number): string {
  return `It has more than ${most.toLocaleString("en")} entries`;
}
