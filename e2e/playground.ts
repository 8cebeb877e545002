import AxeBuilder from "@axe-core/playwright";
import { expect, type Locator, type Page } from "@playwright/test";
import { readStorage } from "../test/fixtures/stored/browserStorage.ts";

export const SMOLLM2 = "SmolLM2-135M-Instruct (Q4_1)";

/** What is computed has this long on a busy machine; whatever else is waited for comes sooner (playwright.config.ts). */
export const trained = { timeout: 600_000 };

/** A setup in the page's own link format that a 135M model gets through quickly: short notes and answers, few steps. */
export const QUICK_LINK =
  "#v=1&task=knowledge&preset=default.1&set.format=sentence-questions&set.maxEditTokens=32&set.maxAnswerTokens=8" +
  "&set.maxSteps=12&set.learningRate=0.002";

const INN = {
  title: "The Blue Kettle",
  text: "The Blue Kettle is an inn on Fenn Road. Tamsin Orrel opened it in 1832. It is known for its walnut bread.",
  questions: [
    { question: "On which road is the Blue Kettle?", answer: "Fenn Road" },
    { question: "Who opened the Blue Kettle?", answer: "Tamsin Orrel" },
    { question: "When was the Blue Kettle opened?", answer: "1832" },
  ],
};

/** A passage of three sentences, brought in as people bring their own: as a file. */
export async function importInn(page: Page): Promise<void> {
  const buffer = Buffer.from(JSON.stringify([INN]));
  await page
    .getByLabel("SQuAD JSON file")
    .setInputFiles({ name: "inn.json", mimeType: "application/json", buffer });
  await expect(page.getByRole("combobox", { name: "Passage" }).locator("option:checked")).toContainText(
    INN.title,
  );
}

export async function loadSmolLm2(page: Page): Promise<void> {
  await chooseModel(page, SMOLLM2);
}

/** Loads a model through the model dialog, whatever is loaded already. */
export async function chooseModel(page: Page, name: string): Promise<void> {
  await page.locator("header").getByRole("button").first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: `Load ${name}`, exact: true }).click();
  await expect(dialog.getByRole("listitem", { name }).getByText("Loaded")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Run all" })).toBeEnabled();
}

/** Unfolds what a single edit is set to. */
export async function openSettings(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Settings/ }).click();
  await expect(page.getByRole("button", { name: /^Advanced settings/ })).toBeVisible();
}

/** How long every condition of a single edit is trained, where what comes of it does not matter. */
export async function trainFor(page: Page, steps: number): Promise<void> {
  await openSettings(page);
  await page.getByRole("button", { name: "Advanced settings" }).click();
  const field = page.getByRole("textbox", { name: "Most steps" });
  await field.fill(String(steps));
  await field.press("Tab");
  await page.getByRole("button", { name: /^Settings/ }).click();
}

/** Unfolds what a passage of the invented world is made of. */
export async function openRecipe(page: Page): Promise<void> {
  await page.getByText("How it is made, and your own facts").click();
}

/** Rounds on passages that are over quickly. */
export async function setTinyRounds(page: Page, passages: number, steps: number): Promise<void> {
  await page.getByRole("textbox", { name: "Rounds" }).fill("1");
  await page.getByRole("textbox", { name: "Passages a round" }).fill(String(passages));
  await page.getByRole("textbox", { name: "Edits each", exact: true }).fill("2");
  await page.getByRole("button", { name: "All settings" }).click();
  await page.getByRole("textbox", { name: "Held-out passages" }).fill("2");
  await page.getByRole("textbox", { name: "Most steps" }).fill(String(steps));
  await page.getByRole("button", { name: "All settings" }).click();
}

/** Ends a long run before its time, and leaves nothing of it. @param bar of its view @param kept what is said meanwhile */
export async function cancelAndDiscard(page: Page, bar: Locator, kept: string): Promise<void> {
  await bar.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText(kept)).toBeVisible();
  await bar.getByRole("button", { name: "Discard" }).click();
  await expect(page.getByText("Nothing has been run yet.")).toBeVisible();
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
  const [correct = Number.NaN, total = Number.NaN] = (
    (await row.getByRole("cell").first().textContent()) ?? ""
  )
    .split("/")
    .map(Number);
  return { correct, total };
}

/** Waits for the end of a run and opens the accuracies as a table, where they are not shown as one already. */
export async function finishedTable(page: Page): Promise<void> {
  const table = page.getByRole("table", { name: "Accuracy of each condition" });
  const asTable = page.getByRole("button", { name: "Show accuracy as a table" });
  await expect(table.or(asTable).first()).toBeVisible(trained);
  if (await asTable.isVisible()) await asTable.click();
  await expect(page.getByRole("button", { name: "Run all" })).toBeEnabled(trained);
}

/** How many events of a type the logs in the browser's database hold by now: what a reload would go on from. */
export async function storedEvents(page: Page, type: string): Promise<number> {
  const { documents } = await readStorage(page);
  return JSON.stringify(documents).split(`"type":"${type}"`).length - 1;
}

/** Nothing for axe to find. @param rules of its rules these alone, by id */
export async function findNothing(page: Page, rules?: string[]): Promise<void> {
  // What the other mode is for, frames of other sites, the page has none of; it takes twice as long.
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  const { violations } = await (rules ? axe.withRules(rules) : axe).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}

/**
 * What is on screen, wide and narrow, light and dark: nothing for axe to find, nothing wider than the window.
 *
 * @param name of the pictures of it, which are taken where SHOTS names a folder for them
 */
export async function looksRight(page: Page, name: string, narrow = 390): Promise<void> {
  for (const [colorScheme, width] of [
    ["dark", narrow],
    ["light", narrow],
    ["light", 1280],
    ["dark", 1280],
  ] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.setViewportSize({ width, height: 800 });
    // Between light and dark nothing changes but colours.
    await findNothing(page, colorScheme === "dark" ? ["color-contrast"] : undefined);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    if (process.env.SHOTS) {
      const path = `${process.env.SHOTS}/${name}-${colorScheme}-${width}.png`;
      await page.screenshot({ path, fullPage: true });
    }
  }
}
