import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { fetchForeign } from "./fetchForeign.ts";

const ADDRESS = "https://example.org/file.json";
const PATIENCE = 1000;
const fetching = (ask: typeof fetch, more: { signal?: AbortSignal } = {}) =>
  fetchForeign(ADDRESS, {
    patience: PATIENCE,
    what: "the file",
    advice: "Download it.",
    ask,
    checkSize: () => {},
    ...more,
  });

/** As `fetch` does, of a site that never answers. */
const silent: typeof fetch = (_, init) =>
  new Promise((_, reject) =>
    init?.signal?.addEventListener("abort", () => reject(new DOMException("", "AbortError"))),
  );
/** A site that answers and then sends a byte when told to, and nothing else. */
function drop(): { ask: typeof fetch; send: () => void; end: () => void } {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const ask: typeof fetch = async (_, init) => {
    const body = new ReadableStream<Uint8Array>({
      start: (made) => {
        controller = made;
      },
    });
    init?.signal?.addEventListener("abort", () => controller?.error(new DOMException("", "AbortError")));
    return new Response(body);
  };
  return { ask, send: () => controller?.enqueue(new Uint8Array(1)), end: () => controller?.close() };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("gives up a site that never answers, and one that stops in the middle", async () => {
  const { ask, send } = drop();
  for (const one of [silent, ask]) {
    const told = expect(fetching(one)).rejects.toThrow(
      /^Nothing has arrived from example\.org for 1 seconds\.$/,
    );
    await vi.advanceTimersByTimeAsync(PATIENCE / 2);
    send();
    await vi.advanceTimersByTimeAsync(2 * PATIENCE);
    await told;
  }
});

it("waits for what is slow as long as something arrives", async () => {
  const { ask, send, end } = drop();
  const blob = fetching(ask);
  for (let i = 0; i < 5; i++) {
    await vi.advanceTimersByTimeAsync(0.9 * PATIENCE);
    send();
  }
  end();
  expect((await blob).size).toBe(5);
});

it("is cancelled before an answer and in the middle of one", async () => {
  for (const one of [silent, drop().ask]) {
    const abort = new AbortController();
    const told = expect(fetching(one, { signal: abort.signal })).rejects.toMatchObject({ kind: "cancelled" });
    await vi.advanceTimersByTimeAsync(10);
    abort.abort();
    await told;
  }
  expect(vi.getTimerCount()).toBe(0);
});
