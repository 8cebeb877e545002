import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect, type Locator, type Page, test } from "@playwright/test";
import { type BrowserStorage, writeStorage } from "../test/fixtures/stored/browserStorage.ts";
import {
  editRuns,
  readAccuracies,
  readMatrix,
  readRounds,
  readVersions,
  roundsRuns,
  type Shown,
  streamRuns,
} from "../test/fixtures/stored/readPage.ts";
import { openSettings } from "./playground.ts";

/** What an earlier version of the page has kept in a browser and written to files: it opens, or the page says why not. */
const read = (name: string) => readFileSync(new URL(`../test/fixtures/stored/${name}`, import.meta.url));
const readZipped = (name: string) => gunzipSync(read(`${name}.gz`)).toString();
const kept: BrowserStorage = JSON.parse(readZipped("browser.json"));
const shown: Shown = JSON.parse(read("shown.json").toString());
const links: Record<"example" | "own", string> = JSON.parse(read("links.json").toString());

/** Opens the page in a browser that an earlier version of it has been used in. */
async function comeBack(page: Page, hash = "", storage = kept): Promise<void> {
  await page.goto("/icon.svg");
  await writeStorage(page, storage);
  await page.goto(`/${hash}`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
}

const jsonFile = (name: string, text: string) => ({
  name,
  mimeType: "application/json",
  buffer: Buffer.from(text),
});
const messages = (page: Page) => page.getByRole("list", { name: "Messages" });
const named = (runs: Shown["runs"], note: RegExp) => {
  const run = runs.find((one) => note.test(one.note));
  if (!run) throw new Error(`No run of the fixtures is ${note}.`);
  return run;
};

for (const [where, storage] of [
  ["stored", kept],
  ["held over a reload", withHeldDraft()],
] as const) {
  test(`a draft that was ${where} is as it was left`, async ({ page }) => {
    await comeBack(page, "", storage);
    const { title, text, question, answers } = shown.draft;
    await expect(page.getByRole("textbox", { name: "Title of the passage" })).toHaveValue(title);
    await expect(page.getByRole("textbox", { name: "Text of the passage" })).toHaveValue(text);
    await expect(page.getByLabel("Question 1", { exact: true })).toHaveValue(question);
    await expect(page.getByLabel("Accepted answers to question 1")).toHaveValue(answers);
    await expect(page.getByRole("radio", { name: "No difference" })).toBeChecked();
  });
}

/** A page that goes away cannot wait for the database: its last draft is a text in `localStorage`. */
function withHeldDraft(): BrowserStorage {
  const { draft, ...documents } = kept.documents;
  const held = { "self-edit-playground:draft": JSON.stringify(draft) };
  return { ...kept, documents, localStorage: { ...kept.localStorage, ...held } };
}

test("runs of one edit are listed, and open with their figures or say why not", async ({ page }) => {
  await comeBack(page);
  await expect(page.getByRole("row", { name: /failed/ })).toBeVisible();
  expect(await editRuns(page)).toEqual(shown.runs);

  const open = async (name: string, index = 0) => {
    await page
      .getByRole("button", { name: `Open run ${name}`, exact: true })
      .nth(index)
      .click();
    await expect(page.getByRole("region", { name: "Replay" })).toContainText(name);
  };
  const recorded = named(
    shown.runs.filter(({ name }) => name !== shown.cut),
    /Recorded/,
  );
  await open(recorded.name);
  await expect(page.getByRole("region", { name: "Replay" })).toContainText("Recorded");
  expect(await readAccuracies(page)).toEqual(shown.accuracies);
  await page.getByRole("slider", { name: "Position in the run" }).fill("1");
  await expect(page.getByRole("table", { name: "Accuracy of each condition" })).toHaveCount(0);
  await open(named(shown.runs, /failed/).name);
  await expect(page.getByText("The page was closed while this run was going on.").first()).toBeVisible();
  await open(named(shown.runs, /cancelled/).name);
  await page.getByRole("button", { name: "Close this run" }).click();

  await page.getByRole("button", { name: `Open run ${shown.cut}`, exact: true }).click();
  await expect(messages(page)).toContainText("The log of this run could not be read.");
});

test("a file of a run is shown as a recording, and a bad one is refused with the reason", async ({
  page,
}) => {
  await page.goto("/");
  const file = page.getByLabel("Run log file");
  const text = readZipped("run.json");
  await file.setInputFiles(jsonFile("run.json", text));
  await expect(page.getByRole("region", { name: "Replay" })).toContainText("Recorded");
  expect(await readAccuracies(page)).toEqual(shown.accuracies);
  await file.setInputFiles(jsonFile("cut.json", text.slice(0, text.length / 2)));
  await expect(messages(page)).toContainText(/JSON/);
  await file.setInputFiles(jsonFile("later.json", text.replaceAll('"version": 1', '"version": 99')));
  await expect(messages(page)).toContainText(/version 99|99/);
});

/** The embedded reader has other weights since: what it began is there, and does not go on. */
async function isOfEarlierWeights(bar: Locator): Promise<void> {
  await expect(bar).toContainText("This is of earlier weights of Embedded reader");
  await expect(bar.getByRole("button", { name: "Resume" })).toBeDisabled();
}

test("rounds are listed, of passages and of puzzles; those of a model that is gone say so", async ({
  page,
}) => {
  await comeBack(page, "#view=rounds");
  const bar = page.getByRole("region", { name: "Rounds", exact: true });
  await expect(bar).toContainText("Unfinished rounds");
  await expect(bar).toContainText(shown.rounds.kept);
  expect(await roundsRuns(page)).toEqual(shown.rounds.list);
  await isOfEarlierWeights(bar);

  const finished = named(shown.rounds.list, /edits$/);
  await page.getByRole("button", { name: `Open rounds ${finished.name}` }).click();
  await expect.poll(() => readRounds(page)).toEqual(shown.rounds.passages);
  await page.getByLabel("Learn on").selectOption({ label: "Puzzles" });
  await expect.poll(() => readRounds(page)).toEqual(shown.rounds.puzzles);
  expect(await roundsRuns(page)).toEqual(shown.rounds.puzzleList);
  const training = page.getByRole("list", { name: "Training puzzles" });
  await training.locator("summary").first().click();
  await expect(training.getByRole("img", { name: /^Demonstration 1, input/ })).toBeVisible();
});

test("a file of rounds is shown as a recording, and a bad one is refused with the reason", async ({
  page,
}) => {
  await page.goto("/#view=rounds");
  const file = page.getByLabel("File of rounds");
  const text = readZipped("rounds.json");
  await file.setInputFiles(jsonFile("other.json", JSON.stringify({ ...JSON.parse(text), format: "other" })));
  await expect(messages(page)).toContainText("format");
  await file.setInputFiles(jsonFile("cut.json", text.slice(0, text.length / 2)));
  await expect(messages(page)).toContainText("it is not JSON");
  const events: { body: { type: string } }[] = JSON.parse(text).events;
  const replay = page.getByRole("region", { name: "Replay" });
  const damaged = JSON.stringify({ ...JSON.parse(text), events: events.toSpliced(3, 1) });
  await file.setInputFiles(jsonFile("damaged.json", damaged));
  await expect(messages(page)).toContainText("The log of this run of rounds is damaged");
  // A file of another kind is shown in the view of that kind.
  await file.setInputFiles(jsonFile("run.json", readZipped("run.json")));
  await expect(page.getByRole("region", { name: "Run", exact: true })).toBeVisible();
  await expect(replay).toContainText("Recorded");
  await page.getByRole("link", { name: "Learning to edit" }).click();
  // Unfinished rounds of somebody else can be watched, and not gone on with.
  const unfinished = JSON.stringify({ ...JSON.parse(text), events: events.slice(0, -1) });
  await file.setInputFiles(jsonFile("unfinished.json", unfinished));
  await expect(replay).toContainText("Recorded");
  await expect(page.getByRole("button", { name: "Resume" })).toHaveCount(0);
  await file.setInputFiles(jsonFile("rounds.json", text));
  await expect(page.getByText("A recording: these rounds were run elsewhere and imported.")).toBeVisible();
  expect(await readRounds(page)).toEqual(shown.rounds.passages);
});

test("streams are listed with their matrices; one of a model that is gone says so", async ({ page }) => {
  await comeBack(page, "#view=stream");
  const bar = page.getByRole("region", { name: "Stream", exact: true });
  await expect(bar).toContainText("Unfinished stream");
  await expect(bar).toContainText("1 of 3 passages were learned");
  expect(await streamRuns(page)).toEqual(shown.streams.list);
  expect(await readMatrix(page)).toEqual(shown.streams.unfinished);
  await isOfEarlierWeights(bar);

  for (const [remedy, matrix] of [
    ["gate", shown.streams.gated],
    ["adapter each, router", shown.streams.routed],
  ] as const) {
    const run = shown.streams.list.find(({ figures }) => figures.Remedy === remedy);
    await page.getByRole("button", { name: `Open stream ${run?.name}` }).click();
    await expect.poll(() => readMatrix(page)).toEqual(matrix);
  }
});

test("versions of weights that are gone are named, never applied, and can be deleted", async ({ page }) => {
  await comeBack(page, "#view=versions");
  const versions = page.getByRole("region", { name: "Versions of Embedded reader" });
  await expect(versions).toContainText("kept on earlier weights of Embedded reader");
  for (const { name } of shown.versions) await expect(versions).toContainText(name);
  expect(await readVersions(page)).toEqual([]);
  // An adapter that was exported from them is a file like any other.
  const adapter = ["adapter_config.json", "adapter_model.safetensors"].map((name) => ({
    name,
    mimeType: "application/octet-stream",
    buffer: read(name),
  }));
  await page.getByLabel("Adapter files").setInputFiles(adapter);
  await expect
    .poll(() => readVersions(page).then((all) => all.map(({ name, inForce }) => ({ name, inForce }))))
    .toEqual([{ name: "Imported adapter", inForce: true }]);
  await versions.getByRole("button", { name: "Delete them" }).click();
  await expect(versions).not.toContainText("earlier weights");
});

test("a drawn puzzle and its set-up are as they were left", async ({ page }) => {
  await comeBack(page, "#view=puzzles");
  const editor = page.getByRole("region", { name: "Puzzle editor" });
  await expect(editor.getByRole("textbox", { name: "Name of the puzzle" })).toHaveValue(shown.puzzle.name);
  const cells = await editor
    .getByRole("gridcell")
    .evaluateAll((all) => all.map((cell) => cell.getAttribute("aria-label")));
  expect(cells).toEqual(shown.puzzle.cells);
  await openSettings(page);
  await expect(page.getByRole("textbox", { name: "Seed", exact: true })).toHaveValue("77");
  await expect(page.getByRole("checkbox", { name: "Random valid edit" })).toBeChecked();
});

test("a link to an example with a preset opens as it was copied", async ({ page }) => {
  await page.goto(`/${links.example}`);
  await expect(
    page.getByRole("combobox", { name: "Passage", exact: true }).locator("option:checked"),
  ).toHaveText(shown.linked.example);
  await openSettings(page);
  await expect(page.getByLabel("Preset").locator("option:checked")).toHaveText("Paper");
});

test("a link to one's own passage opens as it was copied", async ({ page }) => {
  await page.goto(`/${links.own}`);
  await expect(page.getByRole("textbox", { name: "Title of the passage" })).toHaveValue("The Blue Kettle");
  await expect(page.getByLabel("Question 1", { exact: true })).toHaveValue("Where is the Blue Kettle?");
  await expect(page.getByLabel("Accepted answers to question 1")).toHaveValue("on Fenn Road");
  await openSettings(page);
  // The preset that it names has been replaced since: the settings are those of then.
  await expect(page.getByLabel("Preset").locator("option:checked")).toHaveText("Changed");
  await expect(page.getByRole("textbox", { name: "Seed", exact: true })).toHaveValue("4711");
});

test("a link of a version that does not exist is refused, and a retired preset is known", async ({
  page,
}) => {
  await page.goto(`/${links.own.replace("v=1", "v=3")}`);
  await expect(messages(page)).toContainText("it is of version “3”, and this page reads versions 1 and 2");
  await page.goto("/icon.svg");
  await page.goto("/#v=1&task=knowledge&preset=default.1&set.maxSteps=12");
  await openSettings(page);
  await page.getByRole("button", { name: "Advanced settings" }).click();
  await expect(page.getByRole("textbox", { name: "Most steps" })).toHaveValue("12");
  // The preset in force has other ones.
  await expect(page.getByRole("textbox", { name: "Temperature" })).toHaveValue("0.8");
  await expect(page.getByRole("textbox", { name: "Longest edit (tokens)" })).toHaveValue("320");
});
