// Two jobs on a static host: the isolation headers that WebAssembly threads need, and working offline.
// Same-origin answers are kept as they are first fetched; models the user downloads are kept elsewhere (OPFS).
const CACHE = "self-edit-playground-v1";
const LOCAL_MODELS = "/models/local/";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

/** The same response, cross-origin isolated. */
function isolated(response) {
  if (response.status === 0) return response;
  const headers = new Headers(response.headers);
  headers.set("Cross-Origin-Opener-Policy", "same-origin");
  headers.set("Cross-Origin-Embedder-Policy", "require-corp");
  headers.set("Cross-Origin-Resource-Policy", "same-origin");
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

/** Network first, so that a new version is seen at once; the kept copy where there is no network. */
async function respond(request) {
  const cache = await caches.open(CACHE);
  try {
    const response = await fetch(request);
    if (response.status === 200) await cache.put(request, response.clone());
    return isolated(response);
  } catch (error) {
    const kept = await cache.match(request, { ignoreSearch: request.mode === "navigate" });
    if (kept) return isolated(kept);
    throw error;
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const mine = url.origin === self.location.origin && request.method === "GET";
  if (!mine || url.pathname.includes(LOCAL_MODELS) || request.headers.has("Range")) return;
  event.respondWith(respond(request));
});
