import type { ClaimRun } from "../src/app/runs/claimRun.ts";

/** What the tabs of one browser have claimed. */
export function claimsOfABrowser(): ClaimRun {
  const claimed = new Set<string>();
  return async (runId) => {
    if (claimed.has(runId)) return null;
    claimed.add(runId);
    return async () => void claimed.delete(runId);
  };
}
