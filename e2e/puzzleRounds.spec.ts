import { expect, type Page, test } from "@playwright/test";
import { looksRight, trained } from "./playground.ts";

/** Learning to choose how to train on puzzles, in rounds that are over quickly. */
async function visit(page: Page): Promise<void> {
  await page.goto("/#view=rounds");
  await expect(page.getByRole("button", { name: "Model: Embedded reader" })).toBeVisible();
  await page.getByLabel("Learn on").selectOption({ label: "Puzzles" });
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Can it learn to choose how to train?");
  await expect(page.getByRole("button", { name: "Model: Embedded grid model" })).toBeVisible();
}

async function setTiny(page: Page): Promise<void> {
  // With this seed the model asks for short trainings.
  await page.getByRole("textbox", { name: "Seed", exact: true }).fill("3");
  await page.getByRole("textbox", { name: "Rounds" }).fill("1");
  await page.getByRole("textbox", { name: "Puzzles a round" }).fill("1");
  await page.getByRole("textbox", { name: "Edits each", exact: true }).fill("2");
  // Something is trained whatever comes of the edits.
  await page.getByLabel("Kept edits", { exact: true }).selectOption({ label: "All (control)" });
  await page.getByRole("button", { name: "All settings" }).click();
  await page.getByRole("textbox", { name: "Held-out puzzles" }).fill("1");
  await page.getByRole("combobox", { name: "Views" }).selectOption("one");
  await page.getByRole("button", { name: "All settings" }).click();
}

const bar = (page: Page) => page.getByRole("region", { name: "Rounds", exact: true });
const start = (page: Page) => bar(page).getByRole("button", { name: "Start the rounds" });

async function finish(page: Page): Promise<void> {
  await start(page).click();
  await expect(start(page)).toBeEnabled(trained);
}

test("a writer learns from puzzles, and becomes a version of the grid model", async ({ page }) => {
  await visit(page);
  await setTiny(page);
  await finish(page);
  await page.getByRole("button", { name: "Show held-out accuracy as a table" }).click();
  const table = page.getByRole("table", { name: "Held-out accuracy by round" });
  await expect(table.getByRole("row", { name: "After round 1" })).toContainText(/\d\/1/);
  const habits = page.getByRole("table", { name: /how often each choice is made/ });
  // Every edit names a rate; of one puzzle's, none need assert a symmetry.
  await expect(habits.getByRole("rowheader", { name: "Learning rate" })).toBeVisible();
  await expect(habits.getByRole("row", { name: /^Of those that assert something, true/ })).toContainText(
    /%|–/,
  );

  const training = page.getByRole("list", { name: "Training puzzles" });
  await expect(training.getByText(/^Edit \d$/)).toHaveCount(2);
  await training.getByText("Edit 2").first().click();
  await expect(training.getByText(/olved after training on it · loss/)).toBeVisible();
  await expect(training.getByText(/"pair_symmetries"/)).toBeVisible();
  await training.locator("details").first().locator("summary").first().click();
  await expect(training.getByRole("img", { name: /^Demonstration 1, input/ })).toBeVisible();

  await looksRight(page, "puzzle-rounds");

  await page.getByRole("button", { name: "Keep this writer …" }).click();
  await page.getByRole("button", { name: "Keep this writer", exact: true }).click();
  await expect(page.getByText("Perplexity of other puzzles")).toBeVisible(trained);
  await page.getByRole("button", { name: /^Merge it/ }).click();
  const kept = page.getByRole("list", { name: "Versions", exact: true }).getByText("a writer’s update");
  await expect(kept).toBeVisible(trained);

  // The other task has rounds of its own.
  await page.getByRole("link", { name: "Learning to edit" }).click();
  await page.getByLabel("Learn on").selectOption({ label: "Passages" });
  await expect(page.getByRole("region", { name: "Replay" })).toContainText("Recorded");
  await expect(page.getByRole("button", { name: "Model: Embedded reader" })).toBeVisible();
  await page.getByLabel("Learn on").selectOption({ label: "Puzzles" });
  await expect(training.getByText(/^Edit \d$/)).toHaveCount(2);
});
