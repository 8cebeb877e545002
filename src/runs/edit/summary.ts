import { CONDITIONS, type Condition, jsonSchema, type Tally, tallySchema } from "../../protocol/run.ts";
import { z } from "../../protocol/zod.ts";
import { type RunSummary, SUMMARY } from "../runKind.ts";
import type { EditRun } from "./state.ts";

/** What the table of runs shows of one edit. */
export const editSummarySchema = z.object({
  ...SUMMARY,
  parameters: z.number(),
  /** Of the model, that the run started from. Absent: the untouched one. */
  version: z.optional(z.string()),
  backend: z.string(),
  context: jsonSchema,
  settings: jsonSchema,
  stepByStep: z.boolean(),
  results: z.partialRecord(z.enum(CONDITIONS), tallySchema),
});
export type EditSummary = z.infer<typeof editSummarySchema>;

export function summariseEdit(line: RunSummary, run: EditRun): EditSummary {
  const results: Partial<Record<Condition, Tally>> = {};
  for (const condition of CONDITIONS) {
    const result = run.answers[condition]?.result;
    if (!result) continue;
    const { correct, total, interval } = result;
    results[condition] = { correct, total, interval };
  }
  const { model, context, settings, stepByStep } = run;
  const { parameters, version, backend } = model;
  const told = { parameters, backend, context, settings, stepByStep, results };
  return { ...line, ...told, ...(version === undefined ? {} : { version }) };
}
