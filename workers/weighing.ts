import type { Drift } from "../src/protocol/drift.ts";
import type { AcceptanceLimits, Measured } from "../src/protocol/versionEvents.ts";
import type { Ledger } from "../src/seal/ledger.ts";
import { reasonsAgainst } from "../src/seal/veto.ts";
import type { Keepable, KeepableStep } from "./keepable.ts";
import type { VersionModel } from "./versionModel.ts";

/** What something trained would add to the ledger, and what speaks against it. */
export interface Weighed {
  /** The version that the first step builds on. */
  parent: string | null;
  /** What is not kept yet; none where all of it is. */
  steps: readonly KeepableStep[];
  /** After each step. */
  drifts: readonly Drift[];
  measured: Measured;
}

/** What is looked at first and merged then is measured once. */
const known = new WeakMap<Keepable, Pick<Weighed, "parent" | "drifts">>();

/** Measures how far the model would drift. Afterwards the weights are those of any version, or of none. */
export async function weigh(
  versions: VersionModel,
  left: Keepable,
  limits: AcceptanceLimits,
  onMeasuring: () => void,
): Promise<Weighed> {
  let { parent } = left;
  const steps = [...left.steps];
  // Rounds that were kept earlier are what the later ones build on.
  for (let id = kept(versions.ledger, parent, steps); id; id = kept(versions.ledger, parent, steps)) {
    parent = id;
    steps.shift();
  }
  const drifts = await driftsOf(versions, left, parent, steps, onMeasuring);
  const drift = drifts.at(-1) ?? null;
  const pieces = steps.flatMap(({ training }) => training?.pieces ?? []);
  const reasons = reasonsAgainst(drift, pieces, limits);
  return { parent, steps, drifts, measured: { runId: left.runId, pieces, drift, reasons } };
}

async function driftsOf(
  versions: VersionModel,
  left: Keepable,
  parent: string | null,
  steps: readonly KeepableStep[],
  onMeasuring: () => void,
): Promise<readonly Drift[]> {
  if (steps.length === 0) return [];
  const earlier = known.get(left);
  if (earlier?.parent === parent && earlier.drifts.length === steps.length) return earlier.drifts;
  onMeasuring();
  const drifts = await versions.driftWith(parent, ...steps.map(({ adapter }) => adapter));
  known.set(left, { parent, drifts });
  return drifts;
}

/**
 * The version that the first of these steps is already. A single adapter may be kept twice, of two names; the rounds of a
 * writer and the merges of a stream go on from what is kept of them.
 */
function kept(ledger: Ledger, parent: string | null, [first]: readonly KeepableStep[]): string | undefined {
  const isOfSequence = first?.kind === "writer" || first?.kind === "merge";
  return isOfSequence ? ledger.find(parent, first.adapter)?.id : undefined;
}
