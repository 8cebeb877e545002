import { expect, test } from "vitest";
import { askedIn, FIXED_EDIT_TEXT, GridFake, mirrorPuzzle } from "../../test/gridFake.ts";
import { toJson } from "../protocol/toJson.ts";
import { arcTask } from "../tasks/arc/arcTask.ts";
import { ARC_PRESETS } from "../tasks/arc/metadata.ts";
import { gridText } from "../tasks/arc/notation/gridText.ts";
import { flipLeftRight } from "../tasks/arc/views/transforms.ts";
import { scoreEdit } from "./scoreEdit.ts";

test("a puzzle's edit whose own rate diverges is scored untrained, as in a run of its own", async () => {
  const model = new GridFake({
    write: (prompt) => gridText("output", flipLeftRight(askedIn(prompt))),
    loss: (step) => (step < 3 ? 1 : Number.NaN),
  });
  const context = toJson({ name: "mirror", puzzle: mirrorPuzzle });
  const exercise = arcTask.open(context, toJson(ARC_PRESETS[0]!.settings), model);
  const pieces = exercise.parse([{ prompt: 0, text: FIXED_EDIT_TEXT, cutOff: false }]);
  const score = await scoreEdit(model, exercise, pieces, 2, 1);
  expect(score).toMatchObject({ correct: 2, total: 2, loss: null });
  expect(model.adapters.every(({ disposed }) => disposed)).toBe(true);
});
