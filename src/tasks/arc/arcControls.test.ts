import { describe, expect, it } from "vitest";
import { GridFake, mirrorPuzzle, slotsText } from "../../../test/gridFake.ts";
import type { Score } from "../../nn/languageModel.ts";
import type { Condition, Piece } from "../../protocol/run.ts";
import type { TrainingSequence } from "../../protocol/sequence.ts";
import { toJson } from "../../protocol/toJson.ts";
import type { EditBody } from "../../runs/edit/events.ts";
import { runInnerLoop } from "../../seal/innerLoop.ts";
import { arcTask } from "./arcTask.ts";
import { ARC_PRESETS, FIXED_EDIT } from "./metadata.ts";
import { gridText } from "./notation/gridText.ts";
import { EDIT_CUE, END } from "./notation/gridVocabulary.ts";
import { formatSelfEdit, type SelfEdit, toSlots } from "./selfEdit.ts";

const settings = toJson({ ...ARC_PRESETS[0]!.settings, views: "one" });
const contextOf = (train: typeof mirrorPuzzle.train) =>
  toJson({ name: "mirror", puzzle: { ...mirrorPuzzle, train } });
const exerciseOf = (train = mirrorPuzzle.train) => arcTask.open(contextOf(train), settings, new GridFake());
const piece = (edit: SelfEdit): Piece => ({ id: "edit", text: formatSelfEdit(edit), kept: true });

async function run<Fake extends GridFake>(model: Fake, conditions: Condition[]) {
  const events: EditBody[] = [];
  const context = contextOf(mirrorPuzzle.train);
  const emit = (event: EditBody) => events.push(event);
  await runInnerLoop({ model, task: arcTask, context, settings, stepByStep: false, conditions, emit });
  return { model, events };
}

/** The more examples an adapter was trained on, the less likely is what was held back; least of all without any. */
class Rehearsing extends GridFake {
  readonly heldBack: string[] = [];

  override async score(examples: readonly TrainingSequence[]): Promise<Score[]> {
    this.heldBack.push(...examples.map(({ tokens }) => this.decode(tokens)));
    return examples.map(() => ({ nll: this.active?.learned.length || 1000, tokens: 1 }));
  }
}

describe("the best of five edits", () => {
  const edits = [true, true, false, true, true].map((use_basic_augmentations, i) => ({
    data_generation: { ...FIXED_EDIT.data_generation, use_basic_augmentations },
    training: { ...FIXED_EDIT.training, num_train_epochs: i === 4 ? 16 : 1 },
  }));
  const write = (prompt: string, index: number) =>
    prompt.endsWith(EDIT_CUE)
      ? slotsText(toSlots(edits[index]!)!).replace(EDIT_CUE, "").replace(END, "")
      : null;

  it("is the one after which the last demonstration, held back, is likeliest; it then trains on all", async () => {
    const { model, events } = await run(new Rehearsing({ write }), ["best-of-5"]);
    const told = events.find((event) => event.type === "editsRehearsed");
    expect(told).toMatchObject({ best: 2, edits: edits.map((edit) => ({ text: formatSelfEdit(edit) })) });
    const last = mirrorPuzzle.train.at(-1)!;
    const texts = model.trainings.map(({ examples }) =>
      examples.map(({ tokens }) => model.decode(tokens)).join(),
    );
    // The fifth asks for more steps than allowed: it is no candidate.
    expect(told).toMatchObject({ edits: [{}, {}, {}, {}, { loss: null }] });
    expect(texts).toHaveLength(5);
    for (const text of texts.slice(0, 4)) expect(text).not.toContain(gridText("output", last.output));
    expect(texts[4]).toContain(gridText("output", last.output));
    expect(model.heldBack).toHaveLength(4);
    for (const text of model.heldBack) {
      expect(text.endsWith(gridText("output", last.output) + END)).toBe(true);
      expect(text).not.toContain(gridText("input", mirrorPuzzle.test[0]!.input));
    }
    expect(model.trainings[4]?.optimizer.steps).toBe(
      exerciseOf().training("self-edit", [piece(edits[2]!)]).steps,
    );
  });

  it("cannot be told where two demonstrations are all there is", () => {
    const two = exerciseOf(mirrorPuzzle.train.slice(0, 2));
    expect(two.rehearsal?.([piece(FIXED_EDIT)])).toBeNull();
  });
});

describe("full fine-tuning", () => {
  it("trains by the fixed edit, all weights, at a tenth of its rate", async () => {
    const { model } = await run(new GridFake(), ["best-fixed", "full-fine-tuning"]);
    const [fixed, full] = model.trainings;
    expect(full?.examples).toEqual(fixed?.examples);
    expect(full?.optimizer.learningRate).toBeCloseTo(fixed!.optimizer.learningRate / 10, 9);
    expect(model.adapters.map(({ settings: { full } }) => full === true)).toEqual([false, true]);
  });
});
