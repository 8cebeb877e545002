import { expect, type Page, test } from "@playwright/test";
import { FIRST_RECIPE, recipeName } from "../src/tasks/knowledge/page/world/recipe.ts";
import {
  chooseModel,
  finishedTable,
  looksRight,
  openRecipe,
  openSettings,
  SMOLLM2,
  station,
  storedEvents,
  tally,
  trained,
  trainFor,
} from "./playground.ts";

/** The page as a first visitor finds it: the model that comes with it has loaded by itself and was asked. */
async function visit(page: Page): Promise<void> {
  await page.goto("/");
  await expect(page.getByRole("button", { name: "Model: Embedded reader" })).toBeVisible();
  await expect(questions(page).getByText("It says:")).toHaveCount(19);
}

const questions = (page: Page) => page.getByRole("list", { name: "Questions" });
const passageText = (page: Page) => page.getByRole("textbox", { name: "Text of the passage" });

test("opens with wrong answers, and one click makes accuracy rise", async ({ page }) => {
  await visit(page);
  await expect(page.getByText("Not timed on this machine yet.")).toBeVisible();
  await expect(station(page, "Read")).toContainText(/[0-3] of 19 right before/);
  const wrong = await questions(page).getByText("Wrong").count();
  expect(wrong).toBeGreaterThanOrEqual(9);
  for (const depth of ["direct", "reversed", "two-hop"]) {
    await expect(questions(page).getByText(depth, { exact: true }).first()).toBeVisible();
  }
  await page.getByRole("button", { name: "Run all" }).click();
  await expect(station(page, "Reward").getByText(/Reward \d/)).toBeVisible(trained);
  // The run was followed to what came of it, whatever is drawn after its end.
  await expect
    .poll(() =>
      station(page, "Reward").evaluate((element) => element.getBoundingClientRect().top / innerHeight),
    )
    .toBeLessThan(0.4);
  await finishedTable(page);
  const before = await tally(page, "Untouched");
  const after = await tally(page, "Self-edit");
  expect(after.correct).toBeGreaterThan(before.correct);
  expect((await tally(page, "Perfect notes")).total).toBe(19);
  expect((await tally(page, "Another's notes")).total).toBe(19);
  const notes = page.getByRole("list", { name: "Pieces of the self-edit" });
  await expect(notes.getByText("true", { exact: true }).first()).toBeVisible();
  await expect(station(page, "Write self-edit")).toContainText(/\d+ true/);
  await expect(page.getByRole("table", { name: "Right answers by depth of the question" })).toBeVisible();
  await expect(page.getByText(/^About \d.* on this machine, by earlier runs$/)).toBeVisible();
});

test("over ten fixed passages the model's own notes raise the mean accuracy by 20 points or more", async ({
  page,
}) => {
  const sum = { before: 0, after: 0, total: 0 };
  await visit(page);
  for (let seed = 101; seed <= 110; seed++) {
    const before = await passageText(page).inputValue();
    // Half as long as the page trains by itself, which is enough, and nothing beside it.
    const example = recipeName({ ...FIRST_RECIPE, seed });
    const link = `#v=2&task=knowledge&preset=reader.2&example=${example}&compare=&set.maxSteps=30`;
    await page.evaluate((hash) => {
      location.hash = hash;
    }, link);
    await expect(passageText(page)).not.toHaveValue(before);
    await expect(questions(page).getByText("It says:")).toHaveCount(19);
    await page.getByRole("button", { name: "Run all" }).click();
    await expect.poll(() => storedEvents(page, "finished"), trained).toBe(seed - 100);
    await finishedTable(page);
    const after = await tally(page, "Self-edit");
    sum.before += (await tally(page, "Untouched")).correct;
    sum.after += after.correct;
    sum.total += after.total;
  }
  expect(sum.total).toBe(190);
  expect((sum.after - sum.before) / sum.total).toBeGreaterThanOrEqual(0.2);
});

test("the same seed and difficulty make the same passage, here and after a reload", async ({ page }) => {
  await visit(page);
  const first = await passageText(page).inputValue();
  await page.getByRole("button", { name: "New passage" }).click();
  await expect(passageText(page)).not.toHaveValue(first);
  await openRecipe(page);
  await page.getByLabel("Passage seed").fill("1");
  await page.getByLabel("Passage seed").press("Enter");
  await expect(passageText(page)).toHaveValue(first);
  await page.getByLabel("People").selectOption("2");
  await expect(passageText(page)).not.toHaveValue(first);
  await expect(questions(page).getByText("It says:")).toHaveCount(14);
  const two = await passageText(page).inputValue();
  await page.reload();
  await expect(passageText(page)).toHaveValue(two);
  await expect(page.getByLabel("People")).toHaveValue("2");
});

test("a passage is made from one's own people and facts", async ({ page }) => {
  await visit(page);
  await openRecipe(page);
  await page.getByRole("button", { name: "Your own people and facts" }).click();
  const facts = page.getByRole("list", { name: "Your facts" });
  await expect(facts.getByRole("listitem")).toHaveCount(8);
  for (let i = 8; i > 1; i--) await page.getByRole("button", { name: `Delete fact ${i}` }).click();
  await page.getByLabel("Person of fact 1").fill("Zoë");
  await page.getByLabel("Kind of fact 1").selectOption({ label: "plays the" });
  await page.getByLabel("Value of fact 1").fill("kazoo");
  await expect(page.getByRole("button", { name: "Make the passage" })).toBeDisabled();
  await expect(facts).toContainText("kazoo");
  await page.getByLabel("Value of fact 1").fill("cello");
  await page.getByRole("button", { name: "Make the passage" }).click();
  await expect(passageText(page)).toHaveValue(/Zoë .*cello\./);
  await expect(questions(page).getByRole("listitem")).toHaveCount(2);
  await expect(questions(page).getByText("two-hop", { exact: true })).toBeVisible();
});

test("what it cannot read is underlined with the reason, and another model keeps the text", async ({
  page,
}) => {
  await visit(page);
  const text = "Zoë plays the cello. The newt hunts at night in the cold streams of the valley.";
  await passageText(page).fill(text);
  await expect(page.locator("mark")).toHaveText("The newt hunts at night in the cold streams of the valley.");
  await expect(station(page, "Read")).toContainText("no sentence of its world");
  await page.getByLabel("Question 1", { exact: true }).fill("Why is the sky blue?");
  await expect(station(page, "Read")).toContainText("knows no question of this form");
  await chooseModel(page, SMOLLM2);
  await expect(passageText(page)).toHaveValue(text);
  await expect(page.locator("mark")).toHaveCount(0);
  await expect(station(page, "Read").getByRole("status")).toContainText("reads any text");
  await page.getByRole("button", { name: "Back to Embedded reader" }).click();
  await expect(page.locator("mark")).toHaveCount(1);
  await expect(passageText(page)).toHaveValue(text);
});

test("two edits are written, trained with the same steps and compared; it looks right wide and narrow, light and dark", async ({
  page,
}) => {
  await page.setViewportSize({ width: 360, height: 800 });
  await visit(page);
  await trainFor(page, 20);
  await openSettings(page);
  await page.getByRole("textbox", { name: "Edits" }).fill("2");
  await page.getByRole("button", { name: "Run all" }).click();
  await expect(station(page, "Reward").getByText(/Reward \d/)).toBeVisible(trained);
  await finishedTable(page);
  const cards = page.getByRole("list", { name: "Self-edits compared" });
  for (const name of ["Edit 1", "Edit 2"]) {
    await expect(cards.getByRole("listitem", { name, exact: true })).toContainText(/\d+\/19 right after it/);
  }
  expect((await tally(page, "Self-edit 2")).total).toBe(19);
  await expect(station(page, "Reward")).toContainText(
    "Every trained row had the same number of optimiser steps",
  );

  await openRecipe(page);
  await page.getByRole("button", { name: "Your own people and facts" }).click();
  await expect(page.getByRole("list", { name: "Your facts" }).getByRole("listitem")).toHaveCount(8);
  await passageText(page).fill("Zoë plays the cello. It rains.");
  await expect(page.locator("mark")).toHaveCount(1);
  await looksRight(page, "edit", 360);
});
