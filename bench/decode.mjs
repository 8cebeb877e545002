/**
 * Decoding speed in the browser on WebAssembly, side by side in one run: this project against wllama (llama.cpp),
 * the same GGUF, the same threads, in turn. `npm run model:smollm2 && npm run bench:decode -- [rounds = 5]`
 */
import { chromium } from "@playwright/test";
import { createServer } from "vite";
import { findBrowser } from "../scripts/findBrowser.mjs";
import { median } from "./median.ts";

const rounds = Number(process.argv[2] ?? 5);
const server = await createServer({
  server: { port: 4330, strictPort: true, hmr: false, watch: null },
  // Found ahead of time: a dependency found later reloads the page.
  optimizeDeps: { entries: ["bench/browser/decode.html", "bench/browser/decodeWorker.ts"] },
  logLevel: "error",
});
await server.listen();
const browser = await chromium.launch({
  executablePath: await findBrowser(),
  args: ["--headless=new", "--no-sandbox"],
});
const page = await browser.newPage();
page.on("pageerror", (error) => console.error(error));
await page.goto("http://localhost:4330/bench/browser/decode.html");
await page.waitForFunction("typeof ours === 'function'");

const task = {
  modelUrl: "/models/local/SmolLM2-135M-Instruct.Q4_1.gguf",
  threads: 2,
  prompt: "The lighthouse of Orrin Skerry was built in 1871 by",
  sequences: 1,
  maxTokens: 64,
};
const speed = async (who, change = {}) => {
  const call = `${who}(${JSON.stringify({ ...task, ...change })})`;
  const { tokens, seconds } = await page.evaluate(call);
  return tokens / seconds;
};
// Loading and first use are not timed.
await speed("ours", { maxTokens: 8 });
await speed("theirs", { maxTokens: 8 });
const one = [];
const eight = [];
const peer = [];
for (let round = 0; round < rounds; round++) {
  one.push(await speed("ours"));
  peer.push(await speed("theirs"));
  eight.push(await speed("ours", { sequences: 8 }));
}
const ratios = one.map((ours, round) => ours / peer[round]);
console.log(`this project, 1 sequence   ${median(one).toFixed(1)} tokens/s`);
console.log(`this project, 8 sequences  ${median(eight).toFixed(1)} tokens/s`);
console.log(`wllama, 1 sequence         ${median(peer).toFixed(1)} tokens/s`);
console.log(`ratio, 1 sequence          ${median(ratios).toFixed(2)} (median of ${rounds} pairs)`);
await browser.close();
await server.close();
