import { expect, type Page, test } from "@playwright/test";
import { cancelAndDiscard, looksRight, setTinyRounds, storedEvents, trained } from "./playground.ts";

/** Learning to edit on the model that comes with the page, in rounds that are over quickly. */
async function visit(page: Page): Promise<void> {
  await page.goto("/#view=rounds");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Can it learn to write better notes?");
  await expect(page.getByRole("button", { name: "Model: Embedded reader" })).toBeVisible();
}

const bar = (page: Page) => page.getByRole("region", { name: "Rounds", exact: true });
const start = (page: Page) => bar(page).getByRole("button", { name: "Start the rounds" });
const heldOut = (page: Page) => page.getByRole("region", { name: "Held-out accuracy" });

async function finished(page: Page): Promise<void> {
  await expect(start(page)).toBeEnabled(trained);
}

test("rounds run to the end, every edit's text and loss is a click away, and it looks right wide and narrow, light and dark", async ({
  page,
}) => {
  await visit(page);
  await setTinyRounds(page, 2, 4);
  await start(page).click();
  await finished(page);
  await heldOut(page).getByRole("button", { name: "Show held-out accuracy as a table" }).click();
  const table = page.getByRole("table", { name: "Held-out accuracy by round" });
  await expect(table.getByRole("row")).toHaveCount(3);
  await expect(table.getByRole("row", { name: "After round 1" })).toContainText(/\d+\/38/);
  await expect(page.getByRole("table", { name: /share of lines by kind/ }).getByRole("row")).toHaveCount(3);
  const training = page.getByRole("list", { name: "Training passages" });
  await expect(training.getByText(/^Edit \d$/)).toHaveCount(4);
  await training.getByText("Edit 2").first().click();
  await expect(training.getByText(/right after training on it · loss \d/)).toBeVisible();
  await expect(training.getByRole("list", { name: "Pieces of the self-edit" })).toBeVisible();
  await page.getByRole("button", { name: "All settings" }).click();
  await looksRight(page, "rounds");
});

test("rounds pause, go on, and are resumed after a reload; a control stands beside them", async ({
  page,
}) => {
  await visit(page);
  // Long enough not to be over while a busy machine has the test wait.
  await setTinyRounds(page, 8, 20);
  await start(page).click();
  await expect(bar(page)).toContainText(/[1-9]\d* of \d+ edits tried/);
  await bar(page).getByRole("button", { name: "Pause" }).click();
  await expect(bar(page)).toContainText("Paused.");
  const paused = await bar(page)
    .getByText(/edits tried/)
    .textContent();
  await page.getByRole("link", { name: "Passages", exact: true }).click();
  await expect(page.getByText("“Learning to edit” is using the model")).toBeVisible();
  await expect(page.getByRole("button", { name: "Run all" })).toBeDisabled();
  await page.getByRole("link", { name: "Learning to edit" }).click();
  // They wait, however long somebody looks at something else.
  expect(
    await bar(page)
      .getByText(/edits tried/)
      .textContent(),
  ).toBe(paused);

  await bar(page).getByRole("button", { name: "Continue" }).click();
  await expect.poll(() => storedEvents(page, "editRewarded")).toBeGreaterThanOrEqual(3);
  await page.reload();
  await expect(bar(page)).toContainText("Unfinished rounds");
  await expect(bar(page).getByText(/edits were tried and are kept/)).toHaveText(/^([3-9]|1\d) of 20 /);
  await bar(page).getByRole("button", { name: "Resume" }).click();
  await finished(page);

  // What is compared with them need not be as long.
  await setTinyRounds(page, 2, 4);
  await page.getByLabel("Reward", { exact: true }).selectOption({ label: "Random (control)" });
  await start(page).click();
  await finished(page);
  const runs = page.getByRole("table", { name: "Held-out accuracy of all rounds that were run here" });
  await expect(runs.getByRole("button", { name: /^Delete / })).toHaveCount(2);
  await expect(runs).toContainText("random (control)");
  await expect(page.getByRole("region", { name: "Is it the reward?" })).toContainText(
    "A rise that these also give is not reinforcement learning.",
  );
});

test("the writer of rounds becomes a version, and the rounds a file that is shown as a recording", async ({
  page,
}) => {
  await visit(page);
  await setTinyRounds(page, 2, 4);
  // Something is trained whatever comes of the edits.
  await page.getByLabel("Kept edits", { exact: true }).selectOption({ label: "All (control)" });
  await start(page).click();
  await finished(page);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: /^Export / }).click();
  const file = await (await download).path();

  await page.getByRole("button", { name: "Keep this writer …" }).click();
  await page.getByRole("button", { name: "Keep this writer", exact: true }).click();
  const kept = page.getByRole("list", { name: "Versions", exact: true }).getByText("a writer’s update");
  await page.getByRole("button", { name: /^Merge it/ }).click();
  await expect(kept).toBeVisible(trained);

  await page.getByRole("link", { name: "Learning to edit" }).click();
  await page.getByRole("button", { name: /^Delete / }).click();
  await expect(page.getByText("Nothing has been run yet.")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  const own = page.getByRole("row").filter({ has: page.getByRole("button", { name: /^Delete / }) });
  await own.getByRole("button", { name: /^Open rounds / }).click();
  await expect(page.getByRole("button", { name: "Keep this writer …" })).toBeVisible();
  await page.getByRole("button", { name: /^Delete / }).click();
  await expect(page.getByText("Nothing has been run yet.")).toBeVisible();
  await page.getByLabel("File of rounds").setInputFiles(file);
  await expect(page.getByText("A recording: these rounds were run elsewhere and imported.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Keep this writer …" })).toHaveCount(0);
});

test("a small model's rounds are spread over the processors; cancelled and discarded, nothing of them goes on", async ({
  page,
}) => {
  await visit(page);
  const engines = () => page.workers().filter((worker) => worker.url().includes("engine.worker")).length;
  const alone = engines();
  const processors = await page.evaluate(() => navigator.hardwareConcurrency);
  await setTinyRounds(page, 12, 60);
  await start(page).click();
  await expect.poll(engines).toBe(alone + (processors > 1 ? Math.min(processors, 4) : 0));
  await expect(bar(page)).toContainText(/[1-9]\d* of \d+ edits tried/);
  await cancelAndDiscard(page, bar(page), "Cancelled. What was done until then is kept");
  await expect(start(page)).toBeEnabled();
  await expect.poll(engines).toBe(alone);
});
