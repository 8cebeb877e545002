import { z } from "../protocol/zod.ts";

const RELOADED_KEY = "self-edit-playground:reloaded-for-isolation";

/**
 * Registers the service worker, which makes the site work offline and, on hosts that cannot send headers,
 * adds the ones that cross-origin isolation needs. The page must then be loaded once more through it;
 * if it is still not isolated after that one reload, it stays single-threaded.
 * Then has it store everything that working offline needs, so that one visit is enough.
 */
export async function registerServiceWorker(): Promise<void> {
  if (!("serviceWorker" in navigator) || !import.meta.env.PROD) return;
  try {
    await navigator.serviceWorker.register(new URL("service-worker.js", document.baseURI));
    await navigator.serviceWorker.ready;
    if (!crossOriginIsolated && !sessionStorage.getItem(RELOADED_KEY)) {
      sessionStorage.setItem(RELOADED_KEY, "yes");
      location.reload();
      return;
    }
    await storeForOffline(() => {});
  } catch {
    // Private windows and some embeds forbid service workers, storage may be full: the page works online.
  }
}

/** How many of the site's files are stored, and how many could not be. */
export interface OfflineProgress {
  stored: number;
  missing: number;
  total: number;
}

const storeAnswerSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("progress"), stored: z.int(), missing: z.int(), total: z.int() }),
  z.object({ type: z.literal("done") }),
  z.object({ type: z.literal("failed"), message: z.string() }),
]);

/**
 * Stores page, models, recordings: all files of the newest version. What is stored already costs nothing.
 * Rejects where there is no service worker or the list of files cannot be had.
 * @returns the last progress; offline use is complete if nothing is missing
 */
export async function storeForOffline(
  onProgress: (progress: OfflineProgress) => void,
): Promise<OfflineProgress> {
  // One that could not be registered would be waited for without end.
  const active = (await navigator.serviceWorker.getRegistration())?.active;
  if (!active) throw new Error("The service worker is not active.");
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve, reject) => {
    let last: OfflineProgress = { stored: 0, missing: 0, total: 0 };
    port1.onmessage = ({ data }) => {
      const answer = storeAnswerSchema.parse(data);
      if (answer.type === "progress") {
        last = { stored: answer.stored, missing: answer.missing, total: answer.total };
        onProgress(last);
        return;
      }
      port1.close();
      if (answer.type === "done") resolve(last);
      else reject(new Error(answer.message));
    };
    active.postMessage({ type: "storeAll" }, [port2]);
  });
}

const assetListSchema = z.object({ build: z.string() });

/** The build that the server has now, or null where it cannot be told. */
async function currentBuild(): Promise<string | null> {
  try {
    const response = await fetch(new URL("assets.json", document.baseURI), { cache: "no-cache" });
    const parsed = assetListSchema.safeParse(await response.json());
    return parsed.success ? parsed.data.build : null;
  } catch {
    return null;
  }
}

/**
 * Calls back once if a newer version of the page is deployed while this tab is open: seen when people come back to
 * the tab, or when a part of the page is asked for that the server no longer has.
 */
export async function watchForNewerVersion(onNewer: () => void): Promise<void> {
  if (!import.meta.env.PROD) return;
  const mine = await currentBuild();
  if (mine === null) return;
  const watch = new AbortController();
  const look = async () => {
    const build = await currentBuild();
    if (build === null || build === mine || watch.signal.aborted) return;
    watch.abort();
    onNewer();
  };
  const { signal } = watch;
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && look(), {
    signal,
  });
  addEventListener("vite:preloadError", () => void look(), { signal });
}
