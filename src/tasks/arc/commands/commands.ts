import { toJson } from "../../../protocol/toJson.ts";
import { sha256 } from "../../commands/sha256.ts";
import type { ResultForm, TaskCommands } from "../../commands/taskCommands.ts";
import { type DrawnPuzzle, drawnPuzzle, roundsPuzzles } from "../drawn/drawnPuzzles.ts";
import { SIZE_NAMES } from "../drawn/puzzleSize.ts";
import { GRID_MODEL_ID } from "../gridModels.ts";
import { ARC_FIELDS, arcSettingsSchema, FIXED_EDIT } from "../metadata.ts";
import { ARC_ROUNDS_PRESETS, arcRounds, taskPreset } from "../roundsMetadata.ts";
import { formatSelfEdit } from "../selfEdit.ts";
import { planPuzzles } from "./innerLoops.ts";
import { type ArcResult, arcResultSchema } from "./result.ts";
import { arcTable } from "./summary.ts";

/** What `npm run arc` writes. */
export const arcResults: ResultForm<ArcResult> = {
  command: "npm run arc",
  format: "self-edit-playground/arc",
  schema: arcResultSchema,
  table: arcTable,
};

/** Puzzles for `npm run arc` and `rl`. */
export const arcCommands: TaskCommands = {
  id: "arc",
  words: arcRounds.words,
  ownModel: GRID_MODEL_ID,
  fields: ARC_FIELDS,
  settings: arcSettingsSchema,
  innerLoops: {
    plan: planPuzzles,
    results: arcResults,
  },
  rounds: {
    presets: ARC_ROUNDS_PRESETS,
    usualPreset: () => "default",
    options: { names: ["size"], usage: `[--size ${SIZE_NAMES.join("|")}]: fresh puzzles, always` },
    /** Training puzzles are of the outer families, held-out ones of those that nothing is trained on. */
    source(line) {
      const size = line.oneOf("size", SIZE_NAMES) ?? "small";
      return async ({ rounds: { seed, rounds, contextsPerRound }, heldOut }) => {
        const puzzles = roundsPuzzles(size, seed, rounds * contextsPerRound, heldOut);
        const contexts = { training: puzzles.training.map(named), heldOut: puzzles.heldOut.map(named) };
        return { name: `outer and unseen, ${size}`, sha256: sha256(JSON.stringify(contexts)), ...contexts };
      };
    },
  },
  fresh: (seed, index) => toJson(drawnPuzzle("unseen", "small", seed, index)),
  fastLearning: {
    condition: "best-fixed",
    rates: [0.0003, 0.001, 0.003],
    settings(learning_rate) {
      const training = { ...FIXED_EDIT.training, learning_rate };
      return { ...taskPreset("default"), fixedEdit: formatSelfEdit({ ...FIXED_EDIT, training }) };
    },
  },
};

function named(puzzle: DrawnPuzzle) {
  return { name: puzzle.name, context: toJson(puzzle) };
}
