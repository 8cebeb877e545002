import type { Drift } from "../protocol/drift.ts";
import type { Piece } from "../protocol/run.ts";
import { judgeClaims, judgeVague } from "../seal/claims.ts";
import { judgeDrift, type Verdict } from "../seal/driftLimits.ts";
import type { AcceptanceLimits } from "./versionEvents.ts";

/**
 * Why a change is not accepted, as far as can be known: its drift (null where there are no probes), and what its edit
 * states that is false of the passage, or does not state at all. Empty: it is accepted.
 */
export function reasonsAgainst(
  drift: Drift | null,
  pieces: readonly Piece[],
  limits: AcceptanceLimits,
): string[] {
  const verdict: Verdict = drift === null ? { accepted: true } : judgeDrift(drift, limits);
  return [
    ...judgeClaims(pieces, limits.falsePercent),
    ...judgeVague(pieces, limits.vaguePercent),
    ...(verdict.accepted ? [] : verdict.reasons),
  ];
}
