import { type Driver, patiently } from "./driver.ts";

const STARTING_MS = 120_000;
const RUNNING_MS = 1_800_000;

/**
 * What has to work in any browser: the embedded reader learns from its own edit, what it learned is kept, found after a
 * reload and rolled back, a puzzle is solved or not, and reloads on a host that revalidates everything do no harm.
 *
 * @param say is told each thing that was seen
 * @throws with the first thing that was not
 */
export async function travel(driver: Driver, url: string, say: (seen: string) => void): Promise<void> {
  const page = new PageReader(driver);

  await driver.open(url);
  await page.ready();
  say(
    `opens: ${await page.read(MODEL)}; ${await page.read("crossOriginIsolated ? 'isolated' : 'not isolated'")}`,
  );

  await page.press("Run all");
  await page.press("Show accuracy as a table", RUNNING_MS);
  const accuracies = await page.sees(rowsOf("Accuracy of each condition"), "the accuracies");
  say(`a run: ${accuracies}`);
  await page.ready();

  await page.press("Keep this adapter", STARTING_MS, "a");
  for (const [limit, value] of [
    ["KL, nats a token", 50],
    ["Perplexity, times", 500],
    ["Lost canaries", 100],
    ["False statements", 100],
  ] as const) {
    await page.fill(limit, String(value));
  }
  await page.press("Keep this adapter");
  await page.press("Merge it", STARTING_MS);
  await page.sees(IN_FORCE, "a version in force");
  say("a version is kept");

  await page.press("Roll back to the untouched model");
  await page.sees(UNTOUCHED_IN_FORCE, "the untouched model in force");
  say("rolled back");

  // A browser that keeps nothing has to say so.
  const isKept = (await driver.evaluate(KEEPS_NOTHING)) === false;
  if (isKept) {
    await driver.open(`${url}?again#view=versions`);
    say(`after a reload: ${await page.sees(FIRST_VERSION, "the version after a reload")} is there`);
  } else say("says that it keeps nothing between visits");

  await driver.open(`${url}?puzzles#view=puzzles`);
  await page.ready();
  await page.press("Run all");
  const verdict = await page.sees(VERDICTS, "the verdicts on a puzzle", RUNNING_MS);
  say(`a puzzle: ${verdict}`);

  for (let reload = 1; reload <= 3; reload++) {
    await driver.open(`${url}?reload=${reload}`);
    await page.ready();
    const messages = await page.texts("ul[aria-label=Messages] li");
    if (messages.some((message) => /stopped|could not/.test(message))) throw new Error(messages.join(" "));
  }
  say("three reloads: the engine is there after each");
}

const MODEL = "document.querySelector('header button')?.textContent ?? null";
const IN_FORCE =
  "[...document.querySelectorAll('ul[aria-label=Versions] li[aria-current=true]')].map((li) => li.textContent).find((text) => !text.startsWith('Untouched'))?.slice(0, 80) ?? null";
const UNTOUCHED_IN_FORCE =
  "[...document.querySelectorAll('ul[aria-label=Versions] li[aria-current=true]')].some((li) => li.textContent.startsWith('Untouched')) || null";
const KEEPS_NOTHING = "document.body.innerText.includes('keeps nothing between visits')";
const FIRST_VERSION =
  "[...document.querySelectorAll('ul[aria-label=Versions] li li')].map((li) => li.innerText.split('\\n')[0])[0] ?? null";
/** The rows of the table with this caption, as one text; null while there is none. */
const rowsOf = (caption: string) =>
  `((table) => table && [...table.tBodies[0].rows].map((row) => row.innerText.replace(/\\s+/g, " ")).join("; "))([...document.querySelectorAll("table")].find((t) => t.caption?.textContent === ${JSON.stringify(caption)}) ?? null)`;
const VERDICTS = `((text) => (text && !text.split("; ").some((row) => !/Right|Wrong/.test(row)) ? text : null))(${rowsOf("Each condition on this puzzle")})`;

/** The page as a person reads it, by the words on it. */
class PageReader {
  readonly #driver: Driver;

  constructor(driver: Driver) {
    this.#driver = driver;
  }

  async read(expression: string): Promise<string> {
    return String(await this.#driver.evaluate(expression));
  }

  sees(expression: string, what: string, patienceMs = STARTING_MS): Promise<unknown> {
    return patiently(what, () => this.#driver.evaluate(expression), patienceMs);
  }

  async texts(selector: string): Promise<string[]> {
    const found = await this.#driver.evaluate(
      `[...document.querySelectorAll(${JSON.stringify(selector)})].map((e) => e.innerText.replace(/\\s+/g, " "))`,
    );
    return Array.isArray(found) ? found.map(String) : [];
  }

  /** A model is loaded and nothing runs. */
  async ready(): Promise<void> {
    await this.sees(`(${findButton("Run all", "button")}) ? true : null`, "“Run all”");
  }

  async press(words: string, patienceMs = STARTING_MS, kind = "button"): Promise<void> {
    const click = `((b) => b && (b.click(), true))(${findButton(words, kind)}) ?? null`;
    await this.sees(click, `“${words}”`, patienceMs);
  }

  async fill(label: string, value: string): Promise<void> {
    const text = JSON.stringify(label);
    const input = `[...document.querySelectorAll("label")].find((l) => l.textContent.startsWith(${text}))?.control`;
    // React listens to what its own setter has not seen.
    const setter = "Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set";
    const type = `((i) => i && (${setter}.call(i, ${JSON.stringify(value)}), i.dispatchEvent(new Event("input", { bubbles: true })), true))(${input}) ?? null`;
    await this.sees(type, `the field “${label}”`);
  }
}

function findButton(words: string, kind: string): string {
  const text = JSON.stringify(words);
  return `[...document.querySelectorAll(${JSON.stringify(kind)})].find((b) => !b.disabled && (b.getAttribute("aria-label") === ${text} || b.textContent.trim().startsWith(${text})))`;
}
