import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { watchForNewerVersion } from "./serviceWorker.ts";

const page = Object.assign(new EventTarget(), {
  visibilityState: "visible",
  baseURI: "https://example.org/",
});
const frame = new EventTarget();
/** The build that the server has; null while it cannot be reached. */
let build: string | null = "first";
const ask = vi.fn(async () => {
  if (build === null) throw new TypeError("Failed to fetch");
  return new Response(JSON.stringify({ build, files: {} }));
});

beforeEach(() => {
  build = "first";
  ask.mockClear();
  vi.stubEnv("PROD", true);
  vi.stubGlobal("document", page);
  vi.stubGlobal("addEventListener", frame.addEventListener.bind(frame));
  vi.stubGlobal("fetch", ask);
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

const comeBack = () => page.dispatchEvent(new Event("visibilitychange"));
/** The server has been asked so often, and what it said was heard. */
async function asked(times: number): Promise<void> {
  await vi.waitFor(() => expect(ask).toHaveBeenCalledTimes(times));
  await ask.mock.results.at(-1)?.value.catch(() => {});
}

it("says once that there is a newer version, when people come back", async () => {
  const onNewer = vi.fn();
  await watchForNewerVersion(onNewer);
  comeBack();
  await asked(2);
  build = null;
  comeBack();
  await asked(3);
  expect(onNewer).not.toHaveBeenCalled();
  build = "second";
  comeBack();
  await vi.waitFor(() => expect(onNewer).toHaveBeenCalledOnce());
  build = "third";
  comeBack();
  expect(ask).toHaveBeenCalledTimes(4);
});

it("looks where a part of the page is no longer on the server", async () => {
  const onNewer = vi.fn();
  await watchForNewerVersion(onNewer);
  build = "second";
  frame.dispatchEvent(new Event("vite:preloadError"));
  await vi.waitFor(() => expect(onNewer).toHaveBeenCalledOnce());
});
