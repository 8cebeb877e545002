import type { Json } from "../protocol/run.ts";
import type { WriterUpdate } from "../protocol/writerUpdate.ts";
import { z } from "../protocol/zod.ts";
import type { VersionDraft } from "./version.ts";

/** An adapter that was trained and tested, with what a version of it would tell. */
export interface CandidateStep {
  name: string;
  kind: VersionDraft["kind"];
  training: VersionDraft["training"];
  accuracy: VersionDraft["accuracy"];
  adapter: WriterUpdate;
}

/**
 * What a run has left, or a vetoed import: one step, or the rounds of a writer or the merges of a stream, each on top of
 * the one before.
 */
export interface Candidate {
  runId: string;
  /** What the first step was trained on top of. */
  parent: string | null;
  /** At least one. */
  steps: readonly CandidateStep[];
}

const titled = z.object({ title: z.string().check(z.minLength(1)) });
const named = z.object({ name: z.string().check(z.minLength(1)) });

/** What a version of a context is called: a passage has a title, a puzzle a name. */
export function titleOf(context: Json, otherwise: string): string {
  return titled.safeParse(context).data?.title ?? named.safeParse(context).data?.name ?? otherwise;
}
