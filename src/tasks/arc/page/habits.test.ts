import { expect, it } from "vitest";
import { FIXED_EDIT } from "../metadata.ts";
import { formatSelfEdit } from "../selfEdit.ts";
import { editHabits } from "./habits.ts";

const asserting = formatSelfEdit({
  data_generation: { ...FIXED_EDIT.data_generation, pair_symmetries: ["rotate"] },
  training: { strategy: "train_using_all_tokens", learning_rate: 0.01, num_train_epochs: 4 },
});

/** A round that has asked one puzzle for these edits. */
const round = (...texts: string[]) => ({
  heldOut: [
    {
      context: 0,
      edits: texts.map((text) => ({ samples: [], pieces: [{ id: "edit", text, kept: text !== "" }] })),
    },
  ],
});

it("tells how often each choice is made, invalid edits left out", () => {
  const habits = editHabits([round(formatSelfEdit(FIXED_EDIT), asserting, ""), round(asserting), round("")]);
  const sharesOf = (choice: string, group?: string) =>
    habits.find((habit) => habit.choice === choice && (group === undefined || habit.group === group))?.shares;
  expect(sharesOf("rotate")).toEqual([0.5, 1, null]);
  expect(sharesOf("flip left right")).toBeUndefined();
  expect(sharesOf("basic augmentations")).toEqual([1, 1, null]);
  expect(sharesOf("Loss on all tokens")).toEqual([0.5, 1, null]);
  expect(sharesOf("0.003", "Learning rate")).toEqual([0.5, 0, null]);
  expect(sharesOf("4", "Epochs")).toEqual([0.5, 1, null]);
});
