/**
 * The page's own "Measure this machine", pressed in whatever browser there is: training and decoding, on WebGPU beside
 * TensorFlow.js's own operations on the same device. `npm run bench:gpu -- [auto | webgpu | wasm] [name of a model at hand]`
 *
 * "webgpu" where the browser gives no GPU takes the one that it emulates. That says nothing about speed, so then only
 * the ratios are printed; it takes minutes. `-- node [id or file of a model]` needs no browser, see `gpuInNode.mjs`.
 */
import { chromium } from "@playwright/test";
import { build, preview } from "vite";
import { findBrowser } from "../scripts/findBrowser.mjs";
import { markdownTable } from "../src/tasks/commands/markdown.ts";
import { measureInNode } from "./gpuInNode.mjs";

const CHOICES = { auto: "Automatic", webgpu: "WebGPU", wasm: "WebAssembly" };
const PATIENCE_MS = 600_000;
const GPU_ARGS = ["--enable-unsafe-webgpu", "--enable-features=Vulkan", "--ignore-gpu-blocklist"];
const EMULATED = "--use-webgpu-adapter=swiftshader";

const [backend = "auto", model] = process.argv.slice(2);
if (backend === "node") {
  print(await measureInNode(model ?? "embedded-reader"));
  process.exit();
}
const choice = CHOICES[backend];
if (choice === undefined) {
  console.error(`There is no backend “${backend}”. Give one of: ${Object.keys(CHOICES).join(", ")}, node.`);
  process.exit(1);
}
await build({ logLevel: "warn" });
const server = await preview({ preview: { port: 0, strictPort: false }, logLevel: "silent" });
const executablePath = await findBrowser();
let browser;
try {
  const found = (await openDialog([])) ?? (await openDialog([EMULATED]));
  if (!found) throw new Error(`${choice} cannot be used in ${executablePath}.`);
  print(await measure(found));
} finally {
  await browser?.close();
  await server.close();
}

/** The dialog of models with the backend chosen; null where that one cannot be. */
async function openDialog(more) {
  await browser?.close();
  browser = await chromium.launch({
    executablePath,
    args: ["--headless=new", "--no-sandbox", ...GPU_ARGS, ...more],
  });
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(server.resolvedUrls.local[0]);
  await page.getByRole("button", { name: "Run all" }).click({ trial: true });
  await page.locator("header").getByRole("button").first().click();
  const dialog = page.getByRole("dialog");
  const radio = dialog.getByRole("radio", { name: choice });
  if (await radio.isDisabled()) return null;
  await radio.check();
  if (model) await dialog.getByRole("button", { name: `Load ${model}`, exact: true }).click();
  return dialog;
}

async function measure(dialog) {
  const speed = dialog.getByRole("region", { name: "Speed on this machine" });
  await speed.getByRole("button", { name: "Measure this machine" }).click();
  await speed.getByRole("button", { name: "Cancel the measurement" }).waitFor();
  const table = speed.getByRole("table");
  const failure = speed.getByRole("alert");
  await table.or(failure).waitFor();
  if (await failure.isVisible()) throw new Error((await failure.textContent()).trim());
  return {
    caption: await table.locator("caption").textContent(),
    lines: await table
      .locator("tr")
      .evaluateAll((rows) => rows.map(({ cells }) => [...cells].map((cell) => cell.textContent))),
    facts: await speed
      .locator("dl > div")
      .evaluateAll((rows) => rows.map(({ children }) => [...children].map((cell) => cell.textContent))),
  };
}

function print({ caption, lines: [head, ...rows], facts }) {
  console.log(`${caption}\n`);
  const isEmulated = facts.some(
    ([name, value]) => name === "GPU" && /swiftshader|llvmpipe|basic render/i.test(value),
  );
  if (!isEmulated) {
    const width = head.length;
    console.log(
      markdownTable(head, [...rows, ...facts.map((fact) => [...fact, ...Array(width - 2).fill("")])]),
    );
    return;
  }
  console.log(
    markdownTable(
      ["What", "Ratio"],
      rows.map((row) => [row[0], row.at(-1)]),
    ),
  );
  for (const [name, value] of facts) console.log(`\n${name}: ${value}`);
  console.log("\nThe GPU is emulated on the processor, so its times are left out.");
}
