import type { ClaimRun, Release } from "./claimRun.ts";

/** The runs that other tabs are kept from. */
export class RunClaims {
  readonly #claimRun: ClaimRun;
  /** By run: the claim of the run that has the model, or had it until just now. */
  readonly #held = new Map<string, Promise<Release | null>>();
  /** By run: it has ended here, and is not given free before all of it is written. */
  readonly #leaving = new Map<string, Promise<void>>();

  constructor(claimRun: ClaimRun) {
    this.#claimRun = claimRun;
  }

  /**
   * Claims a run for one act: whoever has it gives it free. What this tab is just letting go of is waited for, since no
   * other tab has it.
   *
   * @returns null where another tab has it
   */
  async claim(runId: string): Promise<Release | null> {
    await this.#leaving.get(runId);
    return this.#claimRun(runId);
  }

  /** Claims a run until `letGo`. @returns whether no other tab has it */
  async hold(runId: string): Promise<boolean> {
    const claim = this.claim(runId);
    this.#held.set(runId, claim);
    return (await claim) !== null;
  }

  /** @param written settles when all of the run is */
  letGo(runId: string, written: Promise<void>): void {
    const claim = this.#held.get(runId);
    if (claim === undefined) return;
    this.#held.delete(runId);
    const leaving = Promise.all([claim, written]).then(([release]) => release?.());
    this.#leaving.set(runId, leaving);
    void leaving.finally(() => {
      if (this.#leaving.get(runId) === leaving) this.#leaving.delete(runId);
    });
  }
}
