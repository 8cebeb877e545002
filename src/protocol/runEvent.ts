import { z } from "./zod.ts";

/**
 * What can be run. "edit": one inner loop on one context · "rounds": the outer loop · "stream": edits one after the other
 * that are kept · "batch": one inner loop on each context of a set · "versions": what was done with the versions of a model, which
 * is only watched.
 */
export const KIND_IDS = ["edit", "rounds", "stream", "batch", "versions"] as const;
export const kindIdSchema = z.enum(KIND_IDS);
export type KindId = z.infer<typeof kindIdSchema>;

/** One thing that a run says. In order, from the first on, its events are the run. */
export interface RunEvent<Body> {
  /** Of the kind's log format. */
  version: number;
  runId: string;
  /** 0, 1, 2 … without gaps, also across an interruption. */
  sequence: number;
  /** Milliseconds since the run began, interruptions left out. */
  atMs: number;
  body: Body;
}

/**
 * What every event has, whatever its kind. The page's first code checks no more than this; whoever reads the event checks
 * its body with the kind, which may be fetched later.
 */
export const runEventSchema = z.object({
  version: z.int(),
  runId: z.string(),
  sequence: z.int().check(z.minimum(0)),
  atMs: z.number(),
  body: z.looseObject({ type: z.string() }),
});
export type AnyRunEvent = z.infer<typeof runEventSchema>;
