/** Whether the page's own code could not be fetched: what Chromium, Firefox and WebKit say of a module, and Vite of its styles. */
export function isUnfetched(error: unknown): boolean {
  return /dynamically imported module|importing a module script|preload css/i.test(String(error));
}

/** The site was updated, or the network is gone. */
export const UNFETCHED = {
  tone: "error",
  message: "This part of the page could not be fetched.",
  advice: "Check the network, then reload the page.",
} as const;
