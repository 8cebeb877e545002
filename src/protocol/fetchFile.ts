import { throwIfCancelled } from "./playgroundError.ts";

interface FileRequest {
  /** After so long without a byte the server counts as silent, in milliseconds. */
  patience: number;
  ask: typeof fetch;
  init?: RequestInit | undefined;
  signal?: AbortSignal | undefined;
  /** Throws where the answer is not what was asked for; its body is not fetched. */
  check(response: Response): void;
  /** Throws where a file has more bytes than can be of use; the rest is not fetched. */
  checkSize?(bytes: number): void;
}

/** Nothing has arrived for longer than anybody should wait. */
export class SilenceError extends Error {}

/**
 * The file at an address, whole.
 *
 * @throws SilenceError, PlaygroundError "cancelled", what the checks throw, or what `ask` does
 */
export async function fetchFile(address: string | URL, request: FileRequest): Promise<Blob> {
  const { patience, ask, init, signal, check, checkSize } = request;
  const silence = new AbortController();
  const isSilent = () => silence.abort();
  const ended = signal ? AbortSignal.any([signal, silence.signal]) : silence.signal;
  // Whoever does not hear the signal is not waited for either.
  const givenUp = new Promise<never>((_, reject) =>
    ended.addEventListener("abort", () => reject(ended.reason)),
  );
  givenUp.catch(() => {});
  let timer = setTimeout(isSilent, patience);
  try {
    throwIfCancelled(signal);
    const response = await Promise.race([ask(address, { ...init, signal: ended }), givenUp]);
    check(response);
    checkSize?.(Number(response.headers.get("content-length") ?? 0));
    const reader = response.body?.getReader();
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    let size = 0;
    while (reader) {
      clearTimeout(timer);
      timer = setTimeout(isSilent, patience);
      const { done, value } = await Promise.race([reader.read(), givenUp]);
      if (done) break;
      chunks.push(value);
      size += value.length;
      checkSize?.(size);
    }
    return new Blob(chunks);
  } catch (cause) {
    throwIfCancelled(signal);
    if (silence.signal.aborted) throw new SilenceError("The server is silent.", { cause });
    throw cause;
  } finally {
    clearTimeout(timer);
    // What was left half-way is not fetched to its end.
    silence.abort();
  }
}
