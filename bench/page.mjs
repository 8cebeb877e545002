/**
 * The page on WebAssembly with the embedded model, as a first visitor sees it: from opening it to a button that can be
 * pressed, and from that press to the accuracy after. `npm run bench:page -- [rounds = 5]`
 */
import { chromium } from "@playwright/test";
import { build, preview } from "vite";
import { findBrowser } from "../scripts/findBrowser.mjs";
import { median } from "./median.ts";

const rounds = Number(process.argv[2] ?? 5);
await build({ logLevel: "warn" });
const server = await preview({ preview: { port: 4331, strictPort: true } });
const browser = await chromium.launch({
  executablePath: await findBrowser(),
  args: ["--headless=new", "--no-sandbox", "--disable-gpu"],
});
const opened = [];
const ran = [];
for (let round = 0; round < rounds; round++) {
  // A context of its own: nothing is cached, as on a first visit.
  const context = await browser.newContext();
  const page = await context.newPage();
  const begun = performance.now();
  await page.goto("http://localhost:4331");
  const run = page.getByRole("button", { name: "Run all" });
  await run.click({ trial: true, timeout: 120_000 });
  const usable = performance.now();
  await run.click();
  await page
    .getByRole("button", { name: "Show accuracy as a table" })
    .click({ trial: true, timeout: 300_000 });
  await run.click({ trial: true, timeout: 300_000 });
  const done = performance.now();
  opened.push((usable - begun) / 1000);
  ran.push((done - usable) / 1000);
  await context.close();
}
const line = (name, seconds) =>
  `${name.padEnd(34)} ${median(seconds).toFixed(1)} s (median of ${seconds.length}: ${seconds.map((s) => s.toFixed(1)).join(", ")})`;
console.log(line("page opened until usable", opened));
console.log(line("click until accuracy after", ran));
await browser.close();
await server.close();
