/** A browser that is steered from outside: the little that a journey through the page needs. */
export interface Driver {
  name: string;
  /** Resolves when the document is there. */
  open(url: string): Promise<void>;
  /** The value of an expression in the page, as JSON carries it. */
  evaluate(expression: string): Promise<unknown>;
  close(): Promise<void>;
}

export const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Asks until there is an answer that is not null. @throws with what was waited for, after `patienceMs` */
export async function patiently<T>(
  what: string,
  ask: () => Promise<T | null>,
  patienceMs: number,
): Promise<T> {
  const end = Date.now() + patienceMs;
  let last = "";
  for (;;) {
    const answer = await ask().catch((error: unknown) => {
      // A document that is being replaced cannot be asked.
      last = ` (${error})`;
      return null;
    });
    if (answer !== null) return answer;
    if (Date.now() > end) throw new Error(`${what}: not within ${patienceMs / 1000} s${last}`);
    await wait(250);
  }
}
