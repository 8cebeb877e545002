import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { expect, test } from "@playwright/test";

/** Any free one. */
let port = 0;
const TYPES: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
};

/** A plain static host: a sub-path, no special headers, every answer revalidated by its tag as many hosts do. */
let server: Server;
test.beforeAll(async () => {
  server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname.replace(/^\/some\/path\//, "");
    const file = join("dist", path === "" ? "index.html" : path);
    if (!existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    const { size, mtimeMs } = statSync(file);
    const tag = `"${size}-${mtimeMs}"`;
    const headers = { ETag: tag, "Cache-Control": "no-cache" };
    if (request.headers["if-none-match"] === tag) {
      response.writeHead(304, headers).end();
      return;
    }
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    response.writeHead(200, { ...headers, "Content-Type": type });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  port = (server.address() as AddressInfo).port;
});
test.afterAll(() => new Promise((resolve) => server.close(resolve)));

test("under a sub-path without headers the page isolates itself, and after one visit all of it works offline", async ({
  page,
  context,
}) => {
  await page.goto(`http://localhost:${port}/some/path/`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  // One reload through the service worker, and shared memory is allowed.
  await expect.poll(() => page.evaluate(() => crossOriginIsolated).catch(() => false)).toBe(true);
  // The list is stored last, when everything on it is.
  await expect
    .poll(() => page.evaluate(async () => Boolean(await caches.match("assets.json"))).catch(() => false))
    .toBe(true);
  await context.setOffline(true);
  await page.reload();
  await expect(page.getByRole("combobox", { name: "Passage" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Run all" })).toBeEnabled();
  // None of these was opened before.
  for (const name of ["Learning to edit", "Forgetting", "Puzzles", "Versions"]) {
    await page.getByRole("link", { name, exact: true }).click();
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByText("could not be read")).toHaveCount(0);
  }
  await page.getByRole("link", { name: "Puzzles", exact: true }).click();
  await expect(page.locator("header").getByRole("button").first()).toContainText(/grid/i);
});
