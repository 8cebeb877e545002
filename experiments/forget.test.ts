import { appendFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DEFAULT_STREAM_SETTINGS } from "../src/seal/remedies/streamSettings.ts";
import { KNOWLEDGE_PRESETS } from "../src/tasks/knowledge/metadata.ts";
import { resultOfStream, runStream, type StreamRan } from "../test/editStreamRun.ts";
import { TEST_SETTINGS } from "../test/knowledgeSettings.ts";
import { openForgetLog } from "./forgetLog.ts";
import { readForgetOptions } from "./forgetOptions.ts";
import { type ForgetResult, forgetMatrix, forgetResultSchema, measuredOf } from "./forgetResult.ts";
import { forgetResults } from "./remedyTable.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "forget-"));
});
afterEach(() => rm(folder, { recursive: true }));

const read = (...args: string[]) => readForgetOptions(["--json", "j", ...args]);

describe("options", () => {
  test("the embedded reader's preset unless changed", () => {
    const reader = KNOWLEDGE_PRESETS.find(({ id }) => id === "reader")!.settings;
    expect(read()).toMatchObject({
      model: "embedded-reader",
      count: 8,
      stream: DEFAULT_STREAM_SETTINGS,
      settings: reader,
    });
    const { stream, settings, count } = read(
      ...["--passages", "3", "--remedy", "gate", "--seed", "5", "--bits-limit", "0.2", "--kl-limit", "0.7"],
      ...["--max-steps", "9"],
    );
    expect(count).toBe(3);
    expect(stream).toMatchObject({ remedy: "gate", seed: 5, bitsLimit: 0.2, limits: { kl: 0.7 } });
    expect(settings).toEqual({ ...reader, maxSteps: 9, seed: 5 });
  });

  test.each([
    [["--remedy", "prayer"], "--remedy must be one of none, replay, generative-replay, kl"],
    [["--passages", "1"], "--passages must be a whole number from 2 on"],
    [["--replay-share", "2"], "--replay-share"],
    [["--canaries-limit", "-1"], "--canaries-limit"],
    [["--preset", "best"], "--preset “best” does not exist"],
    [["--colour", "red"], "--colour"],
  ])("%j is refused", (args, message) => {
    expect(() => read(...args)).toThrow(message);
  });
});

test("every seed has its own passages; a remedy changes nothing about them", async () => {
  const drawn = (...args: string[]) => {
    const { source, stream, count } = read(...args);
    return source({ seed: stream.seed, count });
  };
  const [a, b] = [await drawn("--seed", "1"), await drawn("--seed", "2")];
  const texts = [...a.contexts, ...b.contexts].map(({ context }) => JSON.stringify(context));
  expect(new Set(texts).size).toBe(16);
  expect(await drawn("--seed", "1", "--remedy", "kl")).toEqual(a);
});

describe("the log on disk", () => {
  const planOf = ({ events }: StreamRan) => {
    const first = events[0]!.body;
    if (first.type !== "started") throw new Error("The log does not begin at its start.");
    return first;
  };

  test("goes on after a line that was cut off; another set-up is refused and stays", async () => {
    const whole = await runStream();
    const json = join(folder, "a.json");
    const log = await openForgetLog(json, planOf(whole));
    expect(log.earlier).toEqual([]);
    for (const event of whole.events.slice(0, 12)) log.add(event);
    await log.written();
    await appendFile(`${json}.log.jsonl`, '{"version":1,"runId":"r","sequ');
    const again = await openForgetLog(json, planOf(whole));
    expect(again.earlier).toEqual(whole.events.slice(0, 12));
    const ran = await runStream({}, {}, undefined, again.earlier);
    expect(resultOfStream(ran.state)).toEqual(resultOfStream(whole.state));

    const before = await readFile(`${json}.log.jsonl`, "utf8");
    const plan = planOf(whole);
    const other = { ...plan, settings: { ...plan.settings, remedy: "kl" as const } };
    await expect(openForgetLog(json, other)).rejects.toThrow("set up otherwise");
    expect(await readFile(`${json}.log.jsonl`, "utf8")).toBe(before);
  });
});

test("the result survives its schema, and the tables count as it does", async () => {
  const resultOf = ({ state }: StreamRan): ForgetResult => ({
    format: "self-edit-playground/forget",
    version: 2,
    createdAt: new Date(0).toISOString(),
    setup: {
      task: "knowledge",
      model: { id: "fake", name: "Fake", parameters: 1, hash: "0" },
      backend: { name: "none", threads: 1 },
      contexts: { source: "p", sha256: "0", names: ["a", "b", "c", "d"] },
      remedy: state.settings.remedy,
      seed: state.settings.seed,
      stream: state.settings,
      settings: TEST_SETTINGS,
    },
    intervalMethod: "m",
    seconds: 1,
    ...measuredOf(state),
  });
  const results = [
    resultOf(await runStream({ seed: 1 })),
    resultOf(await runStream({ seed: 2 })),
    resultOf(await runStream({ remedy: "router" })),
  ];
  expect(forgetResultSchema.parse(JSON.parse(JSON.stringify(results[0])))).toEqual(results[0]);
  const [one] = results;
  const { task: _task, contexts, ...setup } = one!.setup;
  const passages = { file: contexts.source, sha256: contexts.sha256, titles: contexts.names };
  const earlier = { ...one, version: 1, setup: { ...setup, passages } };
  expect(forgetResults.schema.parse(JSON.parse(JSON.stringify(earlier)))).toEqual(one);
  const total = one!.untouched.reduce((sum, cell) => sum + cell.total, 0);
  const lines = forgetMatrix(one!).split("\n");
  expect(lines.find((line) => line.startsWith("| passage 2 "))).toMatch(
    /^\| passage 2 \| 2\/7 \| 2\/\d \| {2}\| {2}\|$/,
  );
  expect(lines.at(-3)).toContain(`Just learned: 8/${total}`);
  expect(lines.at(-2)).toContain(`All learned, at the end: 4/${total}`);
  // Two seeds of one remedy are one line.
  const rows = forgetResults.table(results).split("\n").slice(2);
  expect(rows[0]).toContain(`16/${2 * total}`);
  expect(rows[0]).toContain(`8/${2 * total}`);
  expect(rows.filter((row) => row.startsWith("|"))).toHaveLength(2);
});
