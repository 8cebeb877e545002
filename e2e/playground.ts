import { expect, type Locator, type Page } from "@playwright/test";

export const SMOLLM2 = "SmolLM2-135M-Instruct (Q4_1)";

/** A quick setup in the page's own link format: short notes, short answers, few steps. */
export const QUICK_LINK =
  "#v=1&task=knowledge&preset=default.1&example=orsvik&set.maxEditTokens=48&set.maxAnswerTokens=12&set.maxSteps=14" +
  "&set.learningRate=0.002";

export async function loadSmolLm2(page: Page): Promise<void> {
  await chooseModel(page, SMOLLM2);
}

/** Loads a model through the model dialog, whatever is loaded already. */
export async function chooseModel(page: Page, name: string): Promise<void> {
  await page.locator("header").getByRole("button").first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: `Load ${name}`, exact: true }).click();
  await expect(dialog.getByRole("listitem", { name }).getByText("Loaded")).toBeVisible({ timeout: 120_000 });
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Run all" })).toBeEnabled();
}

/** A station's section on the page. */
export function station(page: Page, name: string): Locator {
  return page.getByRole("region", { name });
}

/** Right answers of a condition, from the accuracy table of the Reward station. */
export async function tally(page: Page, condition: string): Promise<{ correct: number; total: number }> {
  const row = page
    .getByRole("table", { name: "Accuracy of each condition" })
    .getByRole("row", { name: condition });
  const [correct = Number.NaN, total = Number.NaN] = (await row.getByRole("cell").first().innerText())
    .split("/")
    .map(Number);
  return { correct, total };
}

/** Waits for the end of a run and opens the accuracies as a table. */
export async function finishedTable(page: Page, timeout: number): Promise<void> {
  await page.getByRole("button", { name: "Show accuracy as a table" }).click({ timeout });
  await expect(page.getByRole("button", { name: "Run all" })).toBeEnabled({ timeout });
}
