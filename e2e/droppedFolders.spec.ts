import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, type Locator, type Page, test } from "@playwright/test";

/** Folders of a disk, dropped as a hand does it: what a script makes for a drop (`DataTransfer`) can hold files only. */

let parent: string;
test.beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "dropped-"));
});
test.afterEach(() => rmSync(parent, { recursive: true, force: true }));

async function drop(page: Page, folder: string, target: Locator): Promise<void> {
  await target.scrollIntoViewIfNeeded();
  const box = await target.boundingBox();
  if (!box) throw new Error("The target of the drop is not on screen.");
  const devtools = await page.context().newCDPSession(page);
  for (const type of ["dragEnter", "dragOver", "drop"] as const) {
    await devtools.send("Input.dispatchDragEvent", {
      type,
      x: box.x + box.width / 2,
      y: box.y + box.height / 2,
      data: { items: [], files: [folder], dragOperationsMask: 1 },
    });
  }
  await devtools.detach();
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

test("of a trainer's folder the final model is loaded, not the checkpoint within", async ({ page }) => {
  const folder = join(parent, "my-run");
  for (const place of [folder, join(folder, "checkpoint-50")]) {
    cpSync("test/fixtures/checkpoints/qwen3", place, { recursive: true });
  }
  // Whoever takes this one for the model cannot load it.
  writeFileSync(join(folder, "checkpoint-50", "model.safetensors"), "unfinished");
  write(join(folder, "runs", "events.out.tfevents.1"), "0");
  write(join(folder, ".git", "model.safetensors"), "0");

  await page.goto("/");
  await expect(page.getByRole("button", { name: "Run all" })).toBeEnabled();
  await page.locator("header").getByRole("button").first().click();
  const dialog = page.getByRole("dialog");
  await drop(page, folder, dialog.getByRole("region", { name: "Your own model" }));
  await expect(dialog.getByText("Your model is loaded.")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Model: my-run" })).toBeVisible();
});

test("a folder of puzzles in folders is read as one set", async ({ page }) => {
  const pair = (colour: number) => ({ input: [[colour, 0]], output: [[0, colour]] });
  const folder = join(parent, "corpus");
  for (const [concept, colour] of [
    ["AboveBelow", 1],
    ["Order", 4],
  ] as const) {
    for (const number of [1, 2, 10]) {
      const task = { train: [pair(colour), pair(colour + 1)], test: [pair(colour + 2)] };
      write(join(folder, concept, `${concept}${number}.json`), JSON.stringify(task));
    }
  }
  write(join(folder, "README.md"), "# Concepts");
  write(join(folder, "Order", "Order3.json"), "{");

  await page.goto("/#view=puzzles");
  await expect(page.getByRole("button", { name: "Run all" })).toBeEnabled();
  await drop(page, folder, page.getByRole("region", { name: "Other puzzles" }));
  const read = page.getByRole("region", { name: "Puzzles of 7 files" });
  await expect(read.getByRole("status")).toHaveText("7 files: 6 puzzles");
  for (const name of ["AboveBelow1", "AboveBelow10", "Order2"]) {
    await expect(read.getByRole("button", { name, exact: true })).toBeVisible();
  }
  await read.getByText("1 task could not be read").click();
  await expect(read.getByText("“Order3” cannot be read")).toBeVisible();

  // A folder without any puzzle does not end in silence.
  mkdirSync(join(parent, "empty"));
  await drop(page, join(parent, "empty"), page.getByRole("region", { name: "Other puzzles" }));
  await expect(page.getByText("There is no file in it.")).toBeVisible();
});
