import { afterEach, expect, it, vi } from "vitest";
import { fetchOwn } from "./fetchOwn.ts";

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it.each([
  ["never answers", () => new Promise(() => {})],
  ["cannot be reached", () => Promise.reject(new TypeError("Failed to fetch"))],
  ["has it not", async () => new Response("", { status: 404 })],
])("says so where the page's own server %s", async (_, ask) => {
  vi.useFakeTimers();
  vi.stubGlobal("document", { baseURI: "https://example.org/page/" });
  vi.stubGlobal("fetch", ask);
  const told = expect(fetchOwn("recorded/a.json", "The recorded run")).rejects.toMatchObject({
    kind: "download-failed",
    message: "The recorded run could not be fetched.",
  });
  await vi.advanceTimersByTimeAsync(30_000);
  await told;
});
