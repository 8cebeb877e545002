import { PlaygroundError } from "../../protocol/playgroundError.ts";

/** Gives a run free that was claimed; settles when it is. Never rejects. */
export type Release = () => Promise<void>;

/** Claims a run for this tab until it is given free, or the tab is gone; null where another tab has it. Never rejects. */
export type ClaimRun = (runId: string) => Promise<Release | null>;

/** A browser that has no locks, or never answers, must not keep people from their runs. */
const PATIENCE_MS = 1000;

export const claimRun: ClaimRun = (runId) =>
  new Promise((resolve) => {
    let giveFree = () => {};
    const untilFree = new Promise<void>((free) => {
      giveFree = free;
    });
    // A lock that comes after all is given free with the rest: else this very tab would count as another one.
    const claimAnyway = () => resolve(async () => giveFree());
    if (!navigator.locks) return claimAnyway();
    setTimeout(claimAnyway, PATIENCE_MS);
    const held = navigator.locks
      .request(`self-edit-playground/run/${runId}`, { ifAvailable: true }, (lock) => {
        if (lock === null) return resolve(null);
        resolve(() => {
          giveFree();
          return held;
        });
        return untilFree;
      })
      .catch(claimAnyway);
  });

/** What is told where a claim was not given. */
export function inAnotherTab(noun: string): PlaygroundError {
  return new PlaygroundError(
    "bad-input",
    `This ${noun} is going on in another tab.`,
    "Wait for its end there, or cancel it there.",
  );
}
