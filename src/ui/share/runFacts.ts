import { z } from "../../protocol/zod.ts";

/** What belongs beside every figure of a run. */
export interface RunFacts {
  model: string;
  /** "23 November 2026" */
  date: string;
  /** Null where the run tells none. */
  seed: number | null;
}

const seededSchema = z.object({ seed: z.number() });

export function factsOf(run: { model: { name: string }; startedAt: string; settings: unknown }): RunFacts {
  const date = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });
  return {
    model: run.model.name,
    date: date.format(new Date(run.startedAt)),
    seed: seededSchema.safeParse(run.settings).data?.seed ?? null,
  };
}
