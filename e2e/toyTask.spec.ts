import { expect, type Page, test } from "@playwright/test";
import { build, type PreviewServer, preview } from "vite";
import { station, trained } from "./playground.ts";

/** A page that is built with a third task (`test/toyTask`), which nothing but the lists of tasks names. */
const CONFIG = { configFile: "test/toyTask/vite.config.ts", logLevel: "warn" } as const;

// One after the other: they share the build.
test.describe.configure({ mode: "default" });

let server: PreviewServer;
let address = "";
test.beforeAll(async () => {
  await build(CONFIG);
  server = await preview({ ...CONFIG, preview: { port: 0 } });
  [address = ""] = server.resolvedUrls?.local ?? [];
});
test.afterAll(() => server.close());

const bar = (page: Page, name: string) => page.getByRole("region", { name, exact: true });

test("a task of the lists alone is linked to, run, learned from in a round, and streamed", async ({
  page,
}) => {
  await page.goto(`${address}#v=2&view=facts&task=facts&preset=reader.1&example=first&set.steps=6`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Can it learn a table of facts?");
  await expect(page.getByRole("button", { name: "Model: Embedded reader" })).toBeVisible();
  await page.getByRole("button", { name: "Run all" }).click();
  await expect(page.getByRole("button", { name: "Run all" })).toBeEnabled(trained);
  const answers = station(page, "Test").getByRole("table", { name: "Answers about the facts" });
  await expect(answers.getByRole("row")).toHaveCount(6);

  await page.getByRole("link", { name: "Learning to edit" }).click();
  await page.getByLabel("Learn on").selectOption({ label: "Facts" });
  const rounds = bar(page, "Rounds").getByRole("button", { name: "Start the rounds" });
  await rounds.click();
  await expect(rounds).toBeEnabled(trained);
  await expect(page.getByRole("list", { name: "Training tables" }).getByText(/^Edit \d$/)).toHaveCount(4);

  await page.getByRole("link", { name: "Forgetting" }).click();
  await page.getByLabel("Learn", { exact: true }).selectOption({ label: "Facts" });
  await page.getByRole("button", { name: "All settings" }).click();
  await page.getByRole("textbox", { name: "Steps", exact: true }).fill("20");
  const stream = bar(page, "Stream").getByRole("button", { name: "Start the stream" });
  await stream.click();
  await expect(stream).toBeEnabled(trained);
  const matrix = page.getByRole("table", { name: "Right answers about each table" });
  await expect(matrix.getByRole("row")).toHaveCount(4);
});

test("what is set up of it is in the link to it", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(`${address}#v=2&view=facts&task=facts&preset=reader.1&example=first&set.steps=33`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Can it learn a table of facts?");
  await page.getByRole("button", { name: "Show it, send it, take it further" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Copy link" }).click();
  await expect(dialog.getByText("Link copied.")).toBeVisible();
  const link = new URL(await page.evaluate(() => navigator.clipboard.readText()));
  const parameters = new URLSearchParams(link.hash.slice(1));
  expect(Object.fromEntries(parameters)).toMatchObject({
    ...{ v: "2", view: "facts", task: "facts", preset: "reader.1", example: "first", "set.steps": "33" },
  });
});
