import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PlaygroundError } from "../../protocol/playgroundError.ts";
import { createRandom } from "../../protocol/random.ts";
import {
  drawSelfEdit,
  formatSelfEdit,
  fromSlots,
  parseSelfEdit,
  type SelfEdit,
  SLOTS,
  toSlots,
} from "./selfEdit.ts";
import { checkSteps, stepsOf } from "./trainingLimits.ts";

const edit: SelfEdit = {
  data_generation: {
    use_basic_augmentations: true,
    use_size_augmentations: false,
    use_chain_augmentations: false,
    use_repeat_augmentations: true,
    pair_symmetries: ["flip_left_right", "permute_colours"],
  },
  training: { strategy: "train_using_output_tokens", learning_rate: 1e-3, num_train_epochs: 4 },
};

const changed = (generation: object, training: object = {}) => ({
  data_generation: { ...edit.data_generation, ...generation },
  training: { ...edit.training, ...training },
});

function sentence(json: unknown): string {
  try {
    parseSelfEdit(typeof json === "string" ? json : JSON.stringify(json));
  } catch (error) {
    if (error instanceof PlaygroundError && error.kind === "bad-input") return error.message;
  }
  throw new Error("nothing was wrong");
}

describe("self-edits", () => {
  it("are read as they are written, and shown as SEAL's JSON", () => {
    expect(parseSelfEdit(formatSelfEdit(edit))).toEqual(edit);
    expect(formatSelfEdit(edit)).toContain('  "training": {\n    "strategy": "train_using_output_tokens",\n');
  });

  it("may be the paper's, without symmetries, and name each symmetry once in the menu's order", () => {
    const { pair_symmetries, ...paper } = edit.data_generation;
    expect(pair_symmetries).toHaveLength(2);
    const read = (generation: object) =>
      parseSelfEdit(JSON.stringify({ ...edit, data_generation: generation }));
    expect(read(paper).data_generation.pair_symmetries).toEqual([]);
    expect(
      read({ ...paper, pair_symmetries: ["shift", "rotate", "shift"] }).data_generation.pair_symmetries,
    ).toEqual(["rotate", "shift"]);
  });

  it.each([
    ["{", /^The self-edit is not JSON: /],
    ["null", "The self-edit is not an object."],
    [
      { ...edit, temperature: 1 },
      "The self-edit holds “temperature”, which is not known; known are data_generation, training.",
    ],
    [{ training: edit.training }, "The self-edit is invalid: “data_generation” is not an object."],
    [
      changed({ use_magic: true }),
      /“data_generation” holds “use_magic”, which is not known; known are use_basic_augmentations, /,
    ],
    [
      changed({ use_size_augmentations: "yes" }),
      "The self-edit is invalid: “data_generation.use_size_augmentations” is neither true nor false.",
    ],
    [
      changed({ pair_symmetries: ["mirror"] }),
      /“data_generation.pair_symmetries.0” is not one of flip_left_right, /,
    ],
    [
      changed({ pair_symmetries: "all" }),
      "The self-edit is invalid: “data_generation.pair_symmetries” is not a list.",
    ],
    [
      changed({}, { strategy: "hope" }),
      /“training.strategy” is not one of train_using_all_tokens, train_using_output_tokens\.$/,
    ],
    [
      changed({}, { learning_rate: 5 }),
      "The self-edit is invalid: “training.learning_rate” is not a number from 0.000001 to 0.1.",
    ],
    [
      changed({}, { learning_rate: -1 }),
      "The self-edit is invalid: “training.learning_rate” is not a number from 0.000001 to 0.1.",
    ],
    [
      changed({}, { learning_rate: "1e-3" }),
      "The self-edit is invalid: “training.learning_rate” is not a number from 0.000001 to 0.1.",
    ],
    [
      changed({}, { num_train_epochs: 1e9 }),
      "The self-edit is invalid: “training.num_train_epochs” is not a whole number from 1 to 50.",
    ],
    [
      changed({}, { num_train_epochs: 2.5 }),
      "The self-edit is invalid: “training.num_train_epochs” is not a whole number from 1 to 50.",
    ],
    [
      changed({}, { num_train_epochs: 0 }),
      "The self-edit is invalid: “training.num_train_epochs” is not a whole number from 1 to 50.",
    ],
  ])("say what is wrong with them (%#)", (json, message) => {
    if (typeof message === "string") expect(sentence(json)).toBe(message);
    else expect(sentence(json)).toMatch(message);
  });

  it("are one choice in each slot, and the other way round", () => {
    const slots = fc.tuple(...SLOTS.map(({ values }) => fc.nat(values.length - 1)));
    fc.assert(
      fc.property(slots, (choices) => {
        const written = fromSlots(choices);
        expect(toSlots(written)).toEqual(choices);
        expect(parseSelfEdit(formatSelfEdit(written))).toEqual(written);
      }),
      { numRuns: 300 },
    );
  });

  it("have as many forms as the slots have combinations", () => {
    expect(SLOTS).toHaveLength(13);
    expect(SLOTS.reduce((product, { values }) => product * values.length, 1)).toBe(2 ** 11 * 6 * 5);
  });

  it("have no slots where a value is not on the menu", () => {
    expect(toSlots({ ...edit, training: { ...edit.training, learning_rate: 0.002 } })).toBeNull();
    expect(toSlots({ ...edit, training: { ...edit.training, num_train_epochs: 3 } })).toBeNull();
    expect(() => fromSlots([0])).toThrow();
    expect(() => fromSlots(SLOTS.map(() => 9))).toThrow();
  });

  it("drawn at random differ, and are the same for a seed", () => {
    const draw = (seed: number) => drawSelfEdit(createRandom(seed));
    expect(draw(1)).toEqual(draw(1));
    expect(new Set(Array.from({ length: 50 }, (_, seed) => formatSelfEdit(draw(seed)))).size).toBeGreaterThan(
      45,
    );
  });

  it("may ask for no more steps than the paper's", () => {
    expect(stepsOf(9, 4)).toBe(20);
    expect(() => checkSteps(250, 3)).not.toThrow();
    expect(() => checkSteps(250, 4)).toThrow(
      "The self-edit asks for 500 training steps (250 examples, 2 at a time, 4 epochs), and at most 375 are allowed, so nothing is trained.",
    );
  });
});
