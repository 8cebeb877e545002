import type { Drift } from "../protocol/drift.ts";
import type { Candidate, CandidateStep } from "./candidate.ts";
import type { AcceptanceLimits, Measured, VersionEventBody } from "./versionEvents.ts";
import type { VersionedModel } from "./versionedModel.ts";
import type { VersionStore } from "./versionStore.ts";
import { reasonsAgainst } from "./veto.ts";

/** What something trained would add to the store, and what speaks against it. */
export interface Assessment {
  /** The version that the first step builds on. */
  parent: string | null;
  /** What is not kept yet; none where all of it is. */
  steps: readonly CandidateStep[];
  /** After each step. */
  drifts: readonly Drift[];
  measured: Measured;
}

/** What is looked at first and merged then is measured once. */
const known = new WeakMap<Candidate, Pick<Assessment, "parent" | "drifts">>();

/** Measures how far the model would drift. Afterwards the weights are those of any version, or of none. */
export async function assess(
  versions: VersionedModel,
  candidate: Candidate,
  limits: AcceptanceLimits,
  emit: (body: VersionEventBody) => void,
): Promise<Assessment> {
  let { parent } = candidate;
  const steps = [...candidate.steps];
  // Rounds that were kept earlier are what the later ones build on.
  for (let id = kept(versions.store, parent, steps); id; id = kept(versions.store, parent, steps)) {
    parent = id;
    steps.shift();
  }
  const drifts = await driftsOf(versions, candidate, parent, steps, emit);
  const drift = drifts.at(-1) ?? null;
  const pieces = steps.flatMap(({ training }) => training?.pieces ?? []);
  const reasons = reasonsAgainst(drift, pieces, limits);
  return { parent, steps, drifts, measured: { runId: candidate.runId, pieces, drift, reasons } };
}

async function driftsOf(
  versions: VersionedModel,
  candidate: Candidate,
  parent: string | null,
  steps: readonly CandidateStep[],
  emit: (body: VersionEventBody) => void,
): Promise<readonly Drift[]> {
  if (steps.length === 0) return [];
  const earlier = known.get(candidate);
  if (earlier?.parent === parent && earlier.drifts.length === steps.length) return earlier.drifts;
  emit({ type: "working", step: "Measuring how far the model would drift" });
  const drifts = await versions.driftAfter(
    parent,
    steps.map(({ adapter }) => adapter),
  );
  known.set(candidate, { parent, drifts });
  return drifts;
}

/**
 * The version that the first of these steps is already. A single adapter may be kept twice, of two names; the rounds of a
 * writer and the merges of a stream go on from what is kept of them.
 */
function kept(
  store: VersionStore,
  parent: string | null,
  [first]: readonly CandidateStep[],
): string | undefined {
  const isOfSequence = first?.kind === "writer" || first?.kind === "merge";
  return isOfSequence ? store.find(parent, first.adapter)?.id : undefined;
}
