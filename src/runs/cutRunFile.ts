import { failureOf } from "../protocol/playgroundError.ts";
import { failureSchema } from "../protocol/run.ts";
import { kindIdSchema } from "../protocol/runEvent.ts";
import { z } from "../protocol/zod.ts";
import { readRunFile } from "./runFile.ts";

/** A part is read in one go; a large event is one alone. In characters. */
const PART = 300_000;

/** The file of a run in parts, none of which keeps the page busy: each is the JSON of a list of events. */
export const runPartsSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("parts"), kind: kindIdSchema, parts: z.array(z.instanceof(Blob)) }),
  z.object({ type: z.literal("failed"), failure: failureSchema }),
]);
export type RunParts = z.infer<typeof runPartsSchema>;

/** Never rejects: what is wrong with the file is said. */
export async function cutRunFile(file: Blob): Promise<RunParts> {
  try {
    const { kind, events } = readRunFile(await file.text());
    return { type: "parts", kind, parts: [...partsOf(events)] };
  } catch (error) {
    return { type: "failed", failure: failureOf(error) };
  }
}

function* partsOf(events: readonly unknown[]): Generator<Blob> {
  let part: string[] = [];
  let length = 0;
  for (const event of events) {
    const text = JSON.stringify(event);
    if (length > 0 && length + text.length > PART) {
      yield new Blob([`[${part}]`]);
      part = [];
      length = 0;
    }
    part.push(text);
    length += text.length;
  }
  yield new Blob([`[${part}]`]);
}
