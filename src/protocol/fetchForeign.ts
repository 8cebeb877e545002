import { PlaygroundError, throwIfCancelled } from "./playgroundError.ts";

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
  const silence = new AbortController();
  const isSilent = () => silence.abort();
  let timer = setTimeout(isSilent, patience);
  try {
    const response = await ask(address, {
      credentials: "omit",
      signal: signal ? AbortSignal.any([signal, silence.signal]) : silence.signal,
      ...more,
    });
    if (!response.ok) {
      const message = `${hostname} answers ${response.status} for ${what}.`;
      throw new PlaygroundError("download-failed", message, "Check the address.");
    }
    checkSize(Number(response.headers.get("content-length") ?? 0));
    const reader = response.body?.getReader();
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    let size = 0;
    while (reader) {
      clearTimeout(timer);
      timer = setTimeout(isSilent, patience);
      const { done, value } = await reader.read();
      if (done) break;
      chunks.push(value);
      size += value.length;
      checkSize(size);
    }
    return new Blob(chunks);
  } catch (cause) {
    if (cause instanceof PlaygroundError) throw cause;
    throwIfCancelled(signal);
    const message = silence.signal.aborted
      ? `Nothing has arrived from ${hostname} for ${patience / 1000} seconds.`
      : `${hostname} could not be read: it cannot be reached, or does not let other pages read its files.`;
    throw new PlaygroundError("download-failed", message, advice, { cause });
  } finally {
    clearTimeout(timer);
    // What was left half-way is not fetched to its end.
    silence.abort();
  }
}
