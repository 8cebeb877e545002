import type { LanguageModel } from "../src/nn/languageModel.ts";
import { hashSeed } from "../src/protocol/random.ts";
import type { Condition, Piece } from "../src/protocol/run.ts";
import { toJson } from "../src/protocol/toJson.ts";
import type { EditBody } from "../src/runs/edit/events.ts";
import { runInnerLoop } from "../src/seal/innerLoop.ts";
import { knowledgeTask } from "../src/tasks/knowledge/knowledgeTask.ts";
import type { KnowledgeSettings, Passage } from "../src/tasks/knowledge/metadata.ts";
import { openRecordFile, type RecordFile } from "./recordFile.ts";
import type { PassageRecord } from "./sealResult.ts";
import { passageRecordSchema, type Setup, setupSchema } from "./sealResult.ts";

export interface PassageRunRequest {
  settings: KnowledgeSettings;
  conditions: readonly Condition[];
  /** The edit of another passage, for "other-edit". */
  otherPieces?: readonly Piece[];
}

/**
 * One passage through the same inner loop as in the page. An edit with nothing usable counts as it is: the
 * self-edit condition then trains on the passage alone.
 *
 * @throws Error with the run's own message and advice if it failed
 */
export async function runPassage(
  model: LanguageModel,
  passage: Passage,
  index: number,
  { settings, conditions, otherPieces }: PassageRunRequest,
): Promise<PassageRecord> {
  const started = performance.now();
  const training: PassageRecord["training"] = {};
  const examples = new Map<Condition, number>();
  let failure = "The run was cancelled.";
  const emit = (body: EditBody) => {
    if (body.type === "trainingStarted") examples.set(body.condition, body.examples);
    if (body.type === "trainingFinished") {
      const { condition, steps, tokens, finalLoss, seconds } = body;
      training[condition] = { examples: examples.get(condition) ?? 0, steps, tokens, finalLoss, seconds };
    }
    if (body.type === "failed") failure = `${body.failure.message} ${body.failure.advice}`;
  };
  const result = await runInnerLoop({
    model,
    task: knowledgeTask,
    context: toJson(passage),
    // A seed of its own: with one for all, every passage's edit would be sampled by the same draws.
    settings: toJson({ ...settings, seed: hashSeed(settings.seed, `passage ${index}`) }),
    stepByStep: false,
    conditions,
    ...(otherPieces ? { otherPieces } : {}),
    allowEmptyEdit: true,
    emit,
  });
  if (result === null) throw new Error(`Passage ${index} (“${passage.title}”): ${failure}`);
  return {
    index,
    title: passage.title,
    seconds: (performance.now() - started) / 1000,
    edit: result.edit,
    training,
    questions: passage.questions.map((asked, item) => {
      const outputs: PassageRecord["questions"][number]["outputs"] = {};
      for (const { condition, output, correct, scores } of result.outcomes.filter((o) => o.item === item)) {
        outputs[condition] = { output, correct, scores };
      }
      return { ...asked, outputs };
    }),
  };
}

/**
 * Finished passages, so that hours of work survive an interruption.
 *
 * @throws PlaygroundError "bad-input" if the file is of another set-up
 */
export function openPassageFile(path: string, setup: Setup): Promise<RecordFile<PassageRecord>> {
  return openRecordFile(path, setup, { setup: setupSchema, record: passageRecordSchema }, fingerprint);
}

/** More passages of the same file continue a run, and so do other numbers of threads. */
function fingerprint({ passages, backend, ...rest }: Setup): string {
  return JSON.stringify({ ...rest, backend: backend.name, passages: passages.sha256 });
}
