import { describe, expect, it } from "vitest";
import { CharacterFake } from "../../../test/characterFake.ts";
import { mirrorPuzzle } from "../../../test/gridFake.ts";
import { toJson } from "../../protocol/toJson.ts";
import type { EditBody } from "../../runs/edit/events.ts";
import { runInnerLoop } from "../../seal/innerLoop.ts";
import { arcTask } from "./arcTask.ts";
import { ARC_PRESETS } from "./metadata.ts";
import { EDIT_LEAD } from "./notation/writtenEdit.ts";
import { parseSelfEdit } from "./selfEdit.ts";

describe("a language model on a puzzle", () => {
  /** Writes an edit in its own words; copies the input, and mirrors it once an adapter is in use. */
  const writer = (edit: string): CharacterFake => {
    const model: CharacterFake = new CharacterFake({
      write: (prompt) => {
        if (prompt.endsWith(EDIT_LEAD)) return edit;
        const input = prompt.split("Input:\n").at(-1)?.split("\nOutput:")[0] ?? "";
        const rows = input.split("\n");
        return rows
          .map((row) => ((model.active?.steps ?? 0) > 0 ? [...row].reverse().join("") : row))
          .join("\n");
      },
    });
    return model;
  };
  const runText = async (edit: string) => {
    const model = writer(edit);
    const events: EditBody[] = [];
    const result = await runInnerLoop({
      model,
      task: arcTask,
      context: toJson({
        name: "mirror",
        puzzle: mirrorPuzzle,
        symmetries: ["flip_left_right", "permute_colours"],
      }),
      settings: toJson({ ...ARC_PRESETS[0]!.settings, views: "five" }),
      stepByStep: false,
      allowEmptyEdit: true,
      emit: (event) => events.push(event),
      conditions: ["untouched", "self-edit", "best-fixed", "random", "oracle"],
    });
    return {
      model,
      events,
      solved: result?.results.map(({ condition, correct }) => [condition, correct]),
      result,
    };
  };
  const written = ` True, 'use_size_augmentations': False}, 'training': {'strategy': 'output tokens', 'lr': '1e-3', 'epochs': 2`;

  it("goes the same way: an edit in its own words, leave-one-out training, the vote over views", async () => {
    const { model, solved, result } = await runText(written);
    expect(solved).toEqual([
      ["untouched", 0],
      ["self-edit", 1],
      ["best-fixed", 1],
      ["random", 1],
      ["oracle", 1],
    ]);
    const [piece] = result?.edit?.pieces ?? [];
    expect(parseSelfEdit(piece?.text ?? "")).toMatchObject({
      data_generation: { use_basic_augmentations: true, use_size_augmentations: false },
      training: { strategy: "train_using_output_tokens", learning_rate: 0.001, num_train_epochs: 2 },
    });
    expect(piece?.note).toMatch(/^Not said, and so taken as false: use_chain_augmentations/);
    const [trained] = model.trainings;
    expect(trained?.optimizer.learningRate).toBe(0.001);
    const texts = trained?.examples.map(({ tokens }) => model.decode(tokens)) ?? [];
    expect(texts.every((text) => /^[\s\S]*Input:\n[\d\n]+\nOutput:\n[\d\n]+<\|end\|>$/.test(text))).toBe(
      true,
    );
    // The answer that will be asked for is never trained on.
    expect(texts.some((text) => text.includes("802\n030\nOutput:\n208"))).toBe(false);
  });

  it("trains nothing by an edit that cannot be read, with the reason", async () => {
    const { solved, result } = await runText(" true}, 'training': 300");
    expect(solved?.slice(0, 2)).toEqual([
      ["untouched", 0],
      ["self-edit", 0],
    ]);
    expect(result?.edit?.pieces[0]).toMatchObject({
      kept: false,
      note: "The self-edit does not say strategy and learning_rate and num_train_epochs; nothing is trained.",
    });
  });
});
