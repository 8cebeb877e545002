import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { looksRight, openSettings, station, trained, trainFor } from "./playground.ts";

test("cancel in the middle of training gives the page back at once, and the run is kept", async ({
  page,
}) => {
  await page.goto("/");
  // More than are done before somebody presses the button.
  await trainFor(page, 2000);
  await page.getByRole("button", { name: "Run all" }).click();
  await expect(page.getByText(/Fine-tuning .*step [1-9]/)).toBeVisible(trained);
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("row", { name: /cancelled/ })).toBeVisible();
  // On a busy machine a step outlasts the patience: then a fresh worker takes over, and reads the model again.
  await expect(page.getByRole("button", { name: "Run all" })).toBeEnabled();
});

test("a double click starts a run and does not cancel it", async ({ page }) => {
  await page.goto("/");
  await trainFor(page, 2000);
  await page.getByRole("button", { name: "Run all" }).dblclick();
  await expect(page.getByText(/Fine-tuning .*step [1-9]/)).toBeVisible(trained);
});

test("who steers a run by keys keeps the place", async ({ page }) => {
  await page.goto("/");
  await trainFor(page, 2000);
  const runAll = page.getByRole("button", { name: "Run all" });
  await expect(runAll).toBeEnabled(trained);
  await runAll.press("Enter");
  const cancel = page.getByRole("button", { name: "Cancel" });
  await expect(cancel).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("row", { name: /cancelled/ })).toBeVisible(trained);
  await expect(runAll).toBeFocused();
});

test("the way back leads to the first view, and a run is followed to what came of it", async ({ page }) => {
  await page.goto("/");
  await trainFor(page, 4);
  await page.getByRole("link", { name: "Puzzles" }).click();
  await expect(page.getByRole("link", { name: "Puzzles" })).toHaveAttribute("aria-current", "page");
  await page.goBack();
  await expect(page.getByRole("link", { name: "Passages" })).toHaveAttribute("aria-current", "page");
  await page.getByRole("button", { name: "Run all" }).click();
  await expect(page.getByRole("button", { name: "Run all" })).toBeEnabled(trained);
  await expect(station(page, "Reward").getByRole("heading", { name: "Reward" })).toBeInViewport();
});

test("what was typed survives a reload", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("button", { name: "Write your own" }).click();
  await page.getByRole("textbox", { name: "Title of the passage" }).fill("The Blue Kettle");
  await page
    .getByRole("textbox", { name: "Text of the passage" })
    .fill("The Blue Kettle is an inn on Fenn Road.");
  await page.reload();
  await expect(page.getByRole("textbox", { name: "Title of the passage" })).toHaveValue("The Blue Kettle");
  await expect(page.getByRole("textbox", { name: "Text of the passage" })).toHaveValue(
    "The Blue Kettle is an inn on Fenn Road.",
  );
});

test("what a link or a button needs and cannot be fetched is said, and the page stays usable", async ({
  page,
}) => {
  await page.route(/openLink-|copyLink-/, (route) => route.abort());
  await page.goto("/#view=rounds");
  const unfetched = page.getByText("This part of the page could not be fetched.");
  await expect(unfetched).toBeVisible();
  await expect(
    page.getByRole("region", { name: "Learning to edit" }).or(page.locator("#workspace")).first(),
  ).toBeVisible();
  await page.getByRole("button", { name: /^Dismiss/ }).click();
  await expect(unfetched).toBeHidden();
  await page.getByRole("button", { name: "Copy link" }).click();
  await expect(unfetched).toBeVisible();
});

test("a window of 320 pixels holds the whole page", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 700 });
  for (const link of [
    "/",
    "/#v=2&recording=passage",
    "/#view=arc",
    "/#view=rounds",
    "/#view=stream",
    "/#view=versions",
  ]) {
    await page.goto("about:blank");
    await page.goto(link);
    await expect(page.getByRole("button", { name: /Model: Embedded/ })).toBeVisible(trained);
    await expect(page.locator("#workspace")).toBeVisible();
    if (link.endsWith("versions")) {
      await page.getByRole("button", { name: "Close this run" }).click();
      await expect(page.getByText("What you accept at most")).toBeVisible(trained);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth), link).toBeLessThanOrEqual(320);
  }
});

test("files that are no model are refused in one sentence, and the page stays usable", async ({ page }) => {
  await page.goto("/");
  const file = (name: string, buffer: Buffer) => ({ name, mimeType: "application/octet-stream", buffer });
  const own = page.getByRole("region", { name: "Your own model" });
  await page.locator("header").getByRole("button").first().click();
  const dialog = page.getByRole("dialog");
  const input = dialog.getByLabel("Model file");
  await input.setInputFiles(file("notes.txt", Buffer.from("hello")));
  await expect(dialog.getByText(/no model files/)).toBeVisible();
  await input.setInputFiles(file("broken.gguf", Buffer.from("this is not a checkpoint")));
  await expect(dialog.getByText("is a short text, not a model: “this is not a checkpoint”")).toBeVisible();
  const truncated = readFileSync("public/models/local/SmolLM2-135M-Instruct.Q4_1.gguf").subarray(
    0,
    4_000_000,
  );
  await input.setInputFiles(file("truncated.gguf", truncated));
  await expect(dialog.getByText(/truncated\.gguf/)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(own.or(page.getByRole("combobox", { name: "Passage" })).first()).toBeVisible();
});

test("a file of passages is imported, a bad one is explained", async ({ page }) => {
  await page.goto("/");
  const input = page.getByLabel("SQuAD JSON file");
  const json = (value: unknown) => ({
    name: "passages.json",
    mimeType: "application/json",
    buffer: Buffer.from(JSON.stringify(value)),
  });
  await input.setInputFiles(
    json([{ title: "Inn", text: "The inn is old.", questions: [{ question: "How old?" }] }]),
  );
  await expect(page.getByRole("region", { name: "Choose a passage" })).toContainText(/answer/);
  const good = [
    { title: "Inn", text: "The inn is red.", questions: [{ question: "What colour?", answer: "red" }] },
  ];
  await input.setInputFiles(json(good));
  await expect(page.getByRole("combobox", { name: "Passage" }).locator("option:checked")).toHaveText(
    "1. Inn",
  );
});

test("a link with unknown or absurd settings says what it ignored", async ({ page }) => {
  await page.goto("/#v=1&task=knowledge&preset=default.1&set.loraRank=100000&set.magic=1&surprise=2");
  const messages = page.getByRole("list", { name: "Messages" });
  await expect(messages).toContainText("magic");
  await expect(messages).toContainText("surprise");
  await expect(messages).toContainText(/rank/i);
});

test("settings and models look right wide and narrow, light and dark", async ({ page }) => {
  await page.goto("/");
  await openSettings(page);
  await page.getByRole("button", { name: "Advanced settings" }).click();
  await expect(station(page, "Read")).toBeVisible();
  await looksRight(page, "settings", 360);
  await page.locator("header").getByRole("button").first().click();
  const speed = page.getByRole("dialog").getByRole("region", { name: "Speed on this machine" });
  await speed.getByRole("button", { name: "Measure this machine" }).click();
  await expect(speed.getByRole("table").getByRole("row", { name: /Training.* \d/ })).toBeVisible(trained);
  await looksRight(page, "models", 360);
});
