import { expect, test } from "vitest";
import { KNOWLEDGE_ROUNDS_PRESETS } from "../src/tasks/knowledge/roundsMetadata.ts";
import { type RewardsResult, type RewardsRow, rewardsResultSchema, rewardsResults } from "./rewardsResult.ts";

const settings = KNOWLEDGE_ROUNDS_PRESETS[0]!.settings;

function row(writer: RewardsRow["writer"], right: readonly number[]): RewardsRow {
  const scores = right.map((correct) => ({ correct, total: 10 }));
  return { writer, examples: 5, scores, lines: 8, trueShare: 0.9 };
}

function result(seed: number, rows: RewardsRow[]): RewardsResult {
  return rewardsResultSchema.parse({
    format: "self-edit-playground/rewards",
    version: 1,
    setup: {
      model: { id: "m", name: "M", parameters: 1, hash: "h" },
      backend: { name: "wasm", threads: 1 },
      task: "knowledge",
      rounds: { ...settings.outer, seed },
      written: settings.task,
      measured: { ...settings.task, editSamples: 3 },
    },
    rows,
  });
}

test("writers stand side by side over all seeds, each against the untaught one, and accuracy's against each", () => {
  const one = result(1, [row("untaught", [2, 4]), row("accuracy", [5, 7]), row("length", [3, 3])]);
  const two = result(2, [row("untaught", [2, 4]), row("accuracy", [7, 9]), row("length", [2, 4])]);
  const [, , untaught, accuracy, length] = rewardsResults.table([one, two]).split("\n");
  expect(untaught).toBe("| untaught | 5, 5 | 12/40 = 30.0 % [20, 40] |  | 40.0 [40, 40] | 8.0 | 90.0 % |");
  expect(accuracy).toBe("| accuracy | 5, 5 | 28/40 = 70.0 % [60, 80] | 40.0 [40, 40] |  | 8.0 | 90.0 % |");
  expect(length).toContain("| 12/40 = 30.0 % [25, 35] | 0.0 [-5, 5] | 40.0 [35, 45] |");
});

test("a writer that some seed has not measured yet is left out", () => {
  const one = result(1, [row("untaught", [2, 4]), row("rounds", [5, 7])]);
  const two = result(2, [row("untaught", [2, 4])]);
  expect(rewardsResults.table([one, two])).not.toContain("rounds by");
  expect(rewardsResults.table([one])).toContain(`| ${settings.outer.rounds} rounds by accuracy |`);
});
