import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { toJson } from "../src/protocol/toJson.ts";
import { readArcOptions } from "../src/tasks/arc/commands/options.ts";
import { puzzlesOf } from "../src/tasks/arc/commands/source.ts";
import { SPLITS } from "../src/tasks/arc/drawn/splits.ts";
import { ARC_ROUNDS_PRESETS } from "../src/tasks/arc/roundsMetadata.ts";
import { EXAMPLE_PASSAGES } from "../src/tasks/knowledge/examples/examples.ts";
import { KNOWLEDGE_ROUNDS_PRESETS } from "../src/tasks/knowledge/roundsMetadata.ts";
import { TEST_SETTINGS } from "../test/knowledgeSettings.ts";
import { type RoundsRan, resultOf, runRounds, stateOf } from "../test/roundsRun.ts";
import { rlResults } from "./rewardTable.ts";
import { openRlLog } from "./rlLog.ts";
import { readRlOptions } from "./rlOptions.ts";
import { type RlResult, rlResultSchema, rlTable, roundsOf } from "./rlResult.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "rl-"));
});
afterEach(() => rm(folder, { recursive: true }));

describe("options", () => {
  const read = (...args: string[]) => readRlOptions(["--json", "j", ...args]);
  const [reader, paper, small] = ["reader", "paper", "default"].map(
    (id) => KNOWLEDGE_ROUNDS_PRESETS.find((preset) => preset.id === id)?.settings,
  );

  test("the embedded reader's preset unless changed", () => {
    expect(read("--task", "knowledge")).toMatchObject({
      model: "embedded-reader",
      json: "j",
      rounds: reader!.outer,
      task: { id: "knowledge" },
      settings: reader!.task,
      heldOut: reader!.heldOut,
    });
    expect(read("--preset", "paper").rounds).toEqual(paper!.outer);
    expect(read("--model", "embedded-reader").rounds).toEqual(reader!.outer);
    const { rounds, settings } = read(
      ...["--rounds", "3", "--contexts", "5", "--samples", "2", "--seed", "7", "--inner-runs", "2"],
      ...["--writer-learning-rate", "0.01", "--max-steps", "9"],
    );
    expect(rounds).toMatchObject({ rounds: 3, contextsPerRound: 5, samples: 2, seed: 7, innerRuns: 2 });
    expect(rounds.writer).toEqual({ ...reader!.outer.writer, learningRate: 0.01 });
    expect(settings).toMatchObject({ maxSteps: 9 });
  });

  test("another model has the preset for small models unless another one is asked for", () => {
    expect(read("--model", "m")).toMatchObject({ model: "m", rounds: small!.outer, heldOut: small!.heldOut });
    expect(read("--model", "m", "--preset", "reader").rounds).toEqual(reader!.outer);
  });

  test("all of the writer's training, apart from the inner loops'", () => {
    const { rounds, settings } = read(
      ...["--writer-targets", "q_proj,v_proj", "--writer-schedule", "cosine", "--writer-warmup-steps", "3"],
      ...["--writer-weight-decay", "0.1", "--writer-max-grad-norm", "0", "--writer-lora-rank", "8"],
    );
    expect(rounds.writer).toEqual({
      ...reader!.outer.writer,
      targets: ["q_proj", "v_proj"],
      schedule: "cosine",
      warmupSteps: 3,
      weightDecay: 0.1,
      maxGradNorm: 0,
      loraRank: 8,
    });
    expect(settings).toEqual(reader!.task);
  });

  test("--reward all is training without selection", () => {
    expect(read("--reward", "all").rounds).toMatchObject({ reward: "accuracy", keep: "all" });
    expect(read("--keep-edits", "all").rounds).toEqual(read("--reward", "all").rounds);
    expect(read("--reward", "random").rounds).toMatchObject({ reward: "random", keep: "best" });
  });

  test("which edits are kept is a setting beside which pieces of one are", () => {
    const { rounds, settings } = read("--keep-edits", "solving", "--keep", "all");
    expect(rounds).toMatchObject({ reward: "accuracy", keep: "solving" });
    expect(settings).toMatchObject({ keep: "all" });
  });

  test.each([
    [["--task", "arc", "--max-steps", "9"], "--max-steps"],
    [["--task", "arc", "--size", "huge"], "--size must be one of tiny, small, row, longRow, medium, large"],
    [["--task", "poem"], "--task must be one of knowledge, arc, not “poem”"],
    [["--reward", "beauty"], "--reward must be one of accuracy, likelihood, accuracy-likelihood, random"],
    [["--keep-edits", "good"], "--keep-edits must be one of best, solving, advantage, all, not “good”"],
    [["--keep-edits", "solving", "--reward", "length"], "which edit solves is known by accuracy alone"],
    [["--keep-edits", "best", "--reward", "all"], "--keep-edits best contradicts --reward all"],
    [["--contexts", "0"], "--contexts"],
    [["--writer-targets", "q_proj,head"], "--writer-targets"],
    [["--writer-schedule", "steep"], "--writer-schedule"],
    [["--writer-warmup-steps", "-1"], "--writer-warmup-steps"],
    [["--writer-epochs", "many"], "--writer-epochs"],
    [["--held-out", "0"], "--held-out must be a whole number from 1 on"],
    [["--preset", "best"], "--preset “best” does not exist"],
    [["--colour", "red"], "--colour"],
  ])("%j is refused", (args, message) => {
    expect(() => read(...args)).toThrow(message);
  });
});

describe("options for puzzles", () => {
  const read = (...args: string[]) => readRlOptions(["--json", "j", "--task", "arc", ...args]);

  test("the grid model, the best edit of each kept, and the settings of puzzles", () => {
    const { outer } = ARC_ROUNDS_PRESETS[0]!.settings;
    expect(read()).toMatchObject({ model: "embedded-grid", rounds: { ...outer, keep: "best" } });
    expect(read("--views", "one", "--seed", "4")).toMatchObject({
      rounds: { seed: 4 },
      task: { id: "arc" },
      settings: { views: "one", seed: 4 },
    });
  });

  test("a sham keeps the first by its own reward", () => {
    expect(read("--reward", "random").rounds).toMatchObject({ reward: "random", keep: "best" });
    expect(read("--reward", "all").rounds).toMatchObject({ keep: "all" });
    expect(() => read("--reward", "random", "--keep-edits", "solving")).toThrow(
      "--reward accuracy, not random",
    );
  });

  test("the paper's round, of which single settings can be changed", () => {
    const { heldOut, outer, task } = ARC_ROUNDS_PRESETS.find(({ id }) => id === "paper")!.settings;
    expect(read("--preset", "paper")).toMatchObject({ heldOut, rounds: outer, settings: task });
    expect(read("--preset", "paper", "--samples", "4").rounds).toEqual({ ...outer, samples: 4 });
    expect(() => read("--preset", "reader")).toThrow("--preset “reader” does not exist");
  });
});

describe("contexts", () => {
  const { outer } = KNOWLEDGE_ROUNDS_PRESETS[0]!.settings;
  /** Drawn for rounds of passages, or of the task that the arguments name. */
  const drawn = (seed: number, ...args: string[]) => {
    const { source } = readRlOptions(["--json", "j", ...args]);
    return source({ rounds: { ...outer, seed }, heldOut: 12 });
  };

  test("every round has its own fresh ones; the held-out ones are others, and the same for every seed", async () => {
    const [a, b] = [await drawn(1), await drawn(2)];
    expect(a.training).toHaveLength(outer.rounds * outer.contextsPerRound);
    const texts = [...a.training, ...b.training, ...a.heldOut].map(({ context }) => JSON.stringify(context));
    expect(new Set(texts).size).toBe(texts.length);
    expect(b.heldOut).toEqual(a.heldOut);
    expect(await drawn(1)).toEqual(a);
  });

  test("puzzles train on families of the outer split, and are held out of families never trained on", async () => {
    const [a, b] = [await drawn(1, "--task", "arc"), await drawn(2, "--task", "arc")];
    const families = (contexts: readonly { name: string }[]) =>
      new Set(contexts.map(({ name }) => name.replace(/ \d+$/, "")));
    expect(SPLITS.outer).toEqual(expect.arrayContaining([...families(a.training)]));
    expect(SPLITS.unseen).toEqual(expect.arrayContaining([...families(a.heldOut)]));
    expect(a.training).toHaveLength(outer.rounds * outer.contextsPerRound);
    expect(b.training).not.toEqual(a.training);
    expect(b.heldOut).toEqual(a.heldOut);

    const command = ["--split", "unseen", "--seed", "4000000000", "--limit", "12", "--json", "j"];
    const { chosen } = await puzzlesOf(readArcOptions(command));
    expect(a.heldOut.map(({ context }) => context)).toEqual(chosen.map(({ context }) => toJson(context)));
  });

  test("the last passages of a file are held out", async () => {
    const file = join(folder, "p.json");
    const passages = EXAMPLE_PASSAGES.slice(0, 4).map(({ title, text, questions }) => ({
      title,
      text,
      questions: questions.map(({ question, answers }) => ({ question, answer: answers[0] })),
    }));
    await writeFile(file, JSON.stringify(passages));
    const settings = { ...outer, contextsPerRound: 2 };
    const { source } = readRlOptions(["--json", "j", "--passages", file]);
    const { training, heldOut } = await source({ heldOut: 1, rounds: settings });
    expect([training.length, heldOut.map(({ name }) => name)]).toEqual([3, [passages[3]!.title]]);
    await expect(source({ heldOut: 3, rounds: settings })).rejects.toThrow(
      "1 are left to train on, and a round takes 2",
    );
  });
});

describe("the log on disk", () => {
  const planOf = ({ events }: RoundsRan) => {
    const first = events[0]!.body;
    if (first.type !== "started") throw new Error("The log does not begin at its start.");
    return first;
  };

  test("goes on after a line that was cut off, with the writer's updates bit for bit", async () => {
    const whole = await runRounds();
    const json = join(folder, "a.json");
    const log = await openRlLog(json, planOf(whole));
    expect(log.earlier).toEqual([]);
    const merged = whole.types.indexOf("writerMerged");
    for (const event of whole.events.slice(0, merged + 3)) log.add(event);
    for (const [round, update] of whole.writers) log.addWriter(round, update);
    await log.written();
    await appendFile(`${json}.log.jsonl`, '{"version":1,"runId":"r","sequ');

    const again = await openRlLog(json, planOf(whole));
    expect(again.earlier).toEqual(whole.events.slice(0, merged + 3));
    // The update of round 2 is there, but the log does not know of it yet.
    expect([...again.writers]).toEqual([...whole.writers].slice(0, 1));
    const ran = await runRounds({}, { writers: again.writers }, undefined, again.earlier);
    expect(resultOf(ran.state)).toEqual(resultOf(whole.state));
  });

  test("of another set-up is refused and stays", async () => {
    const whole = await runRounds({ rounds: 0 });
    const json = join(folder, "a.json");
    const log = await openRlLog(json, planOf(whole));
    for (const event of whole.events) log.add(event);
    await log.written();
    const before = await readFile(`${json}.log.jsonl`, "utf8");
    const plan = planOf(whole);
    const other = { ...plan, settings: { ...plan.settings, samples: 9 } };
    await expect(openRlLog(json, other)).rejects.toThrow("set up otherwise");
    expect(await readFile(`${json}.log.jsonl`, "utf8")).toBe(before);
  });
});

async function ranTwoRounds(): Promise<RlResult> {
  const { events } = await runRounds();
  const state = stateOf(events);
  return {
    format: "self-edit-playground/rl",
    version: 2,
    createdAt: new Date(0).toISOString(),
    setup: {
      task: "knowledge",
      model: { id: "fake", name: "Fake", parameters: 1, hash: "0" },
      backend: { name: "none", threads: 1 },
      contexts: { source: "p.json", sha256: "0", training: ["a", "b", "c"], heldOut: ["d", "e"] },
      reward: "accuracy",
      seed: 1,
      outer: state.settings,
      settings: TEST_SETTINGS,
    },
    intervalMethod: "m",
    seconds: 1,
    rounds: roundsOf(state),
  };
}

test("the result survives its schema and counts as the log does", async () => {
  const result = await ranTwoRounds();
  expect(rlResultSchema.parse(JSON.parse(JSON.stringify(result)))).toEqual(result);
  expect(result.rounds.map(({ round }) => round)).toEqual([0, 1, 2]);
  for (const { heldOut, edits, selection } of result.rounds) {
    const own = edits.filter(({ set }) => set === "held-out");
    expect(own.reduce((sum, { correct }) => sum + correct, 0)).toBe(heldOut.correct);
    expect(edits.filter(({ kept }) => kept)).toHaveLength(selection?.kept ?? 0);
  }
  const { correct, total } = result.rounds[0]!.heldOut;
  expect(rlTable(result)).toContain(`| 0 | ${correct}/${total} = `);
});

test("seeds stand together in one table, rewards apart, each round against the untrained writer", async () => {
  const one = await ranTwoRounds();
  const seeds = [1, 2].map((seed) => ({ ...one, setup: { ...one.setup, seed } }));
  const sham = { ...one, setup: { ...one.setup, reward: "random" } };
  const rows = rlResults
    .table([...seeds, sham])
    .split("\n")
    .slice(2);
  expect(rows).toHaveLength(6);
  const { correct, total } = one.rounds[1]!.heldOut;
  const gain = ((100 * (correct - one.rounds[0]!.heldOut.correct)) / total).toFixed(1);
  const share = ((100 * correct) / total).toFixed(1);
  expect(rows[1]).toContain(`| accuracy (Fake) | 1, 2 | 1 | ${2 * correct}/${2 * total} = ${share} % [`);
  expect(rows[1]).toContain(`| ${share}, ${share} | ${gain} [`);
  expect(rows[4]).toContain(`| random (Fake) | 1 | 1 | ${correct}/${total} = ${share} % [`);
  const short = { ...one, rounds: one.rounds.slice(0, 1) };
  expect(() => rlResults.table([one, short])).toThrow("no round 1");
});
