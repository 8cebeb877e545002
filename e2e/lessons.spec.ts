import { readFileSync } from "node:fs";
import { expect, type Locator, type Page, test } from "@playwright/test";
import { LESSONS } from "../src/lessons/lessons.ts";
import { findRecording, type RecordingId } from "../src/runs/recordings.ts";
import { looksRight, setTinyRounds, trained, trainFor } from "./playground.ts";

const panel = (page: Page): Locator => page.getByRole("complementary", { name: "Lesson" });
const heading = (page: Page, title: string) => panel(page).getByRole("heading", { name: title, exact: true });
const lesson = (id: string) => LESSONS.find((one) => one.id === id)!;

/** What a student does at the steps that ask for something, with as little work for the machine as there can be. */
const DEEDS: Record<string, (page: Page, recording?: RecordingId) => Promise<void>> = {
  "it-does-not-know/in-the-prompt": runAll,
  "notes-instead-of-text/the-self-edit": async (page) => {
    await page.getByRole("button", { name: "Step by step" }).click();
    await page.getByRole("button", { name: "Continue: write the notes" }).click();
    await expect(page.getByRole("button", { name: "Continue: train on these notes" })).toBeVisible(trained);
  },
  "notes-instead-of-text/write-a-better-one": async (page) => {
    await page
      .getByRole("textbox", { name: /piece 1$/i })
      .first()
      .fill("Nobody knows.");
    await page.getByRole("button", { name: "Continue: train on these notes" }).click();
    for (const name of ["Continue: test again", "Continue: the reward"]) {
      await page.getByRole("button", { name }).click();
    }
  },
  "the-inner-loop/one-step": watchRecorded,
  "the-inner-loop/equal-steps": watchRecorded,
  "did-it-help/reward": runAll,
  "did-it-help/ten-seeds": async (page) => {
    for (let runs = 0; runs < 2; runs++) {
      await page.getByRole("button", { name: "Again with a new seed" }).click();
      await expect(page.getByRole("button", { name: "Run all" })).toBeEnabled(trained);
    }
  },
  "learning-to-write/two-loops": async (page) => {
    await setTinyRounds(page, 2, 4);
    await page.getByRole("button", { name: "Start the rounds" }).click();
  },
  "learning-to-write/shams": async (page) => {
    await page.getByLabel("Reward", { exact: true }).selectOption("length");
  },
  "puzzles/configuration": watchRecorded,
  "forgetting/one-after-another": watchRecorded,
  "forgetting/remedies": async (page) => {
    await page.getByLabel("Remedy", { exact: true }).selectOption("replay");
  },
  "keeping-control/on-trial": watchRecorded,
  "keeping-control/habit": watchRecorded,
  "keeping-control/plant": async (page) => {
    await page.getByRole("button", { name: "Show a passage" }).click();
    await page.getByRole("button", { name: "Plant and train" }).click();
  },
};

async function runAll(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Run all" }).click();
  await expect(page.getByRole("button", { name: "Run all" })).toBeEnabled(trained);
}

/** From its beginning, but not for as long as it takes. */
async function watchRecorded(page: Page, recording?: RecordingId): Promise<void> {
  await panel(page).getByRole("button", { name: "Or watch it recorded" }).click();
  // A view may show another recording beside it.
  const replay = page
    .getByRole("region", { name: "Replay" })
    .filter({ hasText: findRecording(recording ?? "")!.title });
  await replay.getByRole("slider", { name: "Position in the run" }).press("End");
}

/** Every step: the deed, a wrong answer, the right one, and on. */
async function walk(page: Page, id: string): Promise<void> {
  const { steps } = lesson(id);
  for (const [index, step] of steps.entries()) {
    await expect(heading(page, step.title)).toBeVisible();
    await expect(page).toHaveURL(new RegExp(`#lesson=${id}/${step.id}$`));
    const { question, action } = step;
    const option = (right: boolean) => {
      const { text } = question!.options.find((one) => one.right === right)!;
      return panel(page).getByRole("radio", { name: text });
    };
    if (question) await option(false).check();
    if (action) {
      await DEEDS[`${id}/${step.id}`]!(page, action.recording);
      await expect(panel(page).getByText("Done.", { exact: true })).toBeVisible(trained);
    }
    if (question) {
      await panel(page).getByRole("button", { name: "Check my answer" }).click();
      await expect(panel(page).getByText("Not so; read why, and choose again.")).toBeVisible();
      await option(true).check();
      await panel(page).getByRole("button", { name: "Check my answer" }).click();
      await expect(panel(page).getByText("You are right.")).toBeVisible();
      for (const { why } of question.options) await expect(panel(page).getByText(why)).toBeVisible();
    }
    const lit = page.locator(`[data-panel="${step.panel}"]`).first();
    if (await lit.count()) await expect(page.locator("html")).toHaveAttribute("data-lit", step.panel);
    if (index < steps.length - 1)
      await panel(page)
        .getByRole("link", { name: /^Next: / })
        .click();
  }
}

async function open(page: Page, hash: string): Promise<void> {
  await page.goto(`/#${hash}`);
  await expect(panel(page)).toBeVisible();
}

test("the lessons on passages are walked to their ends, and the list knows", async ({ page }) => {
  await open(page, "lesson=it-does-not-know");
  await expect(page.getByRole("button", { name: "Run all" })).toBeEnabled();
  await trainFor(page, 6);
  for (const id of ["it-does-not-know", "notes-instead-of-text", "the-inner-loop", "did-it-help"]) {
    if (id !== "it-does-not-know")
      await panel(page)
        .getByRole("link", { name: /^Next lesson: / })
        .click();
    await walk(page, id);
  }
  await page.reload();
  await panel(page)
    .getByRole("link", { name: /^Lesson \d/ })
    .click();
  const list = page.getByRole("list", { name: "Lessons" });
  for (const id of ["it-does-not-know", "notes-instead-of-text", "the-inner-loop", "did-it-help"]) {
    const { title, steps } = lesson(id);
    await expect(list.getByRole("listitem").filter({ hasText: title })).toContainText(
      `${steps.length} of ${steps.length} steps`,
    );
  }
});

test("the other lessons are walked to their ends", async ({ page }) => {
  await open(page, "lesson=learning-to-write");
  for (const id of LESSONS.slice(4).map((one) => one.id)) {
    if (id !== "learning-to-write")
      await panel(page)
        .getByRole("link", { name: /^Next lesson: / })
        .click();
    await walk(page, id);
  }
});

test("a step that is about another recording than its view opens on is done by that one", async ({
  page,
}) => {
  for (const step of ["on-trial", "habit"] as const) {
    await page.goto("/icon.svg");
    await open(page, `lesson=keeping-control/${step}`);
    await expect(page.getByRole("region", { name: "Replay" })).toContainText("Recorded");
    await expect(panel(page).getByText("Your turn.")).toBeVisible();
    const { action } = lesson("keeping-control").steps.find(({ id }) => id === step)!;
    await watchRecorded(page, action!.recording);
    await expect(panel(page).getByText("Done.", { exact: true })).toBeVisible();
  }
});

test("every step opens cold beside the view it is about, its panel lit as soon as it is there", async ({
  page,
}) => {
  for (const { id, steps } of LESSONS) {
    const [step] = steps;
    await page.goto("/icon.svg");
    await open(page, `lesson=${id}/${step!.id}&hide=settings+views`);
    await expect(heading(page, step!.title)).toBeVisible();
    await expect(page.locator(`html[data-lit="${step!.panel}"]`)).toHaveCount(1);
    await expect(page.getByRole("navigation", { name: "Views" })).toBeHidden();
  }
});

test("the first lesson withholds the answers until they are predicted", async ({ page }) => {
  await open(page, "lesson=it-does-not-know/closed-book");
  const read = page.getByRole("region", { name: "Read", exact: true });
  // They are there, and out of sight.
  await expect(read.getByText("It says:")).toHaveCount(19, trained);
  await expect(read.getByText("It says:").first()).toBeHidden();
  await expect(read.getByText("of 19 right before")).toBeHidden();
  await panel(page).getByText("Almost none.").click();
  await panel(page).getByRole("button", { name: "Check my answer" }).click();
  await expect(read.getByText("It says:").first()).toBeVisible();
  await expect(read.getByText("of 19 right before")).toBeVisible();
});

test("a term is explained where it stands, by keyboard too, and the focus goes along with the steps", async ({
  page,
}) => {
  await open(page, "lesson=it-does-not-know/closed-book");
  const term = panel(page).getByRole("button", { name: "closed book" });
  await term.focus();
  await page.keyboard.press("Enter");
  const meaning = page.getByRole("dialog", { name: "Closed book" });
  await expect(meaning).toContainText("Asked without the passage in the prompt");
  await page.keyboard.press("Escape");
  await expect(meaning).toBeHidden();
  await expect(term).toBeFocused();
  await panel(page).getByRole("link", { name: "Next: Wrong, and fluent" }).press("Enter");
  await expect(heading(page, "Wrong, and fluent")).toBeFocused();
  await page.goBack();
  await expect(heading(page, "Asked closed book")).toBeFocused();
});

test("on a phone the lesson is a sheet that folds; it closes, and the address forgets it", async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, "lesson=forgetting/remedies");
  const box = await panel(page).boundingBox();
  expect(box!.y).toBeGreaterThan(300);
  await panel(page).getByRole("button", { name: "Fold the lesson" }).click();
  await expect(heading(page, "Remedies and their price")).toBeHidden();
  await panel(page).getByRole("button", { name: "Unfold the lesson" }).click();
  await expect(heading(page, "Remedies and their price")).toBeVisible();
  await panel(page).getByRole("button", { name: "Close the lesson" }).click();
  await expect(panel(page)).toBeHidden();
  await expect(page).toHaveURL(/#view=stream$/);
});

test("educators get links with less beside them, answers, and all figures", async ({ page }) => {
  await page.goto("/#view=educators");
  await page.getByRole("checkbox", { name: "Settings" }).check();
  const section = page.getByRole("region", { name: /Learning to write better notes/ });
  await expect(section.getByRole("link", { name: "Shams" })).toHaveAttribute(
    "href",
    "#lesson=learning-to-write/shams&hide=settings",
  );
  const tools = page.getByRole("group", { name: "Of “Learning to write better notes”" });
  const [csv] = await Promise.all([
    page.waitForEvent("download"),
    tools.getByRole("button", { name: "Figures as CSV" }).click(),
  ]);
  expect(readFileSync((await csv.path())!, "utf8")).toMatch(
    /learning-to-write,shams,.*Longest edit \(sham\),0\.\d+,0\.\d+,0\.\d+/,
  );
  // What a printer would get: the answer key, and nothing of the screen.
  await page.evaluate(() => {
    window.print = () => {};
  });
  await tools.getByRole("button", { name: "Print the answer key" }).click();
  await page.emulateMedia({ media: "print" });
  await expect(
    page.getByRole("heading", { name: "5. Learning to write better notes · answers" }),
  ).toBeVisible();
  await expect(page.getByRole("heading", { name: "For educators" })).toBeHidden();
  await expect(page.getByText("☒").first()).toBeVisible();
});

test("axe finds nothing in a step, in the list, in the glossary and at the educators’", async ({ page }) => {
  for (const view of ["lessons", "glossary", "educators"]) {
    await page.goto(`/#view=${view}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await looksRight(page, view);
  }
  await open(page, "lesson=keeping-control/drift");
  await expect(page.locator('[data-panel="limits"]')).toBeVisible();
  await looksRight(page, "lesson");
});
