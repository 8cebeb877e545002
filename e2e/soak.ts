import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { chromium, type Page } from "@playwright/test";
import { preview } from "vite";

// `npm run soak -- --minutes 60`: reader, puzzles, rounds, model changes and imports in turn, in one tab; prints after each
// turn what the tab holds. Run `npm run build` first.

const minutes = Number(process.argv[process.argv.indexOf("--minutes") + 1] ?? 60) || 60;
const STEP_PATIENCE_MS = 240_000;

const server = await preview({ preview: { port: 0, strictPort: false }, logLevel: "silent" });
const url = server.resolvedUrls?.local[0] ?? "";
const browser = await chromium.launch({
  ...(process.env.CHROMIUM_PATH ? { executablePath: process.env.CHROMIUM_PATH } : {}),
  // The second measures memory at once instead of at the next garbage collection.
  args: ["--headless=new", "--no-sandbox", "--enable-blink-features=ForceEagerMeasureMemory"],
});
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
    const start = page.getByRole("button", { name: "Start the rounds" });
    await start.click();
    await page
      .getByText(/edits tried/)
      .first()
      .waitFor();
    await page.getByRole("button", { name: "Cancel" }).click();
    await start.waitFor();
    await page.getByRole("button", { name: "Discard" }).first().click();
  },
  "model change": async () => {
    await view("Puzzles");
    await modelIs(/grid/i);
    await view("Passages");
    await modelIs(/reader/i);
  },
  import: async () => {
    await view("Passages");
    imports += 1;
    // Another run each time, as far as the page can tell.
    const text = recorded
      .toString()
      .replace(/"runId": "[^"]{4}/g, `"runId": "${String(imports).padStart(4, "0")}`);
    const file = { name: "run.json", mimeType: "application/json", buffer: Buffer.from(text) };
    await page.getByLabel("Run log file").setInputFiles(file);
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

async function runAll(): Promise<void> {
  const run = page.getByRole("button", { name: "Run all" });
  await run.click();
  await page.getByRole("button", { name: "Cancel", exact: true }).waitFor();
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
  const [all, stored] = await of.evaluate(async () => {
    const measure = Reflect.get(performance, "measureUserAgentSpecificMemory");
    const { bytes } = await measure.call(performance);
    return [bytes, (await navigator.storage.estimate()).usage ?? 0];
  });
  return {
    "page heap": metric("JSHeapUsedSize") / 1e6,
    nodes: metric("Nodes"),
    "page, workers and WebAssembly": all / 1e6,
    storage: stored / 1e6,
  };
}

const end = Date.now() + minutes * 60_000;
await page.getByRole("button", { name: "Run all" }).waitFor();
for (let round = 0; Date.now() < end; round++) {
  for (const [name, turn] of Object.entries(TURNS)) {
    if (Date.now() > end) break;
    try {
      await turn();
    } catch (error) {
      failures.push(`${name}: ${error instanceof Error ? error.message.split("\n")[0] : error}`);
      await page.goto(url);
    }
    const figures = Object.entries(await held(page)).map(([what, size]) => `${what} ${size.toFixed(1)}`);
    console.log(`${round} ${name}: ${figures.join(", ")}`);
  }
}
await browser.close();
await new Promise((resolve) => server.httpServer.close(resolve));
for (const failure of failures) console.log(`FAILED ${failure}`);
process.exit(failures.length > 0 ? 1 : 0);
