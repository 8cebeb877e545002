/** The path of a Chromium, which it may install first. */
export function findBrowser(): Promise<string>;
