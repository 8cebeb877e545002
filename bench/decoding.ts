import { existsSync, readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "@playwright/test";
import { createServer } from "vite";
import { findBrowser } from "../scripts/findBrowser.mjs";
import type { Call, DecodeTimes } from "./browser/decoder.ts";
import type { Pairs } from "./sideBySide.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const PORT = 4330;
const PROMPT = "The lighthouse of Orrin Skerry was built in 1871 by";
const TOKENS = 32;

interface Peer {
  name: string;
  /** The module of its worker in `bench/browser`. */
  worker: string;
  /** Its npm package in `bench/node_modules`. */
  package?: string;
  /** Where it finds the model of a GGUF file. */
  model(gguf: string): string;
}

const OURS: Peer = { name: "this project", worker: "ours.ts", model: (gguf) => gguf };
const PEERS: readonly Peer[] = [
  { name: "wllama", worker: "wllama.js", package: "@wllama/wllama", model: (gguf) => gguf },
  {
    name: "transformers.js",
    worker: "transformersJs.js",
    package: "@huggingface/transformers",
    model: (gguf) => `${ROOT}.cache/bench/${basename(gguf, ".gguf")}.onnx`,
  },
];

/** One page's life with one decoder. */
interface Visit {
  /** Seconds from a server on this machine to the first token: fetched, read, compiled, prompt computed. */
  start: number;
  /** Tokens per second, greedily, of one sequence; null where eight were not asked for. */
  one: number;
  eight: number | null;
  /** MiB of the page's process; null where the system does not tell. */
  memory: number | null;
}

/**
 * Decoding in Chromium on WebAssembly: this project against each peer that is installed, with each GGUF file, in turn.
 * `note` is told in a sentence of everything that is left out.
 */
export async function decodingPairs(
  files: readonly string[],
  { threads, rounds, note }: { threads: number; rounds: number; note(sentence: string): void },
): Promise<Pairs[]> {
  const peers = PEERS.filter((peer) => {
    const here = existsSync(packageFile(peer));
    if (!here) note(`${peer.name} is not installed: npm install --prefix bench.`);
    return here;
  });
  const server = await createServer({
    root: ROOT,
    // A file that is not there is not found, in the place of the page.
    appType: "mpa",
    server: { port: PORT, strictPort: true, hmr: false, watch: null, fs: { strict: false } },
    // Found ahead of time: a dependency found later reloads the page. The peers are modules already.
    optimizeDeps: {
      entries: ["bench/browser/page.html", "bench/browser/ours.ts"],
      exclude: PEERS.flatMap((peer) => peer.package ?? []),
    },
    logLevel: "error",
  });
  await server.listen();
  const browser = await chromium.launch({
    executablePath: await findBrowser(),
    args: ["--headless=new", "--no-sandbox"],
  });
  const rows: Pairs[] = [];
  try {
    // The first page of all waits for what the server compiles.
    await (await openDecoder(browser, OURS)).close();
    for (const file of files) {
      const able = peers.filter((peer) => {
        const here = existsSync(peer.model(file));
        if (!here) note(`${peer.name} has no ${basename(peer.model(file))}: see bench/export_onnx.py.`);
        return here;
      });
      const visits = new Map<Peer, Visit[]>([OURS, ...able].map((peer) => [peer, []]));
      for (let round = 0; round < rounds; round++) {
        for (const [peer, seen] of visits) {
          try {
            seen.push(await visit(browser, peer, resolve(file), threads));
          } catch (error) {
            if (peer === OURS) throw error;
            note(
              `${peer.name} is left out, for with ${basename(file)} it failed: ${String(error).split("\n")[0]}`,
            );
            visits.delete(peer);
            continue;
          }
          note(`${basename(file)}, round ${round + 1}: ${peer.name} ${JSON.stringify(seen.at(-1))}`);
        }
      }
      rows.push(...rowsOf(basename(file, ".gguf"), visits));
    }
  } finally {
    await browser.close();
    await server.close();
  }
  return rows;
}

function rowsOf(model: string, visits: ReadonlyMap<Peer, readonly Visit[]>): Pairs[] {
  const values = (seen: readonly Visit[], key: keyof Visit) => seen.flatMap((visit) => visit[key] ?? []);
  const ours = visits.get(OURS)!;
  const against = [...visits].filter(([peer]) => peer !== OURS);
  const pairs = (what: string, key: keyof Visit, unit: Pairs["unit"], goal?: number): Pairs[] =>
    against.map(([peer, seen]) => ({
      what: `${model}: ${what}`,
      peer: nameOf(peer),
      unit,
      ours: values(ours, key),
      theirs: values(seen, key),
      ...(goal === undefined ? {} : { goal }),
    }));
  const together: Pairs = {
    what: `${model}: decoding eight together`,
    peer: "",
    unit: "tokens/s",
    ours: values(ours, "eight"),
    theirs: [],
  };
  return [
    ...pairs("decoding", "one", "tokens/s", 1),
    together,
    ...pairs("start to first token", "start", "s"),
    ...pairs("memory of the page", "memory", "MiB"),
  ].filter((row) => row.ours.length > 0);
}

async function visit(browser: Browser, peer: Peer, gguf: string, threads: number): Promise<Visit> {
  const page = await openDecoder(browser, peer);
  const ask = (call: Call) => page.evaluate<DecodeTimes | null>(`ask(${JSON.stringify(call)})`);
  const speed = async (sequences: number, maxTokens: number) => {
    const times = await ask({ decode: { prompt: PROMPT, sequences, maxTokens } });
    return times!.tokens / times!.seconds;
  };
  const begun = performance.now();
  await ask({ load: { modelUrl: `/@fs${peer.model(gguf)}`, threads } });
  await speed(1, 1);
  const start = (performance.now() - begun) / 1000;
  const one = await speed(1, TOKENS);
  const memory = await memoryOf(browser);
  const eight = peer === OURS ? await speed(8, TOKENS) : null;
  await page.close();
  return { start, one, eight, memory };
}

async function openDecoder(browser: Browser, { worker }: Peer): Promise<Page> {
  const page = await browser.newPage();
  page.on("pageerror", (error) => console.error(error));
  await page.goto(`http://localhost:${PORT}/bench/browser/page.html?worker=/bench/browser/${worker}`);
  await page.evaluate("ready");
  return page;
}

/** MiB of the largest renderer, the page that is open. Linux alone tells what a process shares with others. */
async function memoryOf(browser: Browser): Promise<number | null> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  const renderers = processInfo
    .filter(({ type }) => type === "renderer")
    .map(({ id }) => `/proc/${id}/smaps_rollup`)
    .filter((path) => existsSync(path));
  if (renderers.length === 0) return null;
  const kibibytes = renderers.map((path) => Number(/^Pss:\s+(\d+)/m.exec(readFileSync(path, "utf8"))?.[1]));
  return Math.max(...kibibytes) / 1024;
}

const packageFile = (peer: Peer) => `${ROOT}bench/node_modules/${peer.package}/package.json`;
const nameOf = (peer: Peer) => `${peer.name} ${JSON.parse(readFileSync(packageFile(peer), "utf8")).version}`;
