import type { Drift } from "../protocol/drift.ts";
import type { Piece } from "../protocol/run.ts";
import { claimsAmong, falseAmong } from "../seal/claims.ts";
import { judgeDrift, type Verdict } from "../seal/driftLimits.ts";
import type { AcceptanceLimits } from "./versionEvents.ts";

/**
 * Why a change is not accepted, as far as can be known: its drift (null where there are no probes), and what its edit
 * states that is false of the passage. Empty: it is accepted.
 */
export function reasonsAgainst(
  drift: Drift | null,
  pieces: readonly Piece[],
  limits: AcceptanceLimits,
): string[] {
  const verdict: Verdict = drift === null ? { accepted: true } : judgeDrift(drift, limits);
  // A share, for a writer or a sequence of edits brings many times the statements of one edit.
  const checked = claimsAmong(pieces.filter(({ kept }) => kept));
  const wrong = falseAmong(checked);
  const percent = (100 * wrong.length) / Math.max(1, checked.length);
  return [
    ...(percent <= limits.falsePercent
      ? []
      : [
          `${wrong.length} of ${checked.length} checked statements of the edit ${wrong.length === 1 ? "is" : "are"} ` +
            `false (${Number(percent.toFixed(1))} %, limit ${limits.falsePercent} %)${exampleOf(wrong[0]!)}`,
        ]),
    ...(verdict.accepted ? [] : verdict.reasons),
  ];
}

/** A sentence can be quoted; a configuration of many lines is shown beside the reason anyway. */
function exampleOf({ text }: Piece): string {
  return text.includes("\n") ? "." : `, e.g. “${text}”`;
}
