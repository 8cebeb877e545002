/**
 * How long the page's main thread is busy at a stretch on a processor of a quarter of this one's speed: while the page loads,
 * and while the embedded model trains and somebody types. `npm run bench:main-thread -- [rounds = 3]`, after a build.
 *
 * Times are of the processor, four times as long as they were here. A key waits at most for the task that is under way and
 * then for its own, in which the page is also drawn.
 */
import { type Browser, chromium, type Page } from "@playwright/test";
import { preview } from "vite";
import { findBrowser } from "../scripts/findBrowser.mjs";

const SLOWER = 4;
const KEYS = 40;
const STEPS_MS = 600_000;

const rounds = Number(process.argv[2] ?? 3);
const server = await preview({ preview: { port: 0, strictPort: false }, logLevel: "silent" });
const url = server.resolvedUrls?.local[0] ?? "";
const browser = await chromium.launch({
  executablePath: await findBrowser(),
  args: ["--headless=new", "--no-sandbox", "--disable-gpu"],
});
const measured: { load: number; training: number; key: number }[] = [];
for (let round = 0; round < rounds; round++) {
  // A context of its own: nothing is cached, as on a first visit.
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(STEPS_MS);
  const load = await traced(browser, page, async () => {
    await page.goto(url);
    await page.getByRole("button", { name: "Run all" }).click({ trial: true });
  });
  await page.getByRole("button", { name: "Run all" }).click();
  await page
    .getByText(/\bstep \d+/i)
    .first()
    .waitFor();
  const training = await traced(browser, page, () => typeWhileTraining(page));
  const [keys, others] = [true, false].map((wanted) => training.filter(({ hasKey }) => hasKey === wanted));
  measured.push({
    load: longest(load),
    training: longest(training),
    key: longest(others ?? []) + longest(keys ?? []),
  });
  await context.close();
}
await browser.close();
await server.close();

// What else the machine does makes a task longer and never shorter: the least of the rounds says most about the page.
const line = (what: string, values: readonly number[]) =>
  `${what.padEnd(46)} ${Math.min(...values).toFixed(0)} ms (of ${values.map((ms) => ms.toFixed(0)).join(", ")})`;
console.log(
  line(
    "longest task while loading",
    measured.map(({ load }) => load),
  ),
);
console.log(
  line(
    "longest task while training",
    measured.map(({ training }) => training),
  ),
);
console.log(
  line(
    "a key is answered at the latest after",
    measured.map(({ key }) => key),
  ),
);

async function typeWhileTraining(page: Page): Promise<void> {
  const field = page.getByRole("textbox", { name: "Title of the passage" });
  await field.focus();
  for (let key = 0; key < KEYS; key++) await page.keyboard.press("x", { delay: 20 });
}

interface Task {
  /** Milliseconds on the slower processor. */
  ms: number;
  /** A key was answered in it. */
  hasKey: boolean;
}

function longest(tasks: readonly Task[]): number {
  return Math.max(0, ...tasks.map(({ ms }) => ms));
}

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  tdur?: number;
  args?: { name?: string; data?: Frame & { type?: string; frames?: Frame[] } };
}

interface Frame {
  url?: string;
  processId?: number;
}

/** The tasks of the page's main thread while something is done. */
async function traced(of: Browser, page: Page, act: () => Promise<void>): Promise<Task[]> {
  const categories = ["__metadata", "toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline"];
  await of.startTracing(page, { categories });
  await act();
  const { traceEvents }: { traceEvents: TraceEvent[] } = JSON.parse((await of.stopTracing()).toString());
  const renderer = rendererOf(traceEvents);
  const main = traceEvents.find(
    ({ pid, name, args }) => pid === renderer && name === "thread_name" && args?.name === "CrRendererMain",
  );
  if (!main) throw new Error("The trace names no main thread.");
  const tasks = traceEvents.filter(
    ({ pid, tid, name, ph }) => pid === main.pid && tid === main.tid && name === "RunTask" && ph === "X",
  );
  const keys = traceEvents.filter(
    ({ pid, tid, name, args }) =>
      pid === main.pid &&
      tid === main.tid &&
      name === "EventDispatch" &&
      /^key|input/.test(args?.data?.type ?? ""),
  );
  return tasks.map(({ ts, dur = 0, tdur = 0 }) => ({
    ms: (tdur / 1000) * SLOWER,
    hasKey: keys.some((key) => key.ts >= ts && key.ts <= ts + dur),
  }));
}

/** The process that shows the page; the browser has others, with pages of its own. */
function rendererOf(traceEvents: readonly TraceEvent[]): number | undefined {
  const shown = traceEvents.flatMap(({ args }) => [...(args?.data?.frames ?? []), args?.data ?? {}]);
  return shown.findLast((frame) => frame.url === url && frame.processId !== undefined)?.processId;
}
