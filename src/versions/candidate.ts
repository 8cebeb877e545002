import type { WriterUpdate } from "../protocol/writerUpdate.ts";
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
