import { expect, test } from "@playwright/test";

test.use({ serviceWorkers: "allow" });

test("a first visit asks its own host for what is there, and nothing else of anybody", async ({
  page,
  baseURL,
}) => {
  const elsewhere: string[] = [];
  const refused: string[] = [];
  const complaints: string[] = [];
  page.context().on("response", (response) => {
    const url = response.url();
    if (!url.startsWith(`${baseURL}/`) && !/^(blob|data):/.test(url)) elsewhere.push(url);
    if (response.status() >= 400) refused.push(`${response.status()} ${url}`);
  });
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto("/");
  await expect(page.getByRole("button", { name: "Run all" })).toBeEnabled();
  for (const name of ["Learning to edit", "Forgetting", "Puzzles", "Versions"]) {
    await page.getByRole("link", { name, exact: true }).click();
    await expect(page.getByRole("link", { name, exact: true })).toHaveAttribute("aria-current", "page");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
  await page.getByRole("button", { name: "Run all" }).waitFor({ state: "hidden" });
  expect(elsewhere).toEqual([]);
  expect(refused).toEqual([]);
  expect(complaints).toEqual([]);
});

test("the page runs no code but its own", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("button", { name: "Run all" })).toBeEnabled();
  const blocked = page.waitForEvent("console", (message) => /Content Security Policy/.test(message.text()));
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "document.title = 'taken over'";
    document.body.append(script);
  });
  await blocked;
  await expect(page).not.toHaveTitle("taken over");
});
