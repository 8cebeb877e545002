import { expect, type Page, test } from "@playwright/test";
import { finishedTable, trained, trainFor } from "./playground.ts";

const VIEWS = ["Learning to edit", "Forgetting", "Puzzles", "Versions"];

/** What the page failed at, as the browser tells it. */
function crashes(page: Page): string[] {
  const found: string[] = [];
  page.on("pageerror", (error) => found.push(error.message));
  return found;
}

async function openEveryView(page: Page): Promise<void> {
  for (const name of VIEWS) {
    await page.getByRole("link", { name, exact: true }).click();
    await expect(page.getByRole("link", { name, exact: true })).toHaveAttribute("aria-current", "page");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByText("could not be shown")).toHaveCount(0);
  }
}

test("where all storage is refused every view works, and that nothing is kept is said once", async ({
  page,
}) => {
  const crashed = crashes(page);
  await page.addInitScript(() => {
    const refuse = () => {
      throw new DOMException("Storage is off.", "SecurityError");
    };
    for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"]) {
      Object.defineProperty(window, name, { get: refuse });
    }
    Object.defineProperty(Navigator.prototype, "serviceWorker", { get: refuse });
    Object.defineProperty(Navigator.prototype, "locks", { get: () => undefined });
    StorageManager.prototype.getDirectory = async () => refuse();
  });
  await page.goto("/");
  await trainFor(page, 6);
  await page.getByRole("button", { name: "Run all" }).click();
  await finishedTable(page);
  await expect(page.getByRole("table").filter({ hasText: "Changed since" }).getByRole("row")).toHaveCount(2);
  await openEveryView(page);
  const messages = page.getByRole("list", { name: "Messages" }).getByRole("listitem");
  await expect(messages).toHaveCount(1);
  await expect(messages).toContainText("kept only until this tab is closed");
  expect(crashed).toEqual([]);
});

test("translated by the browser the page goes on, and what a model wrote stays as it is", async ({
  page,
}) => {
  const crashed = crashes(page);
  await page.goto("/");
  await expect(page.getByRole("button", { name: "Run all" })).toBeEnabled();
  await trainFor(page, 6);
  // As translators do: every text into elements of its own, also what comes later.
  await page.evaluate(() => {
    const translate = (root: Node) => {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      const texts: Node[] = [];
      while (walker.nextNode()) texts.push(walker.currentNode);
      for (const text of texts) {
        const { parentElement } = text;
        if (!parentElement || parentElement.closest("font, [translate=no], script, style, svg, textarea"))
          continue;
        const outer = document.createElement("font");
        const inner = document.createElement("font");
        parentElement.replaceChild(outer, text);
        outer.append(inner);
        inner.append(text);
      }
    };
    translate(document.body);
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes) for (const node of addedNodes) translate(node);
    }).observe(document.body, { childList: true, subtree: true });
  });
  await page.getByRole("button", { name: "Run all" }).click();
  await expect(page.getByRole("list", { name: "Pieces of the self-edit" }).first()).toBeVisible(trained);
  await expect(
    page.getByRole("list", { name: "Pieces of the self-edit" }).locator("[translate=no] font"),
  ).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Run all" })).toBeEnabled(trained);
  await openEveryView(page);
  expect(crashed).toEqual([]);
});
