import { PlaygroundError, throwIfCancelled } from "../../protocol/playgroundError.ts";
import { createSha256, type Sha256 } from "../sha256.ts";

/** Where the bytes go: a file in the browser's private file system, or memory. */
export interface DownloadTarget {
  /** Bytes that are there, in order from the beginning; more than 0 at the start resumes an earlier try. */
  readonly size: number;
  read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
  append(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  clear(): Promise<void>;
}

export interface DownloadRequest {
  url: string;
  /** For messages. */
  name: string;
  /** What the file should be; null where it is not known beforehand. */
  bytes: number | null;
  sha256: string | null;
  onBytes?: ((loadedBytes: number, totalBytes: number) => void) | undefined;
  signal?: AbortSignal | undefined;
  /** Silence after which a connection counts as stalled. */
  stallMs?: number;
  /** Tries in a row that bring nothing before giving up, and the first pause between them (it doubles). */
  attempts?: number;
  pauseMs?: number;
}

/** However little each try brings, there is an end. */
const MAX_TRIES = 50;

/** A try that failed in a way that another may not. */
class Retryable extends Error {}

const CHECK_CONNECTION = "Check the connection and try again: what has arrived is kept.";

/**
 * Fetches a file into `target`, resuming by Range requests after a broken or stalled connection, and checks
 * its SHA-256. Returns the hash. Rejects with "download-failed" or "cancelled"; what has arrived stays in
 * the target, except after a wrong hash.
 */
export async function download(request: DownloadRequest, target: DownloadTarget): Promise<string> {
  const { name, sha256, signal, attempts = 5, pauseMs = 1000 } = request;
  // Without a known hash, nothing would tell if the beginning came from another version of the file.
  if (target.size > 0 && sha256 === null) await target.clear();
  let resumed = target.size > 0;
  const hash = await hashTarget(target, signal);
  let failures = 0;
  for (let tries = 1; ; tries++) {
    const before = target.size;
    try {
      await transfer(request, target, hash.restart, (bytes) => hash.update(bytes));
      const actual = hash.hex();
      if (sha256 === null || actual === sha256) return actual;
      await target.clear();
      if (!resumed) throw wrongHash(name, sha256, actual);
      resumed = false;
    } catch (error) {
      throwIfCancelled(signal);
      if (!(error instanceof Retryable)) throw error;
      failures = target.size > before ? 1 : failures + 1;
      if (failures >= attempts || tries >= MAX_TRIES) {
        throw new PlaygroundError("download-failed", error.message, CHECK_CONNECTION, { cause: error });
      }
      await pause(pauseMs * 2 ** (failures - 1), signal);
    }
  }
}

async function hashTarget(target: DownloadTarget, signal: AbortSignal | undefined): Promise<Sha256> {
  const hash = await createSha256();
  const step = 4 << 20;
  for (let at = 0; at < target.size; at += step) {
    throwIfCancelled(signal);
    hash.update(await target.read(at, Math.min(step, target.size - at)));
  }
  return hash;
}

/** One request; returns when the file is complete. `onRestart` tells that the target has been emptied. */
async function transfer(
  request: DownloadRequest,
  target: DownloadTarget,
  onRestart: () => void,
  onChunk: (bytes: Uint8Array) => void,
): Promise<void> {
  const { url, name, bytes: expected, signal, stallMs = 30_000 } = request;
  if (expected !== null && target.size === expected) return;
  const stall = new AbortController();
  let timer = setTimeout(() => stall.abort(), stallMs);
  const stillAlive = () => {
    clearTimeout(timer);
    timer = setTimeout(() => stall.abort(), stallMs);
  };
  const restart = async () => {
    if (target.size > 0) await target.clear();
    onRestart();
  };
  try {
    const response = await fetch(url, {
      headers: target.size > 0 ? { Range: `bytes=${target.size}-` } : {},
      signal: signal ? AbortSignal.any([signal, stall.signal]) : stall.signal,
    });
    if (response.status === 416) await restart();
    refuse(response, name);
    const start = response.status === 206 ? rangeStart(response) : 0;
    const length = contentLength(response, start);
    insistOnLength(response, name, length, expected);
    if (start !== target.size) await restart();
    if (start !== target.size) throw new Retryable(`${name}: the server sent another part than asked for.`);
    const total = expected ?? length;
    const reader = response.body?.getReader();
    if (!reader) throw new Retryable(`${name}: the server sent nothing.`);
    request.onBytes?.(target.size, total ?? 0);
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      stillAlive();
      // A copy of its own, since the target may keep it.
      const bytes = new Uint8Array(value);
      await target.append(bytes);
      onChunk(bytes);
      request.onBytes?.(target.size, total ?? 0);
      if (total !== null && target.size > total) {
        await restart();
        throw new PlaygroundError(
          "download-failed",
          `${name} is longer than the ${total} bytes it should have.`,
          "The file at that address has changed; choose another model or report it.",
        );
      }
    }
    if (total !== null && target.size < total) {
      throw new Retryable(`${name}: the connection ended after ${target.size} of ${total} bytes.`);
    }
  } catch (error) {
    if (error instanceof PlaygroundError || error instanceof Retryable) throw error;
    throwIfCancelled(signal);
    if (error instanceof RangeError) {
      const advice = "Close other tabs, or choose a smaller model.";
      throw new PlaygroundError("out-of-memory", `There is not enough memory for ${name}.`, advice, {
        cause: error,
      });
    }
    if (stall.signal.aborted) {
      throw new Retryable(
        `${name}: nothing has arrived from ${hostOf(url)} for ${Math.round(stallMs / 1000)} seconds.`,
      );
    }
    // A TypeError of fetch: refused, reset, no such host, blocked by CORS; the browser does not say which.
    const offline = !(globalThis.navigator?.onLine ?? true);
    const message = offline
      ? `${name} cannot be fetched: the browser is offline.`
      : `${name}: the connection to ${hostOf(url)} failed.`;
    throw new Retryable(message, { cause: error });
  } finally {
    clearTimeout(timer);
    stall.abort();
  }
}

function refuse(response: Response, name: string): void {
  if (response.ok) return;
  const { status } = response;
  const host = hostOf(response.url);
  if (status === 416 || status === 408 || status === 429 || status >= 500) {
    throw new Retryable(`${name}: ${host} answered with the error ${status}.`);
  }
  if (status === 401 || status === 403) {
    throw new PlaygroundError(
      "download-failed",
      `${host} does not give ${name} without a login (${status}).`,
      "Accept the model's licence on its page, download the files there, and drop them here.",
    );
  }
  throw new PlaygroundError(
    "download-failed",
    `${name} is not at ${host} (${status}).`,
    "The file may have been moved; choose another model, or download it yourself and drop it here.",
  );
}

/** A proxy's page in the place of a file must neither be kept nor cost what is there of the file. */
function insistOnLength(
  { url }: Response,
  name: string,
  length: number | null,
  expected: number | null,
): void {
  if (length === null || expected === null || Number.isNaN(length) || length === expected) return;
  throw new PlaygroundError(
    "download-failed",
    `${hostOf(url)} sends ${length} bytes as ${name}, which should have ${expected}.`,
    "The file at that address has changed, or something between sends another one: try again in another network, or choose another model.",
  );
}

/** Where a partial answer begins ("bytes 100-199/200"); NaN, which equals nothing, if it does not say. */
function rangeStart(response: Response): number {
  const range = response.headers.get("content-range");
  return Number(/^bytes (\d+)-/.exec(range ?? "")?.[1] ?? Number.NaN);
}

/** Length of the whole file; null where the server does not say, or compresses on the way. */
function contentLength(response: Response, start: number): number | null {
  const length = response.headers.get("content-length");
  if (length === null || response.headers.get("content-encoding")) return null;
  return start + Number(length);
}

function wrongHash(name: string, expected: string, actual: string): PlaygroundError {
  return new PlaygroundError(
    "download-failed",
    `${name} arrived changed: its SHA-256 is ${actual.slice(0, 12)}…, not ${expected.slice(0, 12)}….`,
    "Try again; if it happens again, the file at that address is not the one this page knows.",
  );
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "the server";
}

function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(finish, milliseconds);
    function finish() {
      signal?.removeEventListener("abort", finish);
      clearTimeout(timer);
      try {
        throwIfCancelled(signal);
        resolve();
      } catch (error) {
        reject(error);
      }
    }
    signal?.addEventListener("abort", finish);
  });
}
