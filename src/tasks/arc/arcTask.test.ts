import { describe, expect, it } from "vitest";
import { CharacterFake } from "../../../test/characterFake.ts";
import type { FakeOptions } from "../../../test/fakeModel.ts";
import {
  askedIn,
  FIXED_EDIT_TEXT,
  GridFake,
  mirrorPuzzle,
  slotsText,
  writesMirrored,
} from "../../../test/gridFake.ts";
import { createRandom } from "../../protocol/random.ts";
import type { Condition, Piece } from "../../protocol/run.ts";
import { toJson } from "../../protocol/toJson.ts";
import type { EditBody } from "../../runs/edit/events.ts";
import { runInnerLoop } from "../../seal/innerLoop.ts";
import { parseAnswer } from "./arcAnswer.ts";
import { arcTask } from "./arcTask.ts";
import { drawnPuzzles } from "./drawn/drawnPuzzles.ts";
import { ARC_PRESETS, FIXED_EDIT } from "./metadata.ts";
import { gridText } from "./notation/gridText.ts";
import { EDIT_CUE, END } from "./notation/gridVocabulary.ts";
import type { Puzzle } from "./puzzle.ts";
import { drawSelfEdit, formatSelfEdit, parseSelfEdit, SLOTS, toSlots } from "./selfEdit.ts";
import { MAX_STEPS } from "./trainingLimits.ts";
import { trainingMaterialSchema } from "./trainingMaterial.ts";
import { flipLeftRight, transpose } from "./views/transforms.ts";
import { VIEWS } from "./views/views.ts";

/** Mirror images: the symmetries that hold are asserted by the oracle. */
const puzzle: Puzzle = mirrorPuzzle;
const asked = mirrorPuzzle.test[0]!.input;
const settings = { ...ARC_PRESETS[0]!.settings, views: "one" as const };
const context = { name: "mirror", puzzle, symmetries: ["flip_left_right", "permute_colours"] };
const open = (changes: object = {}, own: object = {}) =>
  arcTask.open(toJson({ ...context, ...changes }), toJson({ ...settings, ...own }), new GridFake());

async function run(options: FakeOptions, conditions?: Condition[], own: object = {}) {
  const model = new GridFake(options);
  const events: EditBody[] = [];
  const result = await runInnerLoop({
    model,
    task: arcTask,
    context: toJson(context),
    settings: toJson({ ...settings, ...own }),
    stepByStep: false,
    allowEmptyEdit: true,
    emit: (event) => events.push(event),
    ...(conditions ? { conditions } : {}),
  });
  const solved = Object.fromEntries(
    (result?.results ?? []).map(({ condition, correct }) => [condition, correct]),
  );
  return { model, events, result, solved };
}

describe("right answers", () => {
  const answersOf = (test: Puzzle["test"]) => {
    const model = new GridFake();
    const exercise = arcTask.open(
      toJson({ name: "mirror", puzzle: { ...puzzle, test } }),
      toJson(settings),
      model,
    );
    return exercise
      .rightAnswers()
      .map(([sequence]) => model.decode(sequence!.tokens.filter((_, i) => sequence!.lossMask[i])));
  };

  it("are the true outputs as the model would write them, after the demonstrations and the input", () => {
    expect(answersOf(puzzle.test)).toEqual([gridText("output", flipLeftRight(asked)) + END]);
  });

  it("are none where the output is not given", () => {
    expect(answersOf([{ input: asked, output: null }])).toEqual([]);
  });
});

describe("the inner loop over a puzzle", () => {
  it("solves what it could not before, and tells both", async () => {
    const result = await runInnerLoop({
      model: writesMirrored(),
      task: arcTask,
      context: toJson(context),
      settings: toJson(settings),
      stepByStep: false,
      emit: () => {},
    });
    const solved = result?.results.map(({ condition, correct, total }) => [condition, correct, total]);
    expect(solved).toEqual([
      ["untouched", 0, 1],
      ["self-edit", 1, 1],
      ["best-fixed", 1, 1],
      ["random", 1, 1],
    ]);
    expect(JSON.parse(result?.edit?.pieces[0]?.text ?? "")).toEqual(FIXED_EDIT);
  });

  it("trains nothing by an invalid configuration, says why, and scores the model as it stands", async () => {
    const { events, result, model } = await run({ write: () => "<rotate=yes>" }, ["untouched", "self-edit"]);
    expect(result?.results.map(({ correct }) => correct)).toEqual([0, 0]);
    expect(model.trainings).toEqual([]);
    expect(events.filter(({ type }) => type === "warning")).toEqual([
      {
        type: "warning",
        message:
          "The self-edit has “<rotate=yes>” where the choice of flip_left_right belongs; nothing is trained.",
      },
    ]);
    expect(events).toContainEqual(expect.objectContaining({ type: "trainingStarted", steps: 0 }));
  });

  it("scores an edit whose learning rate makes training diverge with the model as it stands", async () => {
    const options: FakeOptions = { write: (prompt) => (prompt.endsWith(EDIT_CUE) ? FIXED_EDIT_TEXT : null) };
    const { events, solved, model } = await run({ ...options, loss: (step) => (step > 2 ? Number.NaN : 1) }, [
      "untouched",
      "self-edit",
      "best-fixed",
    ]);
    expect(solved).toEqual({ untouched: 0, "self-edit": 0, "best-fixed": 0 });
    const warnings = events.filter(({ type }) => type === "warning");
    expect(warnings).toHaveLength(2);
    expect(warnings[0]).toMatchObject({ message: expect.stringContaining("0.003 diverged") });
    expect(model.adapters.every(({ disposed }) => disposed)).toBe(true);
    expect(events.at(-1)).toEqual({ type: "finished" });
  });

  it("asks in the same words before and after training", async () => {
    const { model } = await run({ write: () => FIXED_EDIT_TEXT }, ["untouched", "self-edit"]);
    const [before, , after] = model.requests;
    expect(after?.prompts).toEqual(before?.prompts);
  });
});

describe("training sets of a puzzle", () => {
  const pieces = (edit: object): Piece[] => [{ id: "edit", text: JSON.stringify(edit), kept: true }];

  it("follow the edit's rate, epochs and strategy", () => {
    const edit = {
      ...FIXED_EDIT,
      training: { ...FIXED_EDIT.training, learning_rate: 0.01, num_train_epochs: 2 },
    };
    const outputs = open().training("self-edit", pieces(edit));
    expect(outputs).toMatchObject({ learningRate: 0.01, batchSize: 2 });
    expect(outputs.steps).toBe(Math.ceil(outputs.sequences.length / 2) * 2);
    const all = open().training(
      "self-edit",
      pieces({ ...edit, training: { ...edit.training, strategy: "train_using_all_tokens" } }),
    );
    const counted = (plan: typeof all) =>
      plan.sequences.map(({ lossMask }) => lossMask.filter(Boolean).length);
    expect(all.sequences.map(({ tokens }) => tokens)).toEqual(outputs.sequences.map(({ tokens }) => tokens));
    // Of three pairs of 2×3 cells, two outputs with size and end count; or all but the beginning.
    expect(counted(outputs)[0]).toBe(2 * 8);
    expect(counted(all)[0]).toBe(3 * 15);
  });

  it("never hold the answer that will be asked for", () => {
    const model = new GridFake();
    const exercise = arcTask.open(toJson(context), toJson(settings), model);
    const everything = {
      data_generation: {
        use_basic_augmentations: true,
        use_size_augmentations: true,
        use_chain_augmentations: true,
        use_repeat_augmentations: true,
        pair_symmetries: [],
      },
      training: { ...FIXED_EDIT.training, num_train_epochs: 1 },
    };
    const { sequences } = exercise.training("self-edit", pieces(everything));
    expect(sequences.length).toBeGreaterThan(50);
    for (const { tokens } of sequences) {
      const text = model.decode(tokens);
      for (const { apply } of VIEWS) {
        expect(text).not.toContain(gridText("input", apply(asked)));
        expect(text).not.toContain(gridText("output", apply(flipLeftRight(asked))));
      }
    }
  });

  it("come with what people can read of them, example by example", () => {
    const plan = open().training("best-fixed", []);
    const material = trainingMaterialSchema.parse(plan.material);
    expect(parseSelfEdit(material.edit)).toEqual(FIXED_EDIT);
    expect(material.examples).toHaveLength(plan.sequences.length);
    const [first] = material.examples;
    expect(first?.origin).toBe("as it is");
    expect(first?.pairs).toEqual(
      first?.sources.map((i) => [mirrorPuzzle.train[i]?.input, mirrorPuzzle.train[i]?.output]),
    );
    expect(open().training("self-edit", []).material).toBeUndefined();
  });

  it("are refused as a whole beyond the cap of steps", () => {
    const edit = { ...FIXED_EDIT, training: { ...FIXED_EDIT.training, num_train_epochs: 50 } };
    const plan = open().training("self-edit", pieces(edit));
    expect(plan).toMatchObject({ steps: 0, sequences: [] });
    expect(plan.warnings[0]).toContain(`at most ${MAX_STEPS} are allowed`);
  });

  it("differ by condition, and the oracle asserts what is true of the rule", () => {
    const examples = (condition: Condition) => open().training(condition, []).sequences.length;
    expect(examples("oracle")).toBeGreaterThan(examples("best-fixed"));
    expect(() => open({ symmetries: undefined }).training("oracle", [])).toThrow(/symmetries/);
    expect(() => open().training("passage-only", [])).toThrow(/passage-only/);
    for (let seed = 0; seed < 20; seed++) {
      const plan = open({}, { seed }).training("random", []);
      expect(plan.steps).toBeGreaterThan(0);
      expect(plan.steps).toBeLessThanOrEqual(MAX_STEPS);
    }
    const drawn = open({}, { seed: 5 }).training("random", []);
    expect(drawn).toEqual(open({}, { seed: 5 }).training("random", []));
  });

  it("come of draws of their own for every puzzle of a set", () => {
    const set = drawnPuzzles("unseen", "small", 1, 6).map((drawn) => open(drawn, { seed: 5 }));
    expect(new Set(set.map(({ seed }) => seed)).size).toBe(6);
    const rates = set.map((exercise) => exercise.training("random", []).learningRate);
    expect(new Set(rates).size).toBeGreaterThan(1);
  });
});

describe("votes", () => {
  it("turn each view's answer back, and say which views gave none", async () => {
    const { result } = await run(
      {
        write: (prompt) => {
          const input = askedIn(prompt);
          // The upright views have two rows; turned on its side, the rule is a mirror image from top to bottom.
          return input.length === 2 ? gridText("output", flipLeftRight(input)) : "<|nothing|>";
        },
      },
      ["untouched"],
      { views: "five" },
    );
    const answer = parseAnswer(result?.outcomes[0]?.output ?? "");
    expect(result?.outcomes[0]).toMatchObject({ correct: true, scores: { cells: 1 } });
    const [test] = answer.tests;
    expect(test?.attempts[0]?.views).toEqual(["identity", "flip left–right", "flip up–down", "rotate 180°"]);
    expect(test?.ballots.find(({ view }) => view === "transpose")).toMatchObject({
      grid: null,
      fault: "it does not begin with the size of an output",
    });
  });

  it("need every test input to be right", async () => {
    const two = { ...puzzle, test: [...puzzle.test, { input: transpose(asked), output: transpose(asked) }] };
    const exercise = open({ puzzle: two });
    const right = gridText("output", flipLeftRight(asked));
    expect(exercise.judge(0, [right, gridText("output", transpose(asked))]).correct).toBe(true);
    expect(exercise.judge(0, [right, right])).toMatchObject({ correct: false, scores: { cells: 0.5 } });
    const unknown = open({ puzzle: { ...puzzle, test: [{ input: asked }] } });
    expect(unknown.warnings).toHaveLength(1);
    expect(unknown.judge(0, [right]).correct).toBe(false);
  });
});

describe("edits", () => {
  it("are read from the model's tokens and from a person's JSON", () => {
    const exercise = open();
    const edit = drawSelfEdit(createRandom(3));
    const text = slotsText(toSlots(edit) ?? [])
      .replace(EDIT_CUE, "")
      .replace(END, "");
    const [piece] = exercise.parse([{ prompt: 0, text, cutOff: false }]);
    const kind = `rate ${edit.training.learning_rate}`;
    expect(piece).toMatchObject({ id: "edit", text: formatSelfEdit(edit), kept: true, kind });
    const claims = (pair_symmetries: string[], changes?: object) =>
      open(changes).review([
        {
          ...piece!,
          text: JSON.stringify({
            ...edit,
            data_generation: { ...edit.data_generation, pair_symmetries },
          }),
        },
      ])[0]?.truth;
    expect(claims(["flip_left_right"])).toBe("true");
    expect(claims([])).toBe("vague");
    expect(claims(["flip_left_right"], { symmetries: undefined })).toBeUndefined();
    const changed = exercise.review([{ ...piece!, text: JSON.stringify(FIXED_EDIT) }]);
    expect(parseSelfEdit(changed[0]?.text ?? "")).toEqual(FIXED_EDIT);
    const wrong = exercise.review([{ ...piece!, text: '{"training": 1}' }]);
    expect(wrong[0]).toMatchObject({ kept: false });
    // It is scored as it stands, and says why.
    expect(() => exercise.checkEdit(wrong)).not.toThrow();
    expect(exercise.training("self-edit", wrong)).toMatchObject({ steps: 0, warnings: [wrong[0]?.note] });
  });

  it("teach the writer their choices and the end, nothing else", () => {
    const [sequence] = open().writerSequences([{ prompt: 0, text: FIXED_EDIT_TEXT, cutOff: false }]);
    expect(sequence?.lossMask.filter(Boolean)).toHaveLength(SLOTS.length + 1);
    expect(sequence?.lossMask.at(-1)).toBe(true);
  });
});

describe("what cannot be run", () => {
  it("is said in a sentence", () => {
    const short = new CharacterFake({ maxPositions: 560 });
    expect(() => arcTask.open(toJson(context), toJson(settings), short)).toThrow(
      /The puzzle “mirror” is too large for Fake: it has 48 cells/,
    );
    const wide = Array.from({ length: 30 }, () => new Array<number>(30).fill(1));
    const large = { train: [{ input: wide, output: wide }], test: [{ input: wide, output: null }] };
    expect(() =>
      arcTask.open(
        toJson({ name: "wide", puzzle: large }),
        toJson(settings),
        new GridFake({ maxPositions: 1024 }),
      ),
    ).toThrow(/The puzzle “wide” is too large for Fake: it has 3600 cells/);
    expect(() => open({ puzzle: { train: [], test: [] } })).toThrow(/puzzle at “puzzle.train” is not valid/);
    expect(() => open({}, { loraRank: 0 })).toThrow(/setting at “loraRank”/);
  });
});
