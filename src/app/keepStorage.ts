let asked: StorageManager | undefined;

/**
 * Asks the browser, once a visit, not to clear away what people keep. Some browsers ask the person in turn, so this is
 * called when something is kept that is dear: a model, a version, hours of work.
 */
export function keepStorage(): void {
  // Absent without a secure context, and in Node.
  const storage = globalThis.navigator?.storage;
  if (storage === undefined || storage === asked) return;
  asked = storage;
  void storage.persist?.().catch(() => {});
}
