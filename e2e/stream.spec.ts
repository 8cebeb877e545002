import { expect, type Page, test } from "@playwright/test";
import { cancelAndDiscard, looksRight, storedEvents, trained } from "./playground.ts";

/** Forgetting, on the model that comes with the page, in streams that are over quickly. */
async function visit(page: Page): Promise<void> {
  await page.goto("/#view=stream");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("What does it forget?");
  await expect(page.getByRole("button", { name: "Model: Embedded reader" })).toBeVisible();
}

async function setShort(page: Page, passages: number, steps: number): Promise<void> {
  await page.getByRole("textbox", { name: "Passages" }).fill(String(passages));
  await page.getByRole("button", { name: "All settings" }).click();
  await page.getByRole("textbox", { name: "Most steps" }).fill(String(steps));
  await page.getByRole("button", { name: "All settings" }).click();
}

const bar = (page: Page) => page.getByRole("region", { name: "Stream", exact: true });
const start = (page: Page) => bar(page).getByRole("button", { name: "Start the stream" });
const matrix = (page: Page) => page.getByRole("table", { name: "Right answers about each passage" });
const runs = (page: Page) => page.getByRole("table", { name: "All streams that were run here" });
/** Of the streams that this browser keeps; recorded ones cannot be deleted. */
const kept = (page: Page) => runs(page).getByRole("button", { name: /^Delete / });

async function finished(page: Page): Promise<void> {
  await expect(start(page)).toBeEnabled(trained);
}

test("a stream fills the matrix, remedies stand side by side, and it looks right wide and narrow, light and dark", async ({
  page,
}) => {
  await visit(page);
  await setShort(page, 3, 20);
  await start(page).click();
  await finished(page);
  await expect(matrix(page).getByRole("row")).toHaveCount(5);
  // The untouched model was asked about all, each step about the passages so far.
  await expect(matrix(page).getByRole("cell", { name: /\/19/ })).toHaveCount(3 + 1 + 2 + 3);
  const lines = page.getByRole("table", { name: "Over the 3 passages learned so far" });
  await expect(lines.getByRole("row", { name: "Just learned" })).toContainText("/57");
  await page.getByRole("list", { name: "Edits in order" }).getByText("Passage 1").click();
  await expect(page.getByRole("list", { name: "Pieces of the self-edit" }).first()).toBeVisible();

  const before = await matrix(page).getByRole("row", { name: "nothing" }).textContent();
  await page.getByLabel("Remedy", { exact: true }).selectOption({ label: "Adapter each, router" });
  await start(page).click();
  await expect(bar(page)).toContainText("of 3 passages learned");
  await finished(page);
  // The same passages, asked of the same untouched model.
  expect(await matrix(page).getByRole("row", { name: "nothing" }).textContent()).toBe(before);
  await expect(kept(page)).toHaveCount(2);
  await expect(runs(page)).toContainText("Adapter each, router");
  await page.reload();
  await expect(kept(page)).toHaveCount(2);
  await runs(page)
    .getByRole("button", { name: /Open stream/ })
    .nth(1)
    .click();
  await expect(matrix(page).getByRole("cell", { name: /\/19/ })).toHaveCount(9);
  await page.getByRole("list", { name: "Edits in order" }).getByText("Passage 1").click();
  await page.getByRole("button", { name: "All settings" }).click();
  await looksRight(page, "stream");
});

test("a stream pauses, goes on, and is resumed from its log after a reload", async ({ page }) => {
  await visit(page);
  // Long enough not to be over while a busy machine has the test wait.
  await setShort(page, 4, 80);
  await start(page).click();
  await bar(page).getByRole("button", { name: "Pause" }).click();
  await expect(bar(page)).toContainText("Paused.");
  const cells = await matrix(page).getByText(/\/19/).count();
  await page.getByRole("link", { name: "Passages", exact: true }).click();
  await expect(page.getByText("“Forgetting” is using the model")).toBeVisible();
  await page.getByRole("link", { name: "Forgetting" }).click();
  // It waits, however long somebody looks at something else.
  expect(await matrix(page).getByText(/\/19/).count()).toBe(cells);
  await bar(page).getByRole("button", { name: "Continue" }).click();
  await expect.poll(() => storedEvents(page, "stepScored")).toBeGreaterThanOrEqual(1);
  const row = matrix(page).getByRole("row", { name: /^(passage )?1 / });
  const learned = await row.textContent();
  await page.reload();
  await expect(bar(page)).toContainText(/Unfinished stream.*[1-3] of 4 passages were learned/s);
  expect(await row.textContent()).toBe(learned);
  await bar(page).getByRole("button", { name: "Resume" }).click();
  await finished(page);
  expect(await row.textContent()).toBe(learned);
  await expect(matrix(page).getByRole("cell", { name: /\/19/ })).toHaveCount(14);
});

test("a stream is cancelled and discarded", async ({ page }) => {
  await visit(page);
  await setShort(page, 8, 400);
  await start(page).click();
  await expect(bar(page)).toContainText("Passage 1 of 8");
  await cancelAndDiscard(page, bar(page), "Cancelled. What was measured until then is kept");
  await expect(start(page)).toBeEnabled();
});

test("what a stream has merged becomes versions, one for each passage", async ({ page }) => {
  await visit(page);
  await setShort(page, 2, 20);
  await start(page).click();
  await finished(page);
  await page.getByRole("link", { name: "versions", exact: true }).click();
  for (const [limit, value] of [
    ["KL, nats a token", "50"],
    ["Perplexity, times", "500"],
    ["Lost canaries", "100"],
    ["False statements", "100"],
    ["Vague lines", "100"],
  ] as const) {
    await page.getByLabel(limit).fill(value);
  }
  await page.getByRole("textbox", { name: "Name" }).fill("Two passages");
  await page.getByRole("button", { name: "Keep these merges" }).click();
  await page.getByRole("button", { name: "Merge it", exact: true }).click();
  const versions = page.getByRole("list", { name: "Versions", exact: true });
  await expect(versions.getByRole("listitem").filter({ hasText: "Two passages" }).last()).toContainText(
    "in force",
    trained,
  );
  await expect(versions.getByText(/^Merge 1, /)).toBeVisible();
});
