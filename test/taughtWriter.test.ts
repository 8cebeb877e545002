import { dirname } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Runtime, startRuntime } from "../experiments/runtime.ts";
import { nodeCheckpointFiles } from "../scripts/nodeFileSource.ts";
import { taughtWriterFor } from "../src/app/versions/taughtWriters.ts";
import { readPeftAdapter } from "../src/checkpoints/peft/peftAdapter.ts";
import { toJson } from "../src/protocol/toJson.ts";
import { sampleEdits } from "../src/seal/writeEdits.ts";
import { mergeWriter } from "../src/seal/writer.ts";
import { findTask } from "../src/tasks/findTask.ts";
import { generatePassage } from "../src/tasks/knowledge/generatePassage.ts";
import { taskPreset } from "../src/tasks/knowledge/roundsMetadata.ts";

let runtime: Runtime;
beforeAll(async () => {
  runtime = await startRuntime({ model: "embedded-reader", threads: 1 });
});
afterAll(() => runtime.close());

/** Lines that ask something and answer it truly, in the notes on a few passages that no writer was taught on. */
async function trueQuestions(): Promise<number> {
  const { model } = runtime;
  let count = 0;
  for (let seed = 501; seed <= 504; seed++) {
    const exercise = findTask("knowledge").open(
      toJson(generatePassage(seed)),
      toJson(taskPreset("reader")),
      model,
    );
    const [edit] = await sampleEdits(model, exercise, 1, seed);
    count += edit!.pieces.filter(
      ({ kept, kind, truth }) => kept && truth === "true" && /question/.test(kind ?? ""),
    ).length;
  }
  return count;
}

test("the taught writer that comes with the page is of the model that comes with it, and asks more that is true", async () => {
  const writer = taughtWriterFor(runtime.model.info.hash)!;
  const before = await trueQuestions();
  await mergeWriter(
    runtime.model,
    await readPeftAdapter(await nodeCheckpointFiles(dirname(`public/${writer.files[0]}`))),
  );
  expect(await trueQuestions()).toBeGreaterThan(1.2 * before);
});
