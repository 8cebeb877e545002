import { fetchFile, SilenceError } from "./fetchFile.ts";
import { PlaygroundError } from "./playgroundError.ts";

interface ForeignRequest {
  /** After so long without a byte a site counts as silent, in milliseconds. */
  patience: number;
  /** What is asked for, within a sentence. */
  what: string;
  /** What people can do where the site lets nobody read it. */
  advice: string;
  ask: typeof fetch;
  signal?: AbortSignal | undefined;
  /** More of the request than that no cookies go along. */
  more?: RequestInit;
  /** Throws where a file has more bytes than can be of use; the rest is not fetched. */
  checkSize(bytes: number): void;
}

/**
 * The file at an address of somebody else's site, which is asked without cookies.
 *
 * @throws PlaygroundError "download-failed", "cancelled", or what `checkSize` throws
 */
export async function fetchForeign(address: string | URL, request: ForeignRequest): Promise<Blob> {
  const { patience, what, advice, ask, signal, more, checkSize } = request;
  const { hostname } = new URL(address);
  try {
    return await fetchFile(address, {
      patience,
      ask,
      signal,
      checkSize,
      init: { credentials: "omit", ...more },
      check({ ok, status }) {
        if (ok) return;
        const message = `${hostname} answers ${status} for ${what}.`;
        throw new PlaygroundError("download-failed", message, "Check the address.");
      },
    });
  } catch (cause) {
    if (cause instanceof PlaygroundError) throw cause;
    const message =
      cause instanceof SilenceError
        ? `Nothing has arrived from ${hostname} for ${patience / 1000} seconds.`
        : `${hostname} could not be read: it cannot be reached, or does not let other pages read its files.`;
    throw new PlaygroundError("download-failed", message, advice, { cause });
  }
}
