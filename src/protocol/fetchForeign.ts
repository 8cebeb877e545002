import { PlaygroundError } from "./playgroundError.ts";

interface ForeignRequest {
  /** After so long a site counts as silent, in milliseconds. */
  patience: number;
  /** What is asked for, within a sentence. */
  what: string;
  /** What people can do where the site lets nobody read it. */
  advice: string;
  ask: typeof fetch;
  /** More of the request than that no cookies go along. */
  more?: RequestInit;
}

/**
 * What `read` makes of the answer of somebody else's site, which is asked without cookies.
 *
 * @throws PlaygroundError what `read` throws, or "download-failed"
 */
export async function fetchForeign<T>(
  address: string | URL,
  { patience, what, advice, ask, more }: ForeignRequest,
  read: (response: Response) => Promise<T>,
): Promise<T> {
  const { hostname } = new URL(address);
  try {
    const response = await ask(address, {
      credentials: "omit",
      signal: AbortSignal.timeout(patience),
      ...more,
    });
    if (!response.ok) {
      const message = `${hostname} answers ${response.status} for ${what}.`;
      throw new PlaygroundError("download-failed", message, "Check the address.");
    }
    return await read(response);
  } catch (cause) {
    if (cause instanceof PlaygroundError) throw cause;
    const isSilent = cause instanceof DOMException && cause.name === "TimeoutError";
    const message = isSilent
      ? `${hostname} did not answer within ${patience / 1000} seconds.`
      : `${hostname} could not be read: it cannot be reached, or does not let other pages read its files.`;
    throw new PlaygroundError("download-failed", message, advice, { cause });
  }
}
