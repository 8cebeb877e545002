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

test("a recording from elsewhere is fetched when asked for, and a site that never answers is cancelled", async ({
  page,
}) => {
  const asked: string[] = [];
  await page.route("https://runs.example/**", async (route) => {
    const url = route.request().url();
    asked.push(url);
    const headers = { "Access-Control-Allow-Origin": "*" };
    if (!url.includes("never")) await route.fulfill({ path: "public/recorded/stream.json", headers });
  });
  const open = async (file: string) => {
    await page.goto(`/#v=2&view=stream&recording=${encodeURIComponent(`https://runs.example/${file}`)}`);
    await expect(page.getByText("Nothing has been fetched yet.")).toBeVisible();
    await page.getByRole("button", { name: "Fetch and show it" }).click();
  };
  const messages = page.getByRole("list", { name: "Messages" });

  await open("never.json");
  await expect(messages).toContainText("The recorded run is fetched from runs.example.");
  await expect.poll(() => asked).toHaveLength(1);
  await messages.getByRole("button", { name: "Cancel" }).click();
  await expect(messages).toHaveCount(0);

  await open("run.json");
  await expect(messages).toContainText(/A recorded run of [\d,]+ kB from runs\.example\./);
  await expect(messages.getByRole("button", { name: "Cancel" })).toHaveCount(0);
  expect(asked.map((url) => new URL(url).pathname)).toEqual(["/never.json", "/run.json"]);
});
