// Little choices that are needed before anything else can be read. Where the browser keeps nothing, they last until the tab is
// closed.

/** Null where nothing is kept under this name, or nothing can be. */
export function readLocal(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** @param text null to forget it */
export function writeLocal(key: string, text: string | null): void {
  try {
    if (text === null) localStorage.removeItem(key);
    else localStorage.setItem(key, text);
  } catch {
    // As above.
  }
}
