import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { gunzipSync } from "node:zlib";
import { chromium, type Page } from "@playwright/test";
import { preview } from "vite";
import { findBrowser } from "../scripts/findBrowser.mjs";
import { setTinyRounds } from "./playground.ts";

// `npm run soak -- --minutes 60 [--only "model change"]`: reader, puzzles, rounds, model changes and imports in turn, or one of
// them over and over, in one tab; prints after each turn what the tab holds, and at the end how each figure went from lap to lap.
// Run `npm run build` first; on Linux, as the memory of WebAssembly and of the GPU is read where the system tells what the
// browser's processes hold.

const { values } = parseArgs({ options: { minutes: { type: "string" }, only: { type: "string" } } });
const minutes = Number(values.minutes ?? 60) || 60;
const STEP_PATIENCE_MS = 600_000;

const server = await preview({ preview: { port: 0, strictPort: false }, logLevel: "silent" });
const url = server.resolvedUrls?.local[0] ?? "";
const browser = await chromium.launch({
  executablePath: await findBrowser(),
  args: ["--headless=new", "--no-sandbox", "--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"],
});
const processes = await browser.newBrowserCDPSession();
const page = await browser.newPage();
page.setDefaultTimeout(STEP_PATIENCE_MS);
const failures: string[] = [];
page.on("pageerror", (error) => failures.push(error.message));
await page.goto(url);

const recorded = gunzipSync(readFileSync(new URL("../test/fixtures/stored/run.json.gz", import.meta.url)));
let imports = 0;

/** Each begins at any view, and ends with the model free. */
const TURNS: Record<string, () => Promise<void>> = {
  reader: async () => {
    await view("Passages");
    await runAll();
  },
  puzzle: async () => {
    await view("Puzzles");
    await runAll();
  },
  rounds: async () => {
    await view("Learning to edit");
    // More than are done before the button is pressed.
    await setTinyRounds(page, 12, 60);
    const rounds = page.getByRole("region", { name: "Rounds", exact: true });
    await rounds.getByRole("button", { name: "Start the rounds" }).click();
    await rounds.getByText(/[1-9]\d* of \d+ edits tried/).waitFor();
    await rounds.getByRole("button", { name: "Cancel" }).click();
    await rounds.getByRole("button", { name: "Discard" }).click();
    await rounds.getByRole("button", { name: "Start the rounds" }).waitFor();
  },
  "model change": async () => {
    await view("Puzzles");
    await modelIs(/grid.*WebAssembly/i);
    await view("Passages");
    await modelIs(/reader.*WebAssembly/i);
  },
  // Where the machine has no GPU, its processors stand in for one.
  GPU: async () => {
    await view("Passages");
    await computeOn("WebGPU");
    await computeOn("Automatic", "WebAssembly");
  },
  import: async () => {
    await view("Passages");
    imports += 1;
    // Another run each time, as far as the page can tell.
    const text = recorded
      .toString()
      .replace(/"runId": "[^"]{4}/g, `"runId": "${String(imports).padStart(4, "0")}`);
    // Within the page: what Playwright gives a file to, and all around it, it keeps alive.
    await page.getByLabel("Run log file").evaluate((input, log) => {
      if (!(input instanceof HTMLInputElement)) throw new Error("There is no input for files.");
      const chosen = new DataTransfer();
      chosen.items.add(new File([log], "run.json", { type: "application/json" }));
      input.files = chosen.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }, text);
    await page.getByRole("button", { name: "Close this run" }).click();
  },
};

async function view(name: string): Promise<void> {
  await page.getByRole("link", { name, exact: true }).click();
  await page.getByRole("heading", { level: 1 }).waitFor();
}

async function modelIs(name: RegExp): Promise<void> {
  await page.locator("header").getByRole("button", { name }).waitFor();
}

async function computeOn(choice: string, backend = choice): Promise<void> {
  await page
    .locator("header")
    .getByRole("button", { name: /^Model/ })
    .click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: choice }).check();
  await page.keyboard.press("Escape");
  await modelIs(new RegExp(`reader.*${backend}`, "i"));
  await page.getByRole("button", { name: "Run all" }).and(page.locator(":enabled")).waitFor();
}

async function runAll(): Promise<void> {
  const run = page.getByRole("button", { name: "Run all" });
  // Watched within the page: before this program is given a turn again, the run may be over.
  const began = page.waitForFunction(() =>
    [...document.querySelectorAll("button")].some(({ textContent }) => textContent === "Cancel"),
  );
  await run.click();
  await began;
  await run.waitFor();
}

/** Sizes in MB. */
async function held(of: Page): Promise<Record<string, number>> {
  const session = await of.context().newCDPSession(of);
  await session.send("Performance.enable");
  await session.send("HeapProfiler.collectGarbage");
  const { metrics } = await session.send("Performance.getMetrics");
  await session.detach();
  const metric = (name: string) => metrics.find((one) => one.name === name)?.value ?? Number.NaN;
  const stored = await of.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
  const { processInfo } = await processes.send("SystemInfo.getProcessInfo");
  const resident = (type: string) =>
    processInfo.filter((one) => one.type === type).reduce((sum, { id }) => sum + unsharedBytes(id), 0);
  return {
    "page heap": metric("JSHeapUsedSize") / 1e6,
    nodes: metric("Nodes"),
    "tab with workers and WebAssembly": resident("renderer") / 1e6,
    "GPU process": resident("GPU") / 1e6,
    storage: stored / 1e6,
  };
}

/** What a process holds that is in no file: its heaps, WebAssembly's memory, the buffers of an emulated GPU. */
function unsharedBytes(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const kilobytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? 0);
    return 1024 * (kilobytes("RssAnon") + kilobytes("RssShmem"));
  } catch {
    // Ended meanwhile.
    return 0;
  }
}

const end = Date.now() + minutes * 60_000;
await page.getByRole("button", { name: "Run all" }).waitFor();
const turns = Object.entries(TURNS).filter(([name]) => name === (values.only ?? name));
if (turns.length === 0) throw new Error(`--only takes one of ${Object.keys(TURNS).join(", ")}.`);
const laps: Record<string, number>[] = [];
while (Date.now() < end) {
  for (const [name, turn] of turns) {
    const began = Date.now();
    try {
      await turn();
    } catch (error) {
      failures.push(`${name}: ${error instanceof Error ? error.message.split("\n")[0] : error}`);
      await page.goto(url);
    }
    const seconds = Math.round((Date.now() - began) / 1000);
    console.log(`${laps.length} ${name} (${seconds} s): ${inWords(await held(page))}`);
  }
  laps.push(await held(page));
}
console.log("\nAfter each lap:");
for (const lap of laps) console.log(inWords(lap));

await browser.close();
await new Promise((resolve) => server.httpServer.close(resolve));
for (const failure of failures) console.log(`FAILED ${failure}`);
process.exit(failures.length > 0 ? 1 : 0);

function inWords(figures: Record<string, number>): string {
  return Object.entries(figures)
    .map(([what, size]) => `${what} ${what === "nodes" ? size : size.toFixed(1)}`)
    .join(", ");
}
