const RELOADED_KEY = "self-edit-playground:reloaded-for-isolation";

/**
 * Registers the service worker, which makes the site work offline and, on hosts that cannot send headers,
 * adds the ones that cross-origin isolation needs. The page must then be loaded once more through it;
 * if it is still not isolated after that one reload, it stays single-threaded.
 */
export async function registerServiceWorker(): Promise<void> {
  if (!("serviceWorker" in navigator) || !import.meta.env.PROD) return;
  try {
    await navigator.serviceWorker.register(new URL("service-worker.js", document.baseURI));
    if (crossOriginIsolated) return;
    await navigator.serviceWorker.ready;
    if (sessionStorage.getItem(RELOADED_KEY)) return;
    sessionStorage.setItem(RELOADED_KEY, "yes");
    location.reload();
  } catch {
    // Private windows and some embeds forbid service workers: the page works online and single-threaded.
  }
}
