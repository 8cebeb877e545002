import { dirname } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { type Runtime, startRuntime } from "../experiments/runtime.ts";
import { readWriter } from "../experiments/writerFolder.ts";
import { taughtWriterFor } from "../src/app/versions/taughtWriters.ts";
import type { Json, Piece } from "../src/protocol/run.ts";
import { toJson } from "../src/protocol/toJson.ts";
import { sampleEdits } from "../src/seal/writeEdits.ts";
import { mergeWriter } from "../src/seal/writer.ts";
import { drawnPuzzles } from "../src/tasks/arc/drawn/drawnPuzzles.ts";
import { GRID_MODEL_ID } from "../src/tasks/arc/gridModels.ts";
import { FIXED_EDIT } from "../src/tasks/arc/metadata.ts";
import { taskPreset as puzzlePreset } from "../src/tasks/arc/roundsMetadata.ts";
import { parseSelfEdit } from "../src/tasks/arc/selfEdit.ts";
import { findTask } from "../src/tasks/findTask.ts";
import { generatePassage } from "../src/tasks/knowledge/generatePassage.ts";
import { EMBEDDED_MODEL_ID } from "../src/tasks/knowledge/metadata.ts";
import { taskPreset as passagePreset } from "../src/tasks/knowledge/roundsMetadata.ts";

let runtime: Runtime;

/** The pieces of one edit for each of the contexts, by the writer as it stands. */
async function piecesFor(task: string, contexts: readonly Json[], settings: Json): Promise<Piece[]> {
  const edits: Piece[] = [];
  for (const [seed, context] of contexts.entries()) {
    const exercise = findTask(task).open(context, settings, runtime.model);
    const [edit] = await sampleEdits(runtime.model, exercise, 1, seed);
    edits.push(...edit!.pieces);
  }
  return edits;
}

async function mergeTaught(): Promise<void> {
  const writer = taughtWriterFor(runtime.model.info.hash)!;
  const { update } = await readWriter(dirname(`public/${writer.files[0]}`));
  await mergeWriter(runtime.model, update);
}

describe("the taught writer", () => {
  afterEach(() => runtime.close());

  test("of the embedded reader is of the model that comes with it, and asks more that is true", async () => {
    runtime = await startRuntime({ model: EMBEDDED_MODEL_ID, threads: 1 });
    // A few passages that no writer was taught on.
    const passages = [501, 502, 503, 504].map((seed) => toJson(generatePassage(seed)));
    const trueQuestions = async () => {
      const pieces = await piecesFor("knowledge", passages, toJson(passagePreset("reader")));
      return pieces.filter(({ kept, kind, truth }) => kept && truth === "true" && /question/.test(kind ?? ""))
        .length;
    };
    const before = await trueQuestions();
    await mergeTaught();
    expect(await trueQuestions()).toBeGreaterThan(1.2 * before);
  });

  test("of the grid model is of the model that comes with it, and finds the rate and the copies that solve", async () => {
    runtime = await startRuntime({ model: GRID_MODEL_ID, threads: 1 });
    const puzzles = drawnPuzzles("unseen", "small", 501, 24).map(toJson);
    const { data_generation, training } = FIXED_EDIT;
    const likeFixed = async () => {
      const pieces = await piecesFor("arc", puzzles, toJson(puzzlePreset("default")));
      const edits = pieces.filter(({ kept }) => kept).map(({ text }) => parseSelfEdit(text));
      return edits.filter(
        (edit) =>
          edit.training.learning_rate === training.learning_rate &&
          edit.data_generation.use_basic_augmentations === data_generation.use_basic_augmentations,
      ).length;
    };
    const before = await likeFixed();
    await mergeTaught();
    expect(await likeFixed()).toBeGreaterThan(2 * Math.max(1, before));
  });
});

test("a folder without a writer says what is missing", async () => {
  await expect(readWriter("public/recorded")).rejects.toThrow(
    "There is no writer in public/recorded: adapter_model.safetensors cannot be read.",
  );
});
