let asked = false;

/**
 * Asks the browser, once a visit, not to clear away what people keep. Some browsers ask the person in turn, so this is
 * called when something is kept that is dear: a model, a version, hours of work.
 */
export function keepStorage(): void {
  if (asked) return;
  asked = true;
  // Absent without a secure context, and in Node.
  void globalThis.navigator?.storage?.persist?.().catch(() => {});
}
