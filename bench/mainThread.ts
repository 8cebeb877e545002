/**
 * How long the page's main thread is busy at a stretch on a processor of a quarter of this one's speed: while the page loads,
 * and while the embedded model trains and somebody types. `npm run bench:main-thread -- [rounds = 3]`, after a build.
 *
 * Times are of the processor, four times as long as they were here, so that a busy machine is in no figure. A key waits at
 * most for the task that is under way and then for its own.
 */
import { type Browser, chromium, type Page } from "@playwright/test";
import { preview } from "vite";

const SLOWER = 4;
const KEYS = 40;
const STEPS_MS = 600_000;

const rounds = Number(process.argv[2] ?? 3);
const server = await preview({ preview: { port: 0, strictPort: false }, logLevel: "silent" });
const url = server.resolvedUrls?.local[0] ?? "";
const browser = await chromium.launch({
  ...(process.env.CHROMIUM_PATH ? { executablePath: process.env.CHROMIUM_PATH } : {}),
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
  const training = await traced(browser, page, () => typeWhileTraining(page));
  const keyTask = longest(training.filter((task) => task.hasKey));
  measured.push({ load: longest(load), training: longest(training), key: longest(training) + keyTask });
  await context.close();
}
await browser.close();
await server.close();

const line = (what: string, values: readonly number[]) =>
  `${what.padEnd(46)} ${Math.max(...values).toFixed(0)} ms (of ${values.map((ms) => ms.toFixed(0)).join(", ")})`;
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
  await page.getByRole("button", { name: "Run all" }).click();
  await page
    .getByText(/\bstep \d+/i)
    .first()
    .waitFor();
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
  args?: { name?: string; data?: { type?: string } };
}

/** The tasks of the page's main thread while something is done. */
async function traced(of: Browser, page: Page, act: () => Promise<void>): Promise<Task[]> {
  const categories = ["__metadata", "toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline"];
  await of.startTracing(page, { categories });
  await act();
  const { traceEvents }: { traceEvents: TraceEvent[] } = JSON.parse((await of.stopTracing()).toString());
  const threads = traceEvents.filter(
    ({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain",
  );
  const tasksOf = ({ pid, tid }: TraceEvent) =>
    traceEvents.filter(
      (event) => event.pid === pid && event.tid === tid && /RunTask$/.test(event.name) && event.ph === "X",
    );
  // Of several renderers the page's own has most to do.
  const [main] = threads.sort((a, b) => tasksOf(b).length - tasksOf(a).length);
  if (!main) throw new Error("The trace names no main thread.");
  const keys = traceEvents.filter(
    ({ pid, tid, name, args }) =>
      pid === main.pid &&
      tid === main.tid &&
      name === "EventDispatch" &&
      /^key|input/.test(args?.data?.type ?? ""),
  );
  return tasksOf(main).map(({ ts, dur = 0, tdur = 0 }) => ({
    ms: (tdur / 1000) * SLOWER,
    hasKey: keys.some((key) => key.ts >= ts && key.ts <= ts + dur),
  }));
}
