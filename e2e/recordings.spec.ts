import { expect, test } from "@playwright/test";
import { findNothing, trained } from "./playground.ts";

/** Views of which nothing is kept yet, and what their recording is called. */
const VIEWS = [
  ["rounds", "Rewarded for right answers"],
  ["stream", "Eight passages, nothing done"],
  ["versions", "A wrong fact, planted"],
  ["puzzles", "Eight fresh puzzles"],
] as const;

for (const [view, title] of VIEWS) {
  test(`${view} opens on its recording, and arrows go from part to part`, async ({ page }) => {
    await page.goto(`/#view=${view}`);
    const replay = page.getByRole("region", { name: "Replay" });
    await expect(replay).toContainText("Recorded");
    await expect(replay).toContainText(title);
    const position = replay.getByRole("slider", { name: "Position in the run" });
    const before = Number(await position.inputValue());
    await position.focus();
    await page.keyboard.press("ArrowLeft");
    await expect.poll(async () => Number(await position.inputValue())).toBeLessThan(before);
    await page.keyboard.press("ArrowRight");
    await expect(position).toHaveValue(String(before));
    await expect(replay.getByRole("button", { name: "Run it live" })).toBeVisible();
  });
}

test("what was recorded is run live: a wrong fact is planted here", async ({ page }) => {
  await page.goto("/#view=versions");
  await expect(page.getByRole("region", { name: "Replay" })).toContainText("Recorded");
  await findNothing(page);
  await page.getByRole("region", { name: "Replay" }).getByRole("button", { name: "Run it live" }).click();
  await expect(page.getByRole("region", { name: "Replay" })).toHaveCount(0);
  await expect(page.getByRole("heading", { name: "Trained, not kept yet" })).toBeVisible(trained);
});
