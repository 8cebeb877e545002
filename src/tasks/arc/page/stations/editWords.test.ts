import { expect, it } from "vitest";
import { FIXED_EDIT } from "../../metadata.ts";
import { editFault, editInWords } from "./editWords.ts";

const { data_generation, training } = FIXED_EDIT;

it("tells a configuration in one line", () => {
  const edit = {
    data_generation: {
      ...data_generation,
      use_basic_augmentations: true,
      pair_symmetries: ["shift", "rotate"],
    },
    training: { ...training, learning_rate: 0.01, num_train_epochs: 1 },
  };
  expect(editInWords(JSON.stringify(edit))).toBe(
    "rotate, shift · basic · output tokens · rate 0.01 · 1 epoch",
  );
});

it("leaves what is none as it is, and says what is wrong", () => {
  expect(editInWords("<rotate=yes>")).toBe("<rotate=yes>");
  expect(editFault("<rotate=yes>")).toMatch(/is not JSON/);
  expect(editFault(" ")).toBe("It is empty.");
  expect(editFault(JSON.stringify(FIXED_EDIT))).toBeNull();
});
