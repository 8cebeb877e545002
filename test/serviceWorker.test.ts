import { readFileSync } from "node:fs";
import { createContext, runInContext } from "node:vm";
import { describe, expect, test } from "vitest";

const CODE = readFileSync("public/service-worker.js", "utf8");
const SCOPE = "http://host.test/some/path/";

type Answer = () => Response | Promise<Response>;

/** The service worker in a browser of our own: a server by path, and a cache that can be full. */
function browser(server: Record<string, Answer>) {
  const kept = new Map<string, Response>();
  const state = { isFull: false, isOffline: false };
  const requests: Request[] = [];
  const cache = {
    match: async ({ url }: Request) => kept.get(url)?.clone(),
    put: async (request: Request, response: Response) => {
      if (state.isFull) throw new DOMException("The quota is used up.", "QuotaExceededError");
      kept.set(request.url, response);
    },
    keys: async () => [...kept.keys()].map((url) => new Request(url)),
    delete: async ({ url }: Request) => kept.delete(url),
  };
  const names = new Set(["self-edit-playground-v1", "self-edit-playground-v2"]);
  const listeners = new Map<string, (event: unknown) => void>();
  const fetchPath = async (request: Request) => {
    requests.push(request);
    if (state.isOffline) throw new TypeError("Failed to fetch");
    const answer = server[new URL(request.url).pathname.replace("/some/path/", "")];
    return answer ? answer() : new Response("gone", { status: 404 });
  };
  runInContext(
    CODE,
    createContext({
      self: {
        addEventListener: (type: string, listener: (event: unknown) => void) => listeners.set(type, listener),
        location: new URL(SCOPE),
        registration: { scope: SCOPE },
        clients: { claim: async () => {} },
        skipWaiting: async () => {},
      },
      caches: {
        open: async () => cache,
        keys: async () => [...names],
        delete: async (name: string) => names.delete(name),
      },
      fetch: fetchPath,
      setTimeout: (ring: () => void) => setTimeout(ring, 5),
      clearTimeout,
      ...{ URL, Request, Response, Headers, Map, Set, Promise, Error },
    }),
  );
  const raise = async (type: string, event: object) => {
    const waits: Promise<unknown>[] = [];
    let answer: Promise<Response> | undefined;
    listeners.get(type)?.({
      ...event,
      waitUntil: (work: Promise<unknown>) => waits.push(work),
      respondWith: (response: Promise<Response>) => {
        answer = response;
      },
    });
    const response = await answer;
    await Promise.all(waits);
    return response;
  };
  return {
    state,
    names,
    requests,
    kept: () => [...kept.keys()].map((url) => url.slice(SCOPE.length)).sort(),
    activate: () => raise("activate", {}),
    get: (path: string, headers: Record<string, string> = {}) =>
      raise("fetch", { request: new Request(SCOPE + path, { headers }) }),
    navigate: (path: string) => {
      const request = new Request(SCOPE + path);
      // Only a browser can make such a request.
      Object.defineProperty(request, "mode", { value: "navigate" });
      return raise("fetch", { request });
    },
    storeAll: async () => {
      const said: { type: string; stored?: number; missing?: number }[] = [];
      const port = { postMessage: (message: { type: string }) => said.push(message) };
      await raise("message", { data: { type: "storeAll" }, ports: [port] });
      return said;
    },
  };
}

const text =
  (body: string): Answer =>
  () =>
    new Response(body);
const never: Answer = () => new Promise(() => {});
const listOf = (files: Record<string, string>): Answer =>
  text(JSON.stringify({ files: Object.entries(files).map(([path, hash]) => ({ path, hash })) }));

describe("the service worker", () => {
  test("answers with the isolation headers", async () => {
    const response = await browser({ "": text("page") }).get("");
    expect(response?.headers.get("Cross-Origin-Opener-Policy")).toBe("same-origin");
    expect(response?.headers.get("Cross-Origin-Embedder-Policy")).toBe("require-corp");
    expect(await response?.text()).toBe("page");
  });

  test("full storage leaves the page on the network", async () => {
    const here = browser({ "index.html": text("page") });
    here.state.isFull = true;
    expect(await (await here.get("index.html"))?.text()).toBe("page");
    here.state.isOffline = true;
    await expect(here.get("index.html")).rejects.toThrow("Failed to fetch");
  });

  test.each<[string, Answer]>([
    ["never answers", never],
    ["is overloaded", () => new Response("later", { status: 503 })],
    ["no longer has the file", () => new Response("gone", { status: 404 })],
    ["answers 304", () => new Response(null, { status: 304 })],
    ["cannot be reached", () => Promise.reject(new TypeError("Failed to fetch"))],
  ])("serves its copy where the server %s", async (_, broken) => {
    const server: Record<string, Answer> = { "models/manifest.json": text("list") };
    const here = browser(server);
    await here.get("models/manifest.json");
    server["models/manifest.json"] = broken;
    const response = await here.get("models/manifest.json");
    expect(response?.status).toBe(200);
    expect(await response?.text()).toBe("list");
  });

  test("without a copy the server's own answer is passed on", async () => {
    expect(
      (await browser({ "a.json": () => new Response("later", { status: 503 }) }).get("a.json"))?.status,
    ).toBe(503);
  });

  test("a conditional request goes out without its condition, since nobody here could use a 304", async () => {
    const here = browser({ "assets/engine-1.js": text("code") });
    const response = await here.get("assets/engine-1.js", { "If-None-Match": '"1"', Accept: "*/*" });
    expect(response?.status).toBe(200);
    expect(here.requests[0]?.headers.get("If-None-Match")).toBeNull();
    expect(here.requests[0]?.headers.get("Accept")).toBe("*/*");
  });

  test("a new version of a file is seen at once, a file named by its content is not fetched twice", async () => {
    const server = { "models/manifest.json": text("old"), "assets/page-1.js": text("code") };
    const here = browser(server);
    for (const path of Object.keys(server)) await here.get(path);
    server["models/manifest.json"] = text("new");
    const before = here.requests.length;
    expect(await (await here.get("assets/page-1.js"))?.text()).toBe("code");
    expect(here.requests.length).toBe(before);
    expect(await (await here.get("models/manifest.json"))?.text()).toBe("new");
  });

  test("models that were downloaded, ranges and the list of files are none of its business", async () => {
    const here = browser({});
    expect(await here.get("assets.json")).toBeUndefined();
    expect(await here.get("models/local/model.gguf")).toBeUndefined();
    expect(await here.get("models/a.bin", { Range: "bytes=5-" })).toBeUndefined();
  });

  test("one visit stores every listed file, visited or not", async () => {
    const files = { "index.html": "1", "assets/view-1.js": "2", "models/a.bin": "3" };
    const server: Record<string, Answer> = { "assets.json": listOf(files) };
    for (const path of Object.keys(files)) server[path] = text(path);
    const here = browser(server);
    const said = await here.storeAll();
    expect(said.at(-1)).toEqual({ type: "done" });
    expect(said.at(-2)).toMatchObject({ stored: 3, missing: 0, total: 3 });
    here.state.isOffline = true;
    for (const path of Object.keys(files)) expect(await (await here.get(path))?.text()).toBe(path);
  });

  test("every address of the page opens without a network", async () => {
    const here = browser({ "assets.json": listOf({ "index.html": "1" }), "index.html": text("page") });
    await here.storeAll();
    here.state.isOffline = true;
    for (const path of ["", "index.html", "?embed=1"]) {
      expect(await (await here.navigate(path))?.text()).toBe("page");
    }
  });

  test("what is stored and unchanged is not fetched again, what changed is", async () => {
    const server: Record<string, Answer> = {
      "assets.json": listOf({ "a.json": "1", "b.json": "1" }),
      "a.json": text("a"),
      "b.json": text("b"),
    };
    const here = browser(server);
    await here.storeAll();
    server["assets.json"] = listOf({ "a.json": "1", "b.json": "2" });
    const before = here.requests.length;
    await here.storeAll();
    const fetchedPaths = here.requests.slice(before).map(({ url }) => url.slice(SCOPE.length));
    expect(fetchedPaths).toEqual(["assets.json", "b.json"]);
  });

  test("a deploy keeps the files of the version before for open tabs, and no older ones", async () => {
    const server: Record<string, Answer> = {
      "assets/one.js": text("1"),
      "assets/two.js": text("2"),
      "assets/three.js": text("3"),
    };
    const here = browser(server);
    for (const name of ["one", "two", "three"]) {
      server["assets.json"] = listOf({ [`assets/${name}.js`]: name });
      await here.storeAll();
    }
    expect(here.kept()).toEqual(["assets.json", "assets/three.js", "assets/two.js"]);
  });

  test("files that do not fit are counted as missing, and the next visit tries them again", async () => {
    const here = browser({ "assets.json": listOf({ "a.json": "1" }), "a.json": text("a") });
    here.state.isFull = true;
    expect((await here.storeAll()).at(-2)).toMatchObject({ stored: 0, missing: 1 });
    here.state.isFull = false;
    expect((await here.storeAll()).at(-2)).toMatchObject({ stored: 1, missing: 0 });
  });

  test("says so where the list cannot be had", async () => {
    const said = await browser({}).storeAll();
    expect(said).toEqual([{ type: "failed", message: "assets.json answered 404." }]);
  });

  test("deletes the caches of earlier versions of itself", async () => {
    const here = browser({});
    await here.activate();
    expect([...here.names]).toEqual(["self-edit-playground-v2"]);
  });
});
