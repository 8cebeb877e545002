/** Waits for the promise, but no longer than `ms`; then rejects with what `late` makes. The work itself goes on unheard. */
export function withTimeLimit<T>(promise: Promise<T>, ms: number, late: () => Error): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(late()), ms);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
