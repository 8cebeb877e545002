// Two jobs on a static host: the isolation headers that WebAssembly threads need, and working without a network.
// It knows no version of the page: `assets.json`, written by the build, lists the files of the newest one.
// Models the user downloads are kept elsewhere (OPFS).
const CACHE = "self-edit-playground-v2";
const LIST = "assets.json";
const LOCAL_MODELS = "/models/local/";
/** A server that accepts a connection and never answers must not keep people from the copy they have. */
const PATIENCE_MS = 4000;
const STORED_AT_ONCE = 6;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(activate()));

async function activate() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** The same response, cross-origin isolated. */
function isolated(response) {
  if (response.status === 0) return response;
  const headers = new Headers(response.headers);
  headers.set("Cross-Origin-Opener-Policy", "same-origin");
  headers.set("Cross-Origin-Embedder-Policy", "require-corp");
  headers.set("Cross-Origin-Resource-Policy", "same-origin");
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

/**
 * WebKit puts its own validators on a reloaded worker script; the 304 that they bring has no body to pass on.
 * The browser's own cache below revalidates all the same.
 */
function unconditional(request) {
  const conditions = ["If-None-Match", "If-Modified-Since"].filter((name) => request.headers.has(name));
  if (conditions.length === 0) return request;
  const headers = new Headers(request.headers);
  for (const name of conditions) headers.delete(name);
  return new Request(request, { headers });
}

/** Every address of the page, whatever its query, is the one document. */
const keyOf = (request) =>
  request.mode === "navigate" ? new Request(new URL("index.html", self.registration.scope)) : request;

/** Storage may be full or forbidden; the page then lives on the network alone. */
async function keptCopy(request) {
  try {
    const cache = await caches.open(CACHE);
    // A module script is asked for with another Origin than the list's files; the answer is the same.
    return await cache.match(keyOf(request), { ignoreVary: true });
  } catch {
    return undefined;
  }
}

async function keep(request, response) {
  try {
    const cache = await caches.open(CACHE);
    await cache.put(keyOf(request), response);
    return true;
  } catch {
    return false;
  }
}

/** The network's answer; rejects where it does not come within the time. */
function fetched(request, patienceMs) {
  const answer = fetch(unconditional(request));
  if (patienceMs === undefined) return answer;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("The server did not answer in time.")), patienceMs);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** The build names these files by their content. */
const isImmutable = (url) => url.pathname.includes("/assets/");

/** Network first, so that a new version is seen at once; the kept copy where the network has nothing good. */
async function respond(event) {
  const { request } = event;
  const copy = await keptCopy(request);
  if (copy && isImmutable(new URL(request.url))) return isolated(copy);
  try {
    const response = await fetched(request, copy && PATIENCE_MS);
    if (response.status === 200) {
      event.waitUntil(keep(request, response.clone()));
      return isolated(response);
    }
    return isolated(copy ?? response);
  } catch (error) {
    if (copy) return isolated(copy);
    throw error;
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const mine = url.origin === self.location.origin && request.method === "GET";
  // The kept list says what is stored, so that a page that asks for the newest one must not replace it.
  if (!mine || url.pathname.includes(LOCAL_MODELS) || url.pathname.endsWith(LIST)) return;
  if (request.headers.has("Range")) return;
  event.respondWith(respond(event));
});

/** `assets.json` as the network has it, and as it was when everything was stored last. */
async function lists(listUrl) {
  const copy = await keptCopy(new Request(listUrl));
  const before = copy ? await copy.json() : { files: [] };
  const response = await fetched(new Request(listUrl, { cache: "no-cache" }), PATIENCE_MS);
  if (response.status !== 200) throw new Error(`${LIST} answered ${response.status}.`);
  return { before, response, now: await response.clone().json() };
}

/**
 * Stores every file of the newest version that is not stored yet, whatever has been visited.
 * Tells after each how many are there; `missing` are those that could not be stored.
 */
async function storeAll(tell) {
  const base = self.registration.scope;
  const listUrl = new URL(LIST, base).href;
  const { before, response, now } = await lists(listUrl);
  const hashBefore = new Map(before.files.map(({ path, hash }) => [path, hash]));
  const cache = await caches.open(CACHE);
  const waiting = [...now.files];
  let stored = 0;
  let missing = 0;
  const store = async ({ path, hash }) => {
    const request = new Request(new URL(path, base), { cache: "no-cache" });
    const isThere = hashBefore.get(path) === hash && (await keptCopy(request));
    const answer = isThere ? undefined : await fetched(request).catch(() => undefined);
    const isStored = isThere || (answer?.status === 200 && (await keep(request, answer)));
    if (isStored) stored += 1;
    else missing += 1;
    tell({ stored, missing, total: now.files.length });
  };
  const worker = async () => {
    for (let file = waiting.shift(); file; file = waiting.shift()) await store(file);
  };
  await Promise.all(Array.from({ length: STORED_AT_ONCE }, worker));
  if (missing > 0) return;
  await keep(new Request(listUrl), response);
  await removeOld(cache, base, [...before.files, ...now.files]);
}

/** An open tab may still be of the version before, so that one generation of files stays. */
async function removeOld(cache, base, files) {
  const wanted = new Set([LIST, ...files.map(({ path }) => path)].map((path) => new URL(path, base).href));
  for (const request of await cache.keys()) {
    if (!wanted.has(request.url)) await cache.delete(request);
  }
}

/** The page asks for `{ type: "storeAll" }` with a port, which hears of the progress. */
self.addEventListener("message", (event) => {
  if (event.data?.type !== "storeAll") return;
  const port = event.ports[0];
  const done = storeAll((progress) => port?.postMessage({ type: "progress", ...progress })).then(
    () => port?.postMessage({ type: "done" }),
    (error) => port?.postMessage({ type: "failed", message: String(error?.message ?? error) }),
  );
  event.waitUntil(done);
});
