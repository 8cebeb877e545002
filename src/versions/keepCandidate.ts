import { assess } from "./assess.ts";
import type { Candidate } from "./candidate.ts";
import type { AcceptanceLimits, VersionEventBody } from "./versionEvents.ts";
import type { VersionedModel } from "./versionedModel.ts";

/** How something is to be kept. */
export interface KeepRequest {
  /** Of the last step; the others keep their own. */
  name: string;
  limits: AcceptanceLimits;
  /** The user has seen the veto and merges nevertheless. */
  despite: boolean;
}

/**
 * Measures and, if nothing speaks against it or the user wants it nevertheless, keeps each step as a version and puts
 * the last one in force. Vetoed, it is told as "measured", and the weights are those in force before.
 *
 * @returns whether it is kept
 */
export async function keepCandidate(
  versions: VersionedModel,
  candidate: Candidate,
  { name, limits, despite }: KeepRequest,
  emit: (body: VersionEventBody) => void,
): Promise<boolean> {
  const { store, model } = versions;
  const { parent, steps, drifts, measured } = await assess(versions, candidate, limits, emit);
  if (measured.reasons.length > 0 && !despite) {
    await versions.checkout(store.current);
    emit({ type: "measured", measured });
    return false;
  }
  // All of it is kept already, so it is only put in force.
  if (steps.length === 0) {
    await versions.switchTo(parent);
    return true;
  }
  const { id, hash } = model.info;
  const now = Date.now();
  let tip = parent;
  for (const [index, { adapter, ...step }] of steps.entries()) {
    // One millisecond apart, for versions are listed in the order of their making.
    const createdAt = new Date(now + index).toISOString();
    const facts = { createdAt, model: { id, hash }, drift: drifts[index] ?? null };
    const isLast = index === steps.length - 1;
    const draft = { ...step, ...facts, parent: tip, name: isLast ? name : step.name };
    tip = (await store.add(draft, adapter)).id;
  }
  await versions.checkout(tip);
  return true;
}
