import { createServer } from "node:http";
import { expect, type Page, test } from "@playwright/test";
import { findNothing } from "./playground.ts";

const RECORDING = "/#v=2&recording=passage";
const SIZES = [
  [1360, 900],
  [1280, 720],
  [390, 844],
] as const;

/** The smallest text on screen, in pixels as people see them. */
async function smallestText(page: Page): Promise<number> {
  return page.evaluate(() => {
    const sizes = [...document.querySelectorAll<HTMLElement>("main *, nav *")].flatMap((element) => {
      const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim());
      const { width, height } = element.getBoundingClientRect();
      if (!hasText || width < 2 || height < 2) return [];
      return [Number.parseFloat(getComputedStyle(element).fontSize) * element.currentCSSZoom];
    });
    return Math.min(...sizes);
  });
}

async function present(page: Page): Promise<void> {
  await page.goto(RECORDING);
  await expect(page.getByRole("region", { name: "Replay" })).toBeVisible();
  await page.getByRole("button", { name: "Show it, send it, take it further" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Present" }).click();
  await expect(page.getByRole("main", { name: "Screen 1 of 6" })).toBeVisible();
}

for (const [width, height] of SIZES) {
  test(`a recording is presented at ${width} × ${height}`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ reducedMotion: "reduce" });
    await present(page);
    for (const name of ["Read", "Write self-edit", "Fine-tune", "Test", "Reward"]) {
      await page.keyboard.press("ArrowRight");
      await expect(page.getByRole("region", { name })).toBeVisible();
      if (width >= 1280) expect(await smallestText(page)).toBeGreaterThanOrEqual(20);
      expect(
        await page.getByRole("main").evaluate((main) => main.getBoundingClientRect().right - innerWidth),
      ).toBeLessThanOrEqual(0);
      if (process.env.SHOTS)
        await page.screenshot({ path: `${process.env.SHOTS}/present-${name}-${width}.png` });
    }
    await findNothing(page);
  });
}

test("a batch is presented, and survives a reload", async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.goto("/#v=2&view=puzzles&recording=puzzles&present=1");
  const figures = page.getByRole("table", { name: "Solved under each condition" });
  await expect(figures).toBeVisible();
  await expect(page.getByRole("main", { name: "Screen 2 of 3" })).toBeVisible();
  expect(await smallestText(page)).toBeGreaterThanOrEqual(20);
  await page.reload();
  await expect(figures).toBeVisible();
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/present-batch.png` });
  await page.keyboard.press("ArrowRight");
  const items = page.getByRole("table", { name: "Solved or not, puzzle by puzzle" });
  await expect(items.getByRole("row", { name: /^dashed rays 1/ })).toContainText("RightWrongRight");
  await expect(items.getByRole("button")).toHaveCount(0);
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await expect(page.getByRole("heading", { name: "Many puzzles" })).toBeVisible();
});

test("a lesson is presented step by step", async ({ page }) => {
  await page.goto("/#v=2&present=1&lesson=it-does-not-know");
  await expect(page.getByRole("heading", { name: "Asked closed book" })).toBeVisible();
  await page.keyboard.press("ArrowLeft");
  await expect(page.getByRole("main", { name: /^Screen 1 of/ })).toBeVisible();
});

test("a presentation goes by keys, and survives a reload at the same screen", async ({ page }) => {
  await present(page);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("region", { name: "Write self-edit" })).toBeVisible();
  await expect(page).toHaveURL(/present=2/);
  await page.reload();
  await expect(page.getByRole("region", { name: "Write self-edit" })).toBeVisible();
  await page.keyboard.press("?");
  await expect(page.getByRole("region", { name: "Keys" })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press(".");
  await expect(page.getByRole("button", { name: "The screen is black. Press . to go on." })).toBeVisible();
  await page.keyboard.press(".");
  await page.keyboard.press("r");
  await expect(page.getByRole("main", { name: "Screen 1 of 6" })).toBeVisible();
  const [notes] = await Promise.all([page.waitForEvent("popup"), page.keyboard.press("s")]);
  await expect(notes.getByText(/^0:0\d/)).toBeVisible();
  await expect(notes.getByText("Next: Read")).toBeVisible();
  await page.keyboard.press("ArrowRight");
  await expect(notes.getByRole("heading", { name: "Read" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("navigation", { name: "Views" })).toBeVisible();
  await expect(page).not.toHaveURL(/present/);
});

test("the browser's way back leads out of a presentation, to what was presented", async ({ page }) => {
  await present(page);
  await page.keyboard.press("ArrowRight");
  await expect(page).toHaveURL(/present=1/);
  await page.goBack();
  await expect(page.getByRole("region", { name: "Replay" })).toBeVisible();
  await expect(page).not.toHaveURL(/present/);
});

test("a link that is followed out of a presentation leads where it says", async ({ page }) => {
  await page.goto("/#lesson=it-does-not-know/closed-book");
  await page.getByRole("button", { name: "Show it, send it, take it further" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Present" }).click();
  await expect(page.getByRole("main", { name: /^Screen 1 of/ })).toBeVisible();
  await page.evaluate(() => {
    location.hash = "#view=glossary";
  });
  await expect(page.getByRole("heading", { name: "Glossary", level: 1 })).toBeVisible();
  await expect(page.getByRole("complementary", { name: "Lesson" })).toBeVisible();
});

test("a presentation of a run from elsewhere asks before it is fetched", async ({ page }) => {
  await page.goto("/#v=2&recording=https://example.org/run.json&present=0");
  await expect(page.getByText("There is nothing to present here yet.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Fetch and show it" })).toBeVisible();
});

test("a long screen is scrolled by keys", async ({ page }) => {
  await page.setViewportSize({ width: 640, height: 480 });
  await page.goto(`${RECORDING}&present=4`);
  const screen = page.getByRole("main", { name: "Screen 5 of 6" });
  await expect(screen.getByRole("table")).toBeVisible();
  const top = () => screen.evaluate((main) => main.scrollTop);
  await page.keyboard.press("ArrowDown");
  await expect.poll(top).toBeGreaterThan(0);
  await page.keyboard.press("ArrowUp");
  // Of a zoomed screen a fraction may be left.
  await expect.poll(top).toBeLessThan(2);
});

for (const [width, height] of SIZES) {
  test(`one view stands in a frame of another site at ${width} × ${height}`, async ({ page, baseURL }) => {
    await page.setViewportSize({ width, height });
    // The same server under another name is another site.
    const address = `${(baseURL ?? "").replace("localhost", "127.0.0.1")}/?embed=1#v=2&recording=passage`;
    const course = createServer((_, response) => {
      response.setHeader("Content-Type", "text/html");
      response.end(
        `<!doctype html><iframe src="${address.replaceAll("&", "&amp;")}" style="width:100%;height:90vh"></iframe>`,
      );
    }).listen(0);
    try {
      const at = course.address();
      await page.goto(`http://localhost:${typeof at === "object" ? at?.port : ""}/`);
      const frame = page.frameLocator("iframe");
      await expect(frame.getByRole("region", { name: "Replay" })).toBeVisible();
      await expect(frame.getByRole("navigation", { name: "Views" })).toBeHidden();
      await expect(frame.getByText("it computes on one thread")).toBeVisible();
      await expect(frame.getByRole("region", { name: "Reward" })).toBeAttached();
    } finally {
      course.close();
    }
  });
}

test("what arrives late in the list of what can be taken along moves nothing that is about to be pressed", async ({
  page,
}) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/QrPart/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(RECORDING);
  await expect(page.getByRole("img", { name: /^Accuracy of each condition/ })).toBeVisible();
  await page.getByRole("button", { name: "Show it, send it, take it further" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("button", { name: /notebook$/ })).toBeVisible();
  const places = () =>
    dialog
      .getByRole("button")
      .evaluateAll((buttons) => buttons.map((button) => button.getBoundingClientRect().toJSON()));
  await expect(dialog.getByRole("img", { name: "QR code of the link" })).toHaveCount(0);
  const before = await places();
  release();
  await expect(dialog.getByRole("img", { name: "QR code of the link" })).toBeVisible();
  expect(await places()).toEqual(before);
});

test("what can be taken along: figures, Markdown, a notebook, a code for phones", async ({
  page,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(RECORDING);
  await expect(page.getByRole("region", { name: "Replay" })).toBeVisible();
  await expect(page.getByRole("img", { name: /^Accuracy of each condition/ })).toBeVisible();
  await page.getByRole("button", { name: "Show it, send it, take it further" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("img", { name: "QR code of the link" })).toBeVisible();
  await dialog.getByRole("button", { name: "Copy as Markdown" }).click();
  await expect(dialog.getByText("Markdown copied.")).toBeVisible();
  const markdown = await page.evaluate(() => navigator.clipboard.readText());
  expect(markdown).toContain("**Accuracy of each condition**");
  expect(markdown).toMatch(/recording=passage/);
  const figure = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Save Accuracy of each condition as PNG" }).click();
  expect((await figure).suggestedFilename()).toBe("accuracy-of-each-condition.png");
  const notebook = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Take it further: Python notebook" }).click();
  expect((await notebook).suggestedFilename()).toBe("self-edit.ipynb");
  await findNothing(page);
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/share.png` });
});
