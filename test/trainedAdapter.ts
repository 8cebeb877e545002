import type { AdapterSnapshot, LanguageModel } from "../src/nn/languageModel.ts";
import { toJson } from "../src/protocol/toJson.ts";
import type { WriterUpdate } from "../src/protocol/writerUpdate.ts";
import { trainAdapter } from "../src/seal/train.ts";
import { updateOf } from "../src/seal/writer.ts";
import { generatePassage } from "../src/tasks/knowledge/generatePassage.ts";
import { knowledgeTask } from "../src/tasks/knowledge/knowledgeTask.ts";
import { KNOWLEDGE_PRESETS } from "../src/tasks/knowledge/metadata.ts";

/** An adapter of the embedded reader that has learned the generated passage of this seed for some steps. */
export async function trainedAdapter(
  model: LanguageModel,
  seed: number,
  maxSteps = 6,
): Promise<WriterUpdate> {
  const settings = KNOWLEDGE_PRESETS.find(({ id }) => id === "reader")!.settings;
  const exercise = knowledgeTask.open(
    toJson(generatePassage(seed)),
    toJson({ ...settings, maxSteps, loraRank: 4, loraAlpha: 8 }),
    model,
  );
  const adapter = await trainAdapter(model, exercise, "oracle", exercise.training("oracle", []), () => {});
  const snapshot: AdapterSnapshot = await adapter.snapshot();
  adapter.dispose();
  return updateOf(snapshot);
}
