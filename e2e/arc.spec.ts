import { expect, type Page, test } from "@playwright/test";
import { FIXED_EDIT } from "../src/tasks/arc/metadata.ts";
import { findNothing, openSettings, station, trained } from "./playground.ts";

/** Of a family that the grid model never saw: not solved at sight, solved after training on the demonstrations. */
const SOLVED_AFTER = "Puzzle 10";
/** As that one, of grids up to 7 × 7. */
const LARGE_SOLVED_AFTER = "Puzzle 64";
const ONE_EPOCH = JSON.stringify({
  ...FIXED_EDIT,
  training: { ...FIXED_EDIT.training, num_train_epochs: 1 },
});

/** One view a question votes for itself: the page's five take five times as long. */
const oneView = async (page: Page) => {
  await openSettings(page);
  await page.getByRole("combobox", { name: "Views" }).selectOption("one");
};

async function visit(page: Page): Promise<void> {
  await page.goto("/#view=puzzles");
  await expect(page.getByRole("button", { name: "Model: Embedded grid model" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Run all" })).toBeEnabled();
}

const choose = (page: Page, name: string) =>
  page.getByRole("region", { name: "Gallery" }).getByRole("button", { name, exact: true }).click();

/** Whether the puzzle was solved under a condition, from the table of the Reward station. */
const verdict = (page: Page, condition: string) =>
  page
    .getByRole("table", { name: "Each condition on this puzzle" })
    .getByRole("row", { name: condition })
    .getByRole("cell")
    .first();

test("a puzzle that is not solved at sight is solved after training on its demonstrations", async ({
  page,
}) => {
  await visit(page);
  await choose(page, SOLVED_AFTER);
  await page.getByRole("button", { name: "Run all" }).click();
  await expect(station(page, "Read")).toContainText("not solved at sight", trained);
  await expect(verdict(page, "Best fixed edit")).toHaveText("Right", trained);
  await expect(verdict(page, "Nothing (before)")).toHaveText("Wrong");
  await expect(station(page, "Write self-edit")).toContainText('"learning_rate"');
  await expect(station(page, "Fine-tune").getByText("examples", { exact: true }).first()).toBeVisible();
  const test = station(page, "Test");
  await expect(test.getByRole("heading", { name: "After: best fixed edit" })).toBeVisible();
  await expect(test.getByText("right answer").first()).toBeVisible();
  await findNothing(page);

  // What it has trained may become a version, once it is seen what that does to other puzzles.
  await page.getByRole("link", { name: "Keep the adapter of the self-edit" }).click();
  await expect(page.getByRole("heading", { name: "Versions of Embedded grid model" })).toBeVisible();
  await page.getByRole("button", { name: "Keep this adapter" }).click();
  await expect(page.getByText("Perplexity of other puzzles")).toBeVisible(trained);
  await page.getByRole("button", { name: /^Merge it/ }).click();
  await expect(page.getByRole("list", { name: "Versions", exact: true })).toContainText(
    SOLVED_AFTER,
    trained,
  );
  await findNothing(page);
});

test("a puzzle of real size is read by the model for large grids, and solved by a self-edit of one's own", async ({
  page,
}) => {
  await visit(page);
  await choose(page, LARGE_SOLVED_AFTER);
  await expect(page.getByRole("button", { name: "Model: Embedded grid model, large grids" })).toBeVisible();
  await expect(page.getByText(/grids up to 10×10/).first()).toBeVisible();
  await oneView(page);
  await page.getByRole("checkbox", { name: "Best fixed edit" }).uncheck();
  await page.getByRole("button", { name: "Step by step" }).click();
  await page.getByRole("button", { name: "Continue: write the self-edit" }).click(trained);
  const written = page.getByRole("textbox", { name: "Self-edit as JSON" });
  await written.fill("{");
  await expect(written).toHaveAccessibleDescription(/Nothing would be trained/);
  await written.fill(ONE_EPOCH);
  for (const name of ["Continue: train by it", "Continue: test again", "Continue: the reward"]) {
    await page.getByRole("button", { name }).click(trained);
  }
  await expect(verdict(page, "Own edit")).toHaveText("Right", trained);
  await expect(verdict(page, "Nothing (before)")).toHaveText("Wrong");
  await findNothing(page);

  // What the small one reads it reads better, so it comes back.
  await choose(page, SOLVED_AFTER);
  await expect(page.getByRole("button", { name: /^Model: Embedded grid model ·/ })).toBeVisible();
});

test("a set of fresh puzzles of unseen kinds is run, and tells how many are solved", async ({ page }) => {
  await visit(page);
  const set = page.getByRole("region", { name: "Many puzzles" });
  await set.getByRole("combobox", { name: "Set" }).selectOption({ label: "Fresh, of unseen kinds (100)" });
  await set.getByRole("spinbutton", { name: "Puzzles" }).fill("2");
  await oneView(page);
  await page.getByRole("checkbox", { name: "Best fixed edit" }).uncheck();
  // With this seed the model asks for short trainings.
  await page.getByRole("textbox", { name: "Seed", exact: true }).fill("7");
  await set.getByRole("button", { name: "Run 2 puzzles" }).click();
  await expect(set.getByRole("status")).toContainText(/1 of 2 puzzles done, about .* left/, trained);
  await expect(set.getByRole("status")).toHaveText(/: 2 puzzles\./, trained);
  const figures = set.getByRole("table", { name: "Solved under each condition" });
  const row = figures.getByRole("row", { name: "Own edit" });
  await expect(row.getByRole("cell").nth(0)).toHaveText(/^[0-2] of 2$/);
  await expect(row.getByRole("cell").nth(2)).toHaveText(/^\d+ % – \d+ %$/);
  await findNothing(page);
  await set.getByRole("button", { name: "Fresh puzzle 2" }).click();
  await expect(station(page, "Reward").getByRole("table")).toBeVisible();
});

test("a puzzle is imported, changed cell by cell, kept over a reload, and cancelled in the middle", async ({
  page,
}) => {
  await visit(page);
  const pairs = [
    [
      [1, 0, 2],
      [2, 0, 1],
    ],
    [
      [3, 3, 0],
      [0, 3, 3],
    ],
    [
      [0, 4, 5],
      [5, 4, 0],
    ],
  ].map(([input, output]) => ({ input: [input], output: [output] }));
  const upload = (name: string, json: unknown) =>
    page
      .getByLabel("ARC JSON file")
      .setInputFiles({ name, mimeType: "application/json", buffer: Buffer.from(JSON.stringify(json)) });

  await upload("ragged.json", { train: [{ input: [[1, 2], [3]], output: [[1]] }], test: [{ input: [[1]] }] });
  await expect(page.getByText(/row 2/)).toBeVisible();
  await upload("mirror.json", { train: pairs, test: [{ input: [[6, 0, 7]], output: [[7, 0, 6]] }] });
  await expect(page.getByRole("heading", { name: /mirror/ })).toBeVisible();

  await page.getByText("Your own puzzle: a file, pasted, drawn").click();
  await page.getByRole("button", { name: /^Change a copy of/ }).click();
  const editor = page.getByRole("region", { name: "Puzzle editor" });
  await editor.getByRole("button", { name: /^8:/ }).click();
  const grid = editor.getByRole("grid").first();
  await grid.getByRole("gridcell").nth(1).click();
  await expect(grid.getByRole("gridcell").nth(1)).toHaveAccessibleName(/row 1, column 2/);
  const changed = await grid.getByRole("gridcell").nth(1).getAttribute("aria-label");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("9");
  await expect(grid.getByRole("gridcell").nth(2)).toHaveAccessibleName(/^row 1, column 3: (?!.*black)/);
  await editor.getByRole("button", { name: "Undo" }).click();
  await expect(grid.getByRole("gridcell").nth(1)).toHaveAttribute("aria-label", changed ?? "");
  await findNothing(page);
  await page.reload();
  await expect(
    page.getByRole("region", { name: "Puzzle editor" }).getByRole("gridcell").nth(1),
  ).toHaveAttribute("aria-label", changed ?? "");

  await expect(page.getByRole("button", { name: "Run all" })).toBeEnabled();
  await page.getByRole("button", { name: "Run all" }).click();
  await expect(page.getByText(/Fine-tuning .*step [1-9]/)).toBeVisible(trained);
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("button", { name: "Run all" })).toBeEnabled();
});

test("puzzles at a web address that never answers are cancelled", async ({ page }) => {
  const asked: string[] = [];
  await page.route("https://puzzles.example/**", (route) => {
    asked.push(route.request().url());
  });
  await visit(page);
  const source = page.getByRole("region", { name: "Other puzzles" });
  await source.getByText("Your own puzzle: a file, pasted, drawn").click();
  await source.getByRole("button", { name: "Web address" }).click();
  await source
    .getByRole("textbox", { name: "Web address of ARC JSON" })
    .fill("https://puzzles.example/a.json");
  await source.getByRole("button", { name: "Load", exact: true }).click();
  await expect.poll(() => asked).toHaveLength(1);
  await source.getByRole("button", { name: "Cancel" }).click();
  await expect(source.getByRole("button", { name: "Load", exact: true })).toBeEnabled();
  await expect(source.getByRole("button", { name: "Cancel" })).toHaveCount(0);
  await expect(source.getByText("could not be read")).toHaveCount(0);
});

test("the gallery is narrowed by idea, and the large file of somebody else is searched by name", async ({
  page,
}) => {
  await visit(page);
  const gallery = page.getByRole("region", { name: "Gallery" });
  await expect(gallery.getByRole("status")).toHaveText(/^8\d puzzles/);
  await gallery.getByLabel("Idea").selectOption({ label: "Something is counted" });
  await gallery.getByLabel("Difficulty").selectOption({ label: "One step" });
  await expect(gallery.getByRole("status")).toHaveText(/^2 of 8\d puzzles$/);
  await gallery.getByRole("button", { name: "Puzzle 47" }).click();
  await expect(gallery.getByRole("button", { name: "What is the rule of Puzzle 47?" })).toBeVisible();

  const tasks = Object.fromEntries(
    Array.from({ length: 400 }, (_, i) => {
      const pair = { input: [[i % 10, 1]], output: [[1, i % 10]] };
      return [`task-${i}`, { train: [pair, pair], test: [pair] }];
    }),
  );
  await page.getByLabel("ARC JSON file").setInputFiles({
    ...{ name: "many.json", mimeType: "application/json" },
    buffer: Buffer.from(JSON.stringify(tasks)),
  });
  const file = page.getByRole("region", { name: "Puzzles of many.json" });
  await expect(file.getByRole("status")).toHaveText("many.json: 400 puzzles");
  // Only what is near the view is drawn.
  expect(await file.getByRole("listitem").count()).toBeLessThan(80);
  await file.getByRole("button", { name: "task-0", exact: true }).focus();
  await page.keyboard.press("End");
  await expect(file.getByRole("button", { name: "task-399" })).toBeFocused();
  await file.getByRole("searchbox").fill("task 398");
  await expect(file.getByRole("status")).toHaveText("many.json: 1 of 400 puzzles");
  await file.getByRole("button", { name: "task-398" }).click();
  await expect(page.getByRole("heading", { name: "task-398" })).toBeVisible();
  await findNothing(page);
});

test("a puzzle of 30 × 30 is edited by keys alone: selected, copied, pasted, turned, recoloured", async ({
  page,
}) => {
  await visit(page);
  await page.getByText("Your own puzzle: a file, pasted, drawn").click();
  await page.getByRole("button", { name: "Draw one" }).click();
  const editor = page.getByRole("region", { name: "Puzzle editor" });
  await expect(editor).toBeFocused();
  await expect(editor.getByLabel("Name of the puzzle")).toBeInViewport();
  for (const side of ["rows", "columns"]) {
    await editor.getByLabel(`Demonstration 1, input: ${side}`).fill("30");
    await page.keyboard.press("Enter");
  }
  const grid = editor.getByRole("grid", { name: "Demonstration 1, input, 30 by 30" });
  const cell = (row: number, column: number) => grid.getByRole("gridcell").nth(30 * row + column);
  await cell(0, 0).focus();
  await page.keyboard.press("3");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("4");
  await page.keyboard.press("Home");
  await page.keyboard.press("Shift+ArrowRight");
  await expect(grid.getByRole("gridcell", { selected: true })).toHaveCount(2);
  await editor.getByRole("button", { name: "Copy the selection" }).click();
  await cell(5, 5).focus();
  await page.keyboard.press("Escape");
  await editor.getByRole("button", { name: "Paste at the cell" }).click();
  await expect(cell(5, 5)).toHaveAccessibleName(/^row 6, column 6: green/);
  await expect(cell(5, 6)).toHaveAccessibleName(/^row 6, column 7: yellow/);
  await cell(5, 6).focus();
  await page.keyboard.press("h");
  await expect(cell(5, 5)).toHaveAccessibleName(/yellow/);
  await page.keyboard.press("Control+z");
  await expect(cell(5, 5)).toHaveAccessibleName(/green/);
  await expect(page.getByText(/Too large for .*30 cells, \d+ more than/)).toBeVisible();
  await findNothing(page);

  // What is selected in one grid is no longer meant once somebody is in another.
  await cell(5, 5).focus();
  await page.keyboard.press("Shift+ArrowRight");
  await editor.getByRole("button", { name: "Copy the selection" }).click();
  const other = editor.getByRole("grid", { name: /^Demonstration 2, input/ });
  await other.getByRole("gridcell").first().focus();
  await editor.getByRole("button", { name: "Paste at the cell" }).click();
  await expect(other.getByRole("gridcell").first()).toHaveAccessibleName(/green/);
  await page.keyboard.press("Escape");

  // A size holds once it is typed: its first digit alone would cut the grid.
  const rows = editor.getByLabel("Demonstration 1, input: rows");
  await rows.click();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("12");
  await page.keyboard.press("Tab");
  const twelve = editor.getByRole("grid", { name: "Demonstration 1, input, 12 by 30" });
  await expect(twelve.getByRole("gridcell").nth(30 * 5 + 5)).toHaveAccessibleName(/green/);
});

test("two taps of a finger select what lies between them", async ({ browser }) => {
  const context = await browser.newContext({ hasTouch: true, viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await visit(page);
  await page.getByText("Your own puzzle: a file, pasted, drawn").click();
  await page.getByRole("button", { name: "Draw one" }).click();
  const editor = page.getByRole("region", { name: "Puzzle editor" });
  await editor.getByRole("button", { name: "Select cells" }).tap();
  const grid = editor.getByRole("grid", { name: /^Demonstration 1, input/ });
  await grid.getByRole("gridcell", { name: /^row 1, column 1:/ }).tap();
  await expect(grid.getByRole("gridcell", { selected: true })).toHaveCount(1);
  await grid.getByRole("gridcell", { name: /^row 2, column 3:/ }).tap();
  await expect(grid.getByRole("gridcell", { selected: true })).toHaveCount(6);
  await context.close();
});
