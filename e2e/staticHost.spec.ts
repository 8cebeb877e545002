import { expect, test } from "@playwright/test";
import { station, trained, trainFor } from "./playground.ts";
import { type StaticHost, startStaticHost } from "./staticHost.ts";

test.use({ serviceWorkers: "allow" });

let host: StaticHost;
test.beforeAll(async () => {
  host = await startStaticHost();
});
test.afterAll(() => host.close());

test("under a sub-path without headers the page isolates itself, and after one visit all of it works, and trains, offline", async ({
  page,
  context,
}) => {
  await page.goto(host.url);
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
  await trainFor(page, 6);
  await page.getByRole("button", { name: "Run all" }).click();
  await expect(station(page, "Reward").getByText(/Reward \d/)).toBeVisible(trained);
  // None of these was opened before.
  for (const name of ["Learning to edit", "Forgetting", "Puzzles", "Versions"]) {
    await page.getByRole("link", { name, exact: true }).click();
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByText("could not be read")).toHaveCount(0);
  }
  await page.getByRole("link", { name: "Puzzles", exact: true }).click();
  await expect(page.locator("header").getByRole("button").first()).toContainText(/grid/i);
});

test("a view that was never opened names the network where there is none", async ({ page, context }) => {
  // Nothing is stored for later, as on a first visit that was cut short.
  await page.addInitScript(() =>
    Object.defineProperty(Navigator.prototype, "serviceWorker", { get: () => undefined }),
  );
  await page.goto("/");
  await expect(page.getByRole("button", { name: "Run all" })).toBeEnabled();
  await context.setOffline(true);
  for (const name of ["Learning to edit", "Forgetting", "Puzzles", "Versions"]) {
    await page.getByRole("link", { name, exact: true }).click();
    await expect(page.getByText(/check the network/i).first()).toBeVisible();
  }
});
