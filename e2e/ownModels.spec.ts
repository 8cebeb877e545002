import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";

test("of a folder with several models the one that is chosen by name is loaded", async ({ page }) => {
  const folder = mkdtempSync(join(tmpdir(), "run-"));
  try {
    for (const step of ["checkpoint-50", "checkpoint-100"]) {
      cpSync("test/fixtures/checkpoints/qwen3", join(folder, step), { recursive: true });
    }
    await page.goto("/");
    await expect(page.getByRole("button", { name: "Run all" })).toBeEnabled();
    await page.locator("header").getByRole("button").first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Model folder").setInputFiles(folder);
    const choice = dialog.getByRole("group", { name: "Several models are there. Which one?" });
    await expect(choice.getByRole("button")).toHaveText(["checkpoint-50", "checkpoint-100"].sort());
    await choice.getByRole("button", { name: "checkpoint-50" }).click();
    await expect(dialog.getByText("Your model is loaded.")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("button", { name: "Model: checkpoint-50" })).toBeVisible();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
