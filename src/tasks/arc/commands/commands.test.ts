import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runContext } from "../../../../experiments/innerLoopRun.ts";
import { GridFake, mirrorPuzzle, writesMirrored } from "../../../../test/gridFake.ts";
import type { LanguageModel } from "../../../nn/languageModel.ts";
import { PlaygroundError } from "../../../protocol/playgroundError.ts";
import { arcTask } from "../arcTask.ts";
import type { NamedPuzzle } from "../puzzle.ts";
import { arcRounds } from "../roundsMetadata.ts";
import { flipLeftRight } from "../views/transforms.ts";
import { puzzleLoops } from "./innerLoops.ts";
import { type ArcOptions, readArcOptions } from "./options.ts";
import { type ArcResult, type PuzzleRecord, puzzleRecordSchema } from "./result.ts";
import { puzzlesOf } from "./source.ts";
import { arcTable, summariseArc } from "./summary.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "arc-"));
});
afterEach(() => rm(folder, { recursive: true }));

const read = (...args: string[]) => readArcOptions(["--json", "out.json", ...args]);
const mistake = (...args: string[]): string => {
  try {
    read(...args);
  } catch (error) {
    if (error instanceof PlaygroundError) return error.message;
  }
  return "none";
};

describe("options", () => {
  test("the embedded model, its own edit, the preset's settings", () => {
    const options = read("--tasks", "t.json");
    expect(options).toMatchObject({ model: null, edit: "own", controls: [], offset: 0 });
    expect(options.settings).toMatchObject({ seed: 1, views: "five" });
    expect(read("--split", "unseen", "--seed", "3", "--views", "one").settings).toMatchObject({
      seed: 3,
      views: "one",
    });
  });

  test("an edit from a file is run as the fixed one", async () => {
    const { fixedEdit } = read("--tasks", "t").settings;
    const changed = fixedEdit.replace('"num_train_epochs": 2', '"num_train_epochs": 3');
    const path = join(folder, "edit.json");
    await writeFile(path, changed);
    const options = read("--tasks", "t", "--edit", path);
    expect(options).toMatchObject({ edit: "best-fixed", editName: path });
    expect(JSON.parse(options.settings.fixedEdit)).toEqual(JSON.parse(changed));
  });

  test("mistakes name the option", async () => {
    expect(mistake()).toBe("Give either --tasks or --split.");
    expect(mistake("--tasks", "t", "--split", "core")).toBe("Give either --tasks or --split.");
    expect(mistake("--tasks", "t", "--limit", "0")).toMatch(/--limit/);
    expect(mistake("--tasks", "t", "--controls", "luck")).toMatch(/--controls may hold own/);
    expect(mistake("--tasks", "t", "--edit", join(folder, "none.json"))).toMatch(/cannot be read/);
    expect(mistake("--tasks", "t", "--colour", "1")).toMatch(/colour/);
    expect(mistake("--tasks", "t", "--controls", "oracle")).toMatch(/which no file tells/);
  });
});

describe("puzzles", () => {
  const task = JSON.stringify(mirrorPuzzle);

  test("of one file, of a file of several, of a folder", async () => {
    await writeFile(join(folder, "b.json"), task);
    await writeFile(join(folder, "a.json"), `{"first": ${task}, "second": ${task}, "third": {"train": 1}}`);
    const all = await puzzlesOf(read("--tasks", folder));
    expect(all.chosen.map(({ context }) => context.name)).toEqual(["first", "second", "b"]);
    expect(all.remarks).toHaveLength(1);
    const one = await puzzlesOf(read("--tasks", join(folder, "b.json")));
    expect(one.chosen[0]).toMatchObject({ index: 0, context: { name: "b", puzzle: mirrorPuzzle } });
    const later = await puzzlesOf(read("--tasks", folder, "--offset", "1", "--limit", "1"));
    expect(later.chosen.map(({ index }) => index)).toEqual([1]);
    expect(later.sha256).toBe(all.sha256);
    await expect(puzzlesOf(read("--tasks", folder, "--offset", "9"))).rejects.toThrow(
      /none is left from 9 on/,
    );
    await expect(puzzlesOf(read("--tasks", join(folder, "x")))).rejects.toThrow(/cannot be read/);
  });

  test("of folders within folders, of two files joined by name, and none without a sentence", async () => {
    const { test: asked, train } = mirrorPuzzle;
    const open = JSON.stringify({ m: { train, test: asked.map(({ input }) => ({ input })) } });
    const answers = JSON.stringify({ m: asked.map(({ output }) => output) });
    const [nested, split, bare] = ["nested", "split", "bare"].map((name) => join(folder, name));
    await Promise.all(
      [`${nested}/One`, `${nested}/Two`, split!, bare!].map((path) => mkdir(path, { recursive: true })),
    );
    await writeFile(`${nested}/One/One1.json`, `\ufeff${task}`);
    await writeFile(`${nested}/Two/Two1.json`, task);
    await writeFile(`${split}/challenges.json`, open);
    await writeFile(`${split}/solutions.json`, answers);
    const names = async (...args: string[]) =>
      (await puzzlesOf(read(...args))).chosen.map(({ context }) => context.name);
    expect(await names("--tasks", nested!)).toEqual(["One1", "Two1"]);
    const [challenges, solutions] = [`${split}/challenges.json`, `${split}/solutions.json`];
    for (const args of [
      ["--tasks", split!],
      ["--tasks", challenges, "--solutions", solutions],
    ]) {
      expect((await puzzlesOf(read(...args))).chosen[0]?.context.puzzle).toEqual(mirrorPuzzle);
    }
    await expect(names("--tasks", challenges)).rejects.toThrow("None of the 1 puzzles has answers");
    await expect(names("--tasks", challenges, "--solutions", challenges)).rejects.toMatchObject({
      advice: expect.stringContaining("Of the files given: "),
    });
    await expect(names("--tasks", solutions)).rejects.toThrow(
      /There are no puzzles in .*: These are answers/,
    );
    await expect(names("--tasks", bare!)).rejects.toThrow(/There is no \.json file in/);
  });

  test("of a split, the same for the same seed, and a longer run begins with a shorter one", async () => {
    const names = async (...args: string[]) =>
      (await puzzlesOf(read("--split", "unseen", ...args))).chosen.map(({ context }) =>
        JSON.stringify(context),
      );
    const four = await names("--limit", "4");
    expect(await names("--limit", "6")).toEqual([...four, expect.anything(), expect.anything()]);
    expect(await names("--limit", "4", "--seed", "2")).not.toEqual(four);
  });

  test("of two steps, each of a family of its own", async () => {
    const { chosen } = await puzzlesOf(read("--split", "two-step", "--limit", "3"));
    expect(chosen.map(({ context }) => context.name)).toEqual(
      [0, 1, 2].map((i) => expect.stringMatching(`, then .* ${i}$`)),
    );
  });
});

describe("runs", () => {
  const wanted = (edit: ArcOptions["edit"], controls: ArcOptions["controls"] = []) => ({
    settings: read("--tasks", "t", "--views", "one").settings,
    edit,
    controls,
  });
  const runPuzzle = (
    model: LanguageModel,
    context: NamedPuzzle,
    index: number,
    options: ReturnType<typeof wanted>,
  ): Promise<PuzzleRecord> => {
    const read = { ...options, model: "m", threads: 1, json: "j", offset: 0, editName: options.edit };
    const plan = puzzleLoops(read, { name: "p", sha256: "0", chosen: [{ context, index }], remarks: [] });
    return runContext({ model, task: arcTask, words: arcRounds.words, plan }, 0, []);
  };
  const context = { name: "mirror", puzzle: mirrorPuzzle };

  test("measure before and after, and the controls beside", async () => {
    const record = await runPuzzle(writesMirrored(), context, 7, wanted("own", ["random", "own"]));
    expect(puzzleRecordSchema.parse(record)).toEqual(record);
    expect(record).toMatchObject({ index: 7, name: "mirror" });
    const solved = Object.entries(record.outcomes).map(([name, { correct }]) => [name, correct]);
    expect(Object.fromEntries(solved)).toEqual({ before: false, after: true, own: true, random: true });
    expect(record.outcomes.after?.attempts).toEqual([[flipLeftRight(mirrorPuzzle.test[0]!.input)]]);
    expect(record.training.after?.steps).toBeGreaterThan(0);
    expect(record.edit?.pieces).toHaveLength(1);
  });

  test("count test inputs one by one, as a puzzle is solved only by all of them", async () => {
    const [asked] = mirrorPuzzle.test;
    const wrong = { input: asked!.input, output: mirrorPuzzle.train[0]!.input };
    const two = { ...context, puzzle: { ...mirrorPuzzle, test: [asked!, wrong] } };
    const record = await runPuzzle(writesMirrored(), two, 0, wanted("own"));
    expect(record.outcomes.after).toMatchObject({ correct: false, inputs: { right: 1, total: 2 } });
    const unknown = { ...two, puzzle: { ...mirrorPuzzle, test: [asked!, { ...wrong, output: null }] } };
    const half = await runPuzzle(writesMirrored(), unknown, 0, wanted("own"));
    expect(half.outcomes.after).toMatchObject({ correct: null, inputs: { right: 1, total: 1 } });
    expect(summariseArc([[record], [record]], "after")).toMatchObject({
      correct: 0,
      total: 2,
      inputs: { right: 2, total: 4 },
    });
  });

  test("without an edit nothing is trained", async () => {
    const model = writesMirrored();
    const record = await runPuzzle(model, context, 0, wanted("none"));
    expect(Object.keys(record.outcomes)).toEqual(["before"]);
    expect(model.trainings).toEqual([]);
  });

  test("skip what the model cannot read, and leave it out of the totals", async () => {
    const small = new GridFake({ maxPositions: 40 });
    const record = await runPuzzle(small, context, 0, wanted("own"));
    expect(record.skipped).toMatch(/cells with all demonstrations/);
    const read: PuzzleRecord = { ...record, outcomes: { before: { correct: true, cells: 1, attempts: [] } } };
    expect(summariseArc([[record], [read]], "before")).toMatchObject({ correct: 1, total: 1, cells: 1 });
    expect(summariseArc([[record]], "before")).toBeNull();
  });

  test("predict what nobody knows, and score nothing", async () => {
    const test = mirrorPuzzle.test.map(({ input }) => ({ input, output: null }));
    const unknown = { ...context, puzzle: { ...mirrorPuzzle, test } };
    const record = await runPuzzle(writesMirrored(), unknown, 0, wanted("own"));
    expect(record.outcomes.after).toMatchObject({ correct: null, attempts: [[expect.any(Array)]] });
    expect(summariseArc([[record]], "after")).toBeNull();
  });

  test("of several seeds are one table, in which a puzzle that was run twice stands together", async () => {
    const conditions = { before: false, after: true };
    const outcomes = Object.fromEntries(
      Object.entries(conditions).map(([name, correct]) => [
        name,
        { correct, inputs: { right: Number(correct), total: 1 }, cells: 0.5, attempts: [] },
      ]),
    );
    const record: PuzzleRecord = {
      ...(await runPuzzle(writesMirrored(), context, 0, wanted("none"))),
      outcomes,
    };
    const result = (seed: number, sha256: string, puzzles: PuzzleRecord[]): ArcResult => ({
      format: "self-edit-playground/arc",
      version: 1,
      createdAt: new Date(0).toISOString(),
      setup: {
        task: "arc",
        model: { id: "m", name: "M", parameters: 1, hash: "0" },
        backend: { name: "none", threads: 1 },
        puzzles: { source: "p", sha256, offset: 0, limit: 2 },
        edit: "own",
        controls: [],
        seed,
        settings: wanted("own").settings,
      },
      intervalMethod: "m",
      skipped: 0,
      conditions: {},
      puzzles,
    });
    const two = [record, { ...record, index: 1, outcomes: { ...outcomes, after: { ...outcomes.before! } } }];
    const row = (results: ArcResult[]) =>
      arcTable(results)
        .split("\n")
        .find((line) => line.includes("after"));
    // Two puzzles under two seeds: four outcomes, but two clusters, one always solved and one never.
    expect(row([result(1, "a", two), result(2, "a", two)])).toBe(
      "| after (own) | 2 / 4 | 50.0 % | 0.0 % – 100.0 % | 50.0 [0.0, 100.0] | 2 / 4 | 50.0 % |",
    );
    // Four puzzles: narrower.
    expect(row([result(1, "a", two), result(2, "b", two)])).toContain("| 2 / 4 | 50.0 % | 15.0 % – 85.0 % |");
  });
});
