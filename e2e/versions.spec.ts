import { expect, type Page, test } from "@playwright/test";
import { findNothing, finishedTable, trained, trainFor } from "./playground.ts";

const tree = (page: Page) => page.getByRole("list", { name: "Versions", exact: true });
const version = (page: Page, name: string) =>
  tree(page).getByRole("listitem").filter({ hasText: name }).last();
const limits = (page: Page) => page.getByRole("region", { name: "What you accept at most" });

/** While there are none of one's own: beneath the recording that the view opens on. */
async function openVersions(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Versions" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("What has it become, and can it go back?");
  await page.getByRole("button", { name: "Close this run" }).click();
  await expect(tree(page)).toBeVisible();
}

test("an adapter of a run is vetoed, kept, found after a reload, exported, imported and rolled back", async ({
  page,
}) => {
  await page.goto("/");
  await trainFor(page, 30);
  await page.getByRole("button", { name: "Run all" }).click();
  await finishedTable(page);
  await page.getByRole("link", { name: "Keep this adapter" }).click();
  await expect(tree(page)).toBeVisible();

  await limits(page).getByLabel("KL, nats a token").fill("0.001");
  await page.getByRole("textbox", { name: "Name" }).fill("My first version");
  const keep = page.getByRole("button", { name: "Keep this adapter" });
  await keep.click();
  await expect(page.getByRole("alert")).toContainText("Vetoed: it is not merged.", trained);
  await expect(page.getByRole("alert")).toContainText("more than the limit of 0.001");
  await expect(tree(page).getByRole("listitem")).toHaveCount(1);
  await findNothing(page);

  await limits(page).getByLabel("KL, nats a token").fill("50");
  await limits(page).getByLabel("Perplexity, times").fill("500");
  await limits(page).getByLabel("Lost canaries").fill("100");
  await limits(page).getByLabel("False statements").fill("100");
  await limits(page).getByLabel("Vague lines").fill("100");
  await keep.click();
  // It is shown before it is merged.
  await expect(page.getByText("Within your limits. Nothing is merged yet.")).toBeVisible(trained);
  await expect(tree(page).getByRole("listitem")).toHaveCount(1);
  await findNothing(page);
  await page.getByRole("button", { name: "Merge it", exact: true }).click();
  await expect(version(page, "My first version")).toContainText("in force");
  await expect(version(page, "My first version")).toContainText(/\d+\/19 before, \d+\/19 after/);
  await expect(version(page, "My first version")).toContainText("nats a token");

  const files: { name: string; mimeType: string; buffer: Buffer }[] = [];
  page.on("download", async (download) => {
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(Buffer.from(chunk));
    files.push({
      name: download.suggestedFilename(),
      mimeType: "application/octet-stream",
      buffer: Buffer.concat(chunks),
    });
  });
  await page.getByRole("button", { name: "Export My first version as a PEFT adapter" }).click();
  await expect
    .poll(() => files.map(({ name }) => name).sort())
    .toEqual(["adapter_config.json", "adapter_model.safetensors"]);

  await page.reload();
  await expect(version(page, "My first version")).toContainText("in force");
  const weights = /weights [0-9a-f]{8}/.exec(
    (await version(page, "My first version").textContent()) ?? "",
  )![0];
  await page.getByLabel("Adapter files").setInputFiles(files);
  await expect(version(page, "Imported adapter")).toContainText(weights);
  await page.getByRole("button", { name: "Roll back to the untouched model" }).click();
  await expect(version(page, "Imported adapter")).not.toContainText("in force");
  await page.getByRole("button", { name: "Delete Imported adapter" }).click();
  await expect(tree(page).getByText("Imported adapter")).toHaveCount(0);
  await findNothing(page);
});

async function watchHowItWasTaught(page: Page, title: string) {
  await page.getByRole("button", { name: "Watch how it was taught" }).click();
  await expect(page.getByRole("region", { name: "Replay" })).toContainText(title, trained);
  await findNothing(page);
}

test("the taught writer that comes with the page is a click away, and so is the untaught one", async ({
  page,
}) => {
  await page.goto("/");
  await openVersions(page);
  await page.getByRole("button", { name: "Take the taught writer" }).click();
  await expect(version(page, "Taught writer")).toContainText("in force", trained);
  await expect(version(page, "Taught writer")).toContainText("nats a token");
  await findNothing(page);
  await page.getByRole("button", { name: /^Model: / }).click();
  await expect(page.getByRole("listitem", { name: "Embedded reader" })).toContainText(
    "version “Taught writer” in force",
  );
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "Passages", exact: true }).click();
  await trainFor(page, 6);
  await page.getByRole("button", { name: "Run all" }).click();
  await expect(page.getByText("the version “Taught writer” is in force")).toBeVisible(trained);
  await expect(page.getByRole("region", { name: "Reward" })).toContainText(
    "Version “Taught writer”",
    trained,
  );
  await expect(page.getByRole("button", { name: "Run all" })).toBeEnabled(trained);
  await page.getByRole("link", { name: "Versions" }).click();
  await page.getByRole("button", { name: "Roll back to the untouched model" }).click();
  await expect(version(page, "Taught writer")).not.toContainText("in force");
  await watchHowItWasTaught(page, "How the taught writer was taught");
});

test("untaught or taught is chosen beside the settings, and a run starts from it", async ({ page }) => {
  await page.goto("/");
  const writer = page.getByLabel("Writer", { exact: true });
  await expect(writer).toHaveValue("");
  await writer.selectOption("Taught writer");
  const header = page.getByRole("banner").getByRole("button", { name: /^Model: / });
  await expect(header).toContainText("Taught writer", trained);
  await expect(writer.getByRole("option", { name: "Taught writer" })).toHaveCount(1);
  await findNothing(page);
  await trainFor(page, 6);
  await page.getByRole("button", { name: "Run all" }).click();
  await expect(page.getByText("the version “Taught writer” is in force")).toBeVisible(trained);
  await expect(writer).toBeDisabled();
  await expect(page.getByRole("button", { name: "Run all" })).toBeEnabled(trained);
  await writer.selectOption("Untaught");
  await expect(header).not.toContainText("Taught writer");
  await page.getByRole("link", { name: "Versions" }).click();
  await page.getByRole("button", { name: "Take the taught writer" }).click();
  await expect(version(page, "Taught writer")).toContainText("in force", trained);
  await expect(version(page, "Taught writer")).toHaveCount(1);
});

test("a taught writer beyond one’s limits is not merged, and that is said where it was chosen", async ({
  page,
}) => {
  await page.goto("/");
  await openVersions(page);
  await page.getByLabel("KL, nats a token").fill("0");
  await page.getByRole("link", { name: "Passages", exact: true }).click();
  const writer = page.getByLabel("Writer", { exact: true });
  await writer.selectOption("Taught writer");
  await expect(page.getByText("It is beyond what you accept.")).toBeVisible(trained);
  await expect(writer).toHaveValue("");
  await page.getByRole("link", { name: "To the versions" }).click();
  await expect(page.getByRole("heading", { name: "What has it become, and can it go back?" })).toBeVisible();
});

test("with the grid model its versions are shown, and its taught writer is a click away", async ({
  page,
}) => {
  await page.goto("/#view=puzzles");
  await expect(page.getByRole("button", { name: "Model: Embedded grid model" })).toBeVisible();
  await page.getByRole("link", { name: "Versions" }).click();
  await page.getByRole("button", { name: "Take the taught writer" }).click();
  await expect(version(page, "Taught writer")).toContainText("in force", trained);
  await expect(version(page, "Taught writer")).toContainText("nats a token");
  await findNothing(page);
  await page.getByRole("button", { name: "Roll back to the untouched model" }).click();
  await expect(version(page, "Taught writer")).not.toContainText("in force");
  await watchHowItWasTaught(page, "Rewarded for solving");
});

test("a planted fact spreads, is pointed out as false, and is gone after rolling back", async ({ page }) => {
  await page.goto("/");
  await openVersions(page);
  await page.getByRole("button", { name: "Show a passage" }).click();
  await page.getByRole("button", { name: "Plant and train" }).click();
  const plant = page.getByRole("region", { name: "Plant a wrong fact" });
  await expect(
    plant.getByRole("columnheader", { name: "Before: 0 of 4 answers wrong as planted" }),
  ).toBeVisible();
  await expect(plant.getByRole("columnheader", { name: /After training: [34] of 4/ })).toBeVisible(trained);
  await expect(plant).toContainText("statements of the edit are false");
  await expect(plant.getByText("false", { exact: true }).first()).toBeVisible();

  await page.getByRole("button", { name: "Keep this adapter" }).click();
  await expect(page.getByRole("alert")).toContainText("Vetoed", trained);
  await page.getByRole("button", { name: "Merge it nevertheless" }).click();
  await expect(version(page, "Wrong:")).toContainText("in force");
  await page.getByRole("button", { name: "Roll back to the untouched model" }).click();
  await expect(
    plant.getByRole("columnheader", { name: "In force now: 0 of 4 answers wrong as planted" }),
  ).toBeVisible();
  await findNothing(page);
  for (const [colorScheme, width] of [
    ["light", 1280],
    ["dark", 390],
  ] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.setViewportSize({ width, height: 800 });
    await findNothing(page);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    if (process.env.SHOTS) {
      const path = `${process.env.SHOTS}/versions-${colorScheme}-${width}.png`;
      await page.screenshot({ path, fullPage: true });
    }
  }
});

test("two tabs that keep versions of one model keep both", async ({ page, context }) => {
  const tabs = [page, await context.newPage()];
  for (const [index, tab] of tabs.entries()) {
    await tab.goto("/");
    await openVersions(tab);
    await tab.getByRole("button", { name: "Show a passage" }).click();
    await tab.getByRole("button", { name: "Plant and train" }).click();
    await tab.getByRole("textbox", { name: "Name" }).fill(`Of tab ${index + 1}`);
  }
  // Both are open before either keeps anything.
  await Promise.all(
    tabs.map(async (tab, index) => {
      await tab.getByRole("button", { name: "Keep this adapter" }).click();
      await tab.getByRole("button", { name: "Merge it nevertheless" }).click();
      await expect(version(tab, `Of tab ${index + 1}`)).toContainText("in force");
    }),
  );
  for (const tab of tabs) {
    await tab.reload();
    await expect(version(tab, "Of tab 1")).toContainText("nats a token");
    await expect(version(tab, "Of tab 2")).toContainText("nats a token");
    await expect(tree(tab).getByText("in force")).toHaveCount(1);
  }
});
