import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openRecords, runContext } from "../../../../experiments/innerLoopRun.ts";
import { FakeModel } from "../../../../test/fakeModel.ts";
import { EDIT, passage, writer } from "../../../../test/innerLoopRun.ts";
import { TEST_SETTINGS } from "../../../../test/knowledgeSettings.ts";
import type { Condition } from "../../../protocol/run.ts";
import { roundsPassages } from "../generatePassage.ts";
import { knowledgeTask } from "../knowledgeTask.ts";
import { KNOWLEDGE_PRESETS, type KnowledgeSettings } from "../metadata.ts";
import { knowledgeRounds } from "../roundsMetadata.ts";
import { passageLoops } from "./innerLoops.ts";
import { readPassageOptions } from "./options.ts";
import { type PassageRecord, type SealResult, type Setup, sealResultSchema } from "./result.ts";
import { passagesOf } from "./source.ts";
import { difference, intervalMethod, summarise } from "./summary.ts";
import { conditionTable } from "./table.ts";

const settings = TEST_SETTINGS;
const CONDITIONS: Condition[] = ["untouched", "passage-only", "self-edit", "oracle"];
const setup: Setup = {
  task: "knowledge",
  model: { id: "fake", name: "Fake", parameters: 1, hash: "0" },
  backend: { name: "none", threads: 1 },
  passages: { file: "p.json", sha256: "0", offset: 0, limit: 1 },
  conditions: CONDITIONS,
  seed: 1,
  settings,
};

const loops = (json = "j", changed: Partial<KnowledgeSettings> = {}, first = 0) =>
  passageLoops(
    {
      model: "m",
      threads: 1,
      json,
      offset: 0,
      conditions: CONDITIONS,
      settings: { ...settings, ...changed },
    },
    { name: "p.json", sha256: "0", chosen: [0, 1].map((i) => ({ passage, index: first + i })) },
  );
const run = (plan: ReturnType<typeof loops>, position: number, model = new FakeModel(writer)) =>
  runContext({ model, task: knowledgeTask, words: knowledgeRounds.words, plan }, position, []);
const record = (index = 0): Promise<PassageRecord> => run(loops(), index);

/** A record in which the questions marked 1 are right under each condition. */
function made(index: number, right: Partial<Record<Condition, readonly number[]>>): PassageRecord {
  const count = Math.max(...Object.values(right).map((marks) => marks.length));
  const questions = Array.from({ length: count }, (_, i) => ({
    question: `${i}?`,
    answers: ["x"],
    outputs: Object.fromEntries(
      Object.entries(right).map(([condition, marks]) => {
        const correct = marks[i] === 1;
        const score = correct ? 1 : 0;
        return [
          condition,
          { output: "", correct, scores: { containsGold: score, f1: score / 2, exactMatch: 0 } },
        ];
      }),
    ),
  }));
  return { index, title: String(index), seconds: 1, edit: null, training: {}, questions };
}

describe("options", () => {
  const needed = ["--model", "m", "--passages", "p", "--json", "j"];

  test("the preset's settings unless changed", () => {
    const preset = KNOWLEDGE_PRESETS[0]!.settings;
    expect(readPassageOptions(needed)).toMatchObject({ offset: 0, settings: preset });
    const changed = [
      "--preset",
      "paper",
      "--learning-rate",
      "0.002",
      "--passage-sentences",
      "true",
      "--targets",
      "q_proj,v_proj",
    ];
    expect(
      readPassageOptions([...needed, ...changed, "--format", "rewrite", "--seed", "7"]).settings,
    ).toMatchObject({
      format: "rewrite",
      seed: 7,
      loraRank: 32,
      learningRate: 0.002,
      passageSentences: true,
      targets: ["q_proj", "v_proj"],
    });
    expect(readPassageOptions([...needed, "--format", "default"]).settings.format).toBe(preset.format);
  });

  test("the embedded model has a preset of its own, and reads passages that are made for it", async () => {
    const options = readPassageOptions(["--model", "embedded", "--generate", "3", "--json", "j", "--oracle"]);
    expect(options).toMatchObject({ model: "embedded-reader", source: { generate: 3 } });
    expect(options.settings).toEqual(KNOWLEDGE_PRESETS.find(({ id }) => id === "reader")?.settings);
    expect(options.conditions).toEqual(expect.arrayContaining(["self-edit", "oracle", "other-edit"]));
    const { chosen, sha256 } = await passagesOf(options);
    expect(new Set(chosen.map(({ passage }) => passage.text)).size).toBe(3);
    expect(new Set(chosen[0]!.passage.questions.map(({ kind }) => kind))).toContain("direct");
    const other = await passagesOf({ ...options, offset: 2, limit: 1 });
    expect(other).toEqual({ name: expect.any(String), sha256, chosen: [chosen[2]] });
  });

  test("reads the passages that the outer loop holds out", async () => {
    const args = ["--model", "embedded", "--generate", "2", "--held-out", "--json", "j"];
    const { name, chosen } = await passagesOf(readPassageOptions(args));
    const { heldOut } = roundsPassages(7, 1, 2);
    expect(chosen.map(({ passage }) => passage)).toEqual(heldOut);
    const rest = await passagesOf(readPassageOptions([...args, "--offset", "1", "--limit", "1"]));
    expect(rest).toMatchObject({ name, chosen: [chosen[1]] });
    const fresh = await passagesOf(readPassageOptions(args.filter((word) => word !== "--held-out")));
    expect(fresh.sha256).not.toBe(rest.sha256);
  });

  test.each([
    [[...needed, "--generate", "3"], "--generate excludes --passages"],
    [["--model", "m"], "--passages is missing"],
    [[...needed, "--held-out"], "--held-out goes with --generate"],
    [[...needed, "--limit", "0"], "--limit must be a whole number from 1 on"],
    [[...needed, "--epochs", "x"], "--epochs"],
    [[...needed, "--format", "poem"], "--format"],
    [[...needed, "--conditions", "untouched,random"], "--conditions may hold"],
    [[...needed, "--preset", "best"], "--preset “best” does not exist"],
    [[...needed, "--colour", "red"], "--colour"],
  ])("%j is refused", (args, message) => {
    expect(() => readPassageOptions(args)).toThrow(message);
  });
});

describe("a passage", () => {
  test("gives every condition's answers, the edit and the training", async () => {
    const { questions, edit, training } = await record();
    expect(edit?.text).toBe(`Question 1:${EDIT}`);
    expect(questions).toHaveLength(passage.questions.length);
    expect(Object.keys(questions[0]!.outputs)).toEqual(CONDITIONS);
    expect(questions[0]!.outputs["self-edit"]?.correct).toBe(true);
    expect(new Set(Object.values(training).map(({ steps }) => steps)).size).toBe(1);
  });

  test("that fails says which and why", async () => {
    const failing = run(loops("j", {}, 5), 0, new FakeModel({ maxPositions: 20 }));
    await expect(failing).rejects.toThrow(/Passage 5 \(“Orsvik”\): .* tokens long/);
  });
});

test("the edit of the passage before is trained on as a control", async () => {
  const plan = { ...loops() };
  const conditions: Condition[] = ["self-edit", "other-edit"];
  const edit = { text: "Elsewhere.", pieces: [{ id: "p1", text: "Elsewhere.", kept: true }] };
  const before = { ...(await record()), edit };
  const { otherPieces } = plan.request(1, [before]);
  expect(otherPieces).toEqual(edit.pieces);
  const withOthers = { ...plan, request: () => ({ ...plan.request(1, [before]), conditions }) };
  const { training } = await run(withOthers, 1);
  expect(training["other-edit"]).toMatchObject({ examples: 2, steps: training["self-edit"]!.steps });
});

describe("summary", () => {
  const records = [
    made(0, { "passage-only": [0, 0, 1], "self-edit": [1, 1, 1] }),
    made(1, { "passage-only": [0, 0], "self-edit": [1, 0] }),
    made(2, { "passage-only": [1, 0], "self-edit": [1, 0] }),
  ];

  test("by kind of question, where the passages name kinds", () => {
    const named = records.map((one) => ({
      ...one,
      questions: one.questions.map((question, i) => ({ ...question, kind: i === 0 ? "direct" : "reversed" })),
    }));
    expect(summarise(named, "self-edit")?.byKind).toMatchObject({
      direct: { correct: 3, total: 3 },
      reversed: { correct: 2, total: 4 },
    });
    expect(summarise(records, "self-edit")).not.toHaveProperty("byKind");
  });

  test("counts questions, not passages, and names its interval", () => {
    expect(summarise(records, "self-edit")).toMatchObject({
      correct: 5,
      total: 7,
      f1: 5 / 14,
      exactMatch: 0,
    });
    expect(intervalMethod(records)).toContain("bootstrap over passages");
    expect(intervalMethod(records.slice(0, 1))).toContain("Wilson");
    expect(summarise(records, "oracle")).toBeNull();
  });

  test("the difference is of the same questions", () => {
    const gain = difference(records, "self-edit", "passage-only", "correct");
    expect(gain?.mean).toBeCloseTo(3 / 7);
    expect(gain?.interval[0]).toBe(0);
    expect(difference(records.slice(0, 1), "self-edit", "passage-only", "correct")).toBeNull();
  });
});

describe("files", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "seal-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  test("a checkpoint goes on where it stopped, also after a cut-off line", async () => {
    const json = join(folder, "a");
    const path = `${json}.passages.jsonl`;
    const first = await openRecords(loops(json), setup);
    await first.add(await record(0));
    await first.add(await record(1));
    await writeFile(path, (await readFile(path, "utf8")).slice(0, -20));
    const more = {
      ...setup,
      passages: { ...setup.passages, limit: 9 },
      backend: { name: "none", threads: 2 },
    };
    const again = await openRecords(loops(json), more);
    expect(again.done.map(({ index }) => index)).toEqual([0]);
    await again.add(await record(1));
    expect((await openRecords(loops(json), setup)).done).toHaveLength(2);
  });

  test("a checkpoint of another set-up is refused and stays", async () => {
    const json = join(folder, "a");
    const path = `${json}.passages.jsonl`;
    await (await openRecords(loops(json), setup)).add(await record());
    const before = await readFile(path, "utf8");
    await expect(
      openRecords(loops(json), { ...setup, settings: { ...settings, epochs: 9 } }),
    ).rejects.toThrow("set up otherwise");
    const taught = { ...setup, writer: { folder: "taught", sha256: "1" } };
    await expect(openRecords(loops(json), taught)).rejects.toThrow("set up otherwise");
    expect(await readFile(path, "utf8")).toBe(before);
  });
});

test("a result survives its schema, and the table averages over seeds", async () => {
  const result = async (seed: number): Promise<SealResult> => ({
    format: "self-edit-playground/seal",
    version: 1,
    createdAt: new Date(0).toISOString(),
    setup: { ...setup, seed, settings: { ...settings, seed } },
    intervalMethod: "m",
    conditions: {},
    passages: [await record(0), await record(1)],
  });
  const results = [await result(1), await result(2)];
  expect(sealResultSchema.parse(JSON.parse(JSON.stringify(results[0])))).toEqual(results[0]);
  const table = conditionTable(results);
  expect(table).toContain(
    "| self-qa, seeds 1, 2 | trained on passage + self-edit | 12/28 = 42.9 % [43, 43] |",
  );
  expect(table).toContain("self-edit minus passage only");
  const ofTaught = { ...results[1]!, setup: { ...setup, writer: { folder: "taught", sha256: "1" } } };
  expect(conditionTable([results[0]!, ofTaught])).toContain("| self-qa (2), seed 1 |");
  expect(table).toContain("Passages: 2.");
});
