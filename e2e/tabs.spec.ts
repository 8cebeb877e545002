import { expect, type Page, test } from "@playwright/test";
import { setTinyRounds } from "./playground.ts";

const rounds = (page: Page) => page.getByRole("region", { name: "Rounds", exact: true });
const tried = /[1-9]\d* of \d+ edits tried/;

/** A tab that is closed is gone from the screen at once; the browser takes its locks back after that. */
const isLetGo = (page: Page) =>
  expect
    .poll(() => page.evaluate(async () => (await navigator.locks.query()).held?.map(({ name }) => name)))
    .not.toContainEqual(expect.stringContaining("/run/"));

/** A run belongs to the tab that it goes on in, until that tab is gone. */
test("rounds that go on in one tab are neither ended nor resumed by another, but are when it is closed", async ({
  page,
  context,
}) => {
  await page.goto("/#view=rounds");
  await expect(page.getByRole("button", { name: "Model: Embedded reader" })).toBeVisible();
  await setTinyRounds(page, 12, 60);
  await rounds(page).getByRole("button", { name: "Start the rounds" }).click();
  await expect(rounds(page)).toContainText(tried);
  await rounds(page).getByRole("button", { name: "Pause" }).click();
  await expect(rounds(page)).toContainText("Paused.");

  const other = await context.newPage();
  await other.goto("/#view=rounds");
  const resume = rounds(other).getByRole("button", { name: "Resume" });
  await expect(resume).toBeEnabled();
  await resume.click();
  const messages = other.getByRole("list", { name: "Messages" });
  await expect(messages).toContainText("This run of rounds is going on in another tab.");
  await rounds(other).getByRole("button", { name: "Discard" }).click();
  await expect(messages.getByText("going on in another tab")).toHaveCount(1);

  await rounds(page).getByRole("button", { name: "Continue" }).click();
  await rounds(page).getByRole("button", { name: "Pause" }).click();
  await expect(rounds(page)).toContainText("Paused.");
  await page.close();
  await isLetGo(other);
  await resume.click();
  await expect(rounds(other)).toContainText(tried);
  await rounds(other).getByRole("button", { name: "Cancel" }).click();
});

test("a run of one edit that goes on in one tab is not told as interrupted in another", async ({
  page,
  context,
}) => {
  await page.goto("/");
  await page.getByRole("button", { name: "Step by step" }).click();
  await expect(page.getByRole("button", { name: "Continue", exact: true })).toBeEnabled();
  const other = await context.newPage();
  await other.goto("/");
  const runs = other.getByRole("region", { name: "Runs" });
  await expect(runs.getByRole("row")).toHaveCount(2);
  await expect(runs).not.toContainText(/failed|interrupted/i);
  await page.close();
  await other.reload();
  await expect(runs).toContainText("failed");
  await other.getByRole("link", { name: "Versions" }).click();
  const said = other.getByRole("list", { name: "Messages" }).getByRole("listitem");
  await expect(said).toContainText("The page was closed while the run");
  await said.getByRole("button", { name: "Show it" }).click();
  await expect(other.getByText("What it had done is kept, and it can be resumed.")).toBeVisible();
});
