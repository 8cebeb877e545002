import { expect, test } from "@playwright/test";
import { finishedTable, importInn, loadSmolLm2, QUICK_LINK, station, tally, trained } from "./playground.ts";

// SmolLM2-135M-Instruct in the tab, on WebAssembly: slow without a GPU, so one page carries the story.

test("a real language model reads, writes notes, trains on them and is asked again", async ({ page }) => {
  await page.goto(`/${QUICK_LINK}`);
  await importInn(page);
  await loadSmolLm2(page);
  await page.getByRole("button", { name: "Step by step" }).click();

  // Read: asked closed book and with the passage; nothing it says closed book can be known.
  await page.getByRole("button", { name: "Continue: write the notes" }).click();

  // Write: the model's own notes are there; they are then corrected by hand.
  const write = station(page, "Write self-edit");
  await expect(page.getByRole("button", { name: "Continue: train on these notes" })).toBeVisible(trained);
  await write.getByText("Everything it wrote").click();
  expect(((await write.locator("pre").last().textContent()) ?? "").length).toBeGreaterThan(10);
  await write
    .getByRole("textbox", { name: "Question of piece 1", exact: true })
    .fill("Who opened the Blue Kettle?");
  await write.getByRole("textbox", { name: "Answer of piece 1", exact: true }).fill("Tamsin Orrel");
  while ((await write.getByRole("button", { name: "Delete piece 2", exact: true }).count()) > 0) {
    await write.getByRole("button", { name: "Delete piece 2", exact: true }).click();
  }
  await page.getByRole("button", { name: "Continue: train on these notes" }).click();

  // Fine-tune: the same number of steps for both adapters, with a falling loss.
  await page.getByRole("button", { name: "Continue: test again" }).click();
  await station(page, "Fine-tune").getByRole("button", { name: "Show loss as a table" }).click();
  await page.getByRole("button", { name: "Continue: the reward" }).click();

  await finishedTable(page);
  const untouched = await tally(page, "Untouched");
  const passageOnly = await tally(page, "Passage only");
  const selfEdit = await tally(page, "Self-edit");
  expect(untouched).toEqual({ correct: 0, total: 3 });
  expect(passageOnly.total).toBe(3);
  expect(selfEdit.correct).toBeGreaterThanOrEqual(1);
  await expect(station(page, "Reward")).toContainText("same number of optimiser steps");
  await expect(station(page, "Write self-edit")).toContainText("You changed these notes.");

  // The run outlives the page.
  await page.reload();
  await page.getByRole("button", { name: /^Open run/ }).click();
  await expect(station(page, "Test")).toContainText(`${selfEdit.correct} of 3 after`);
});
