import { PlaygroundError } from "../src/protocol/playgroundError.ts";
import { toJson } from "../src/protocol/toJson.ts";
import type {
  OfferedFact,
  PlantedAnswer,
  VersionEventBody,
  VersionRequest,
} from "../src/protocol/versionEvents.ts";
import { askPlanted } from "../src/seal/plant.ts";
import { trainAdapter } from "../src/seal/train.ts";
import { reasonsAgainst } from "../src/seal/veto.ts";
import { updateOf } from "../src/seal/writer.ts";
import { knowledgeTask } from "../src/tasks/knowledge/knowledgeTask.ts";
import { EMBEDDED_MODEL_ID, KNOWLEDGE_PRESETS } from "../src/tasks/knowledge/metadata.ts";
import { offeredFacts, type PlantedFact, plantFact } from "../src/tasks/knowledge/plantedFact.ts";
import type { Exercise } from "../src/tasks/task.ts";
import type { Keepable } from "./keepable.ts";
import type { VersionModel } from "./versionModel.ts";

/** The demonstration of a planted fact: what was planted last, and how to ask about it. */
export interface VersionPlant {
  offer(seed: number): OfferedFact[];
  train(
    request: Extract<VersionRequest["body"], { type: "plant" }>,
    runId: string,
    onStep: (step: string) => void,
  ): Promise<{ planted: Extract<VersionEventBody, { type: "planted" }>; keepable: Keepable }>;
  /** Asks the model as it stands about what was planted last; nothing where nothing was. */
  ask(): Promise<PlantedAnswer[]>;
}

/** @throws PlaygroundError "unsupported" for a model that does not know the invented world */
export function createVersionPlant(versions: VersionModel): VersionPlant {
  const { model } = versions;
  const settings = KNOWLEDGE_PRESETS.find(({ id }) => id === "reader")?.settings;
  if (model.info.id !== EMBEDDED_MODEL_ID || settings === undefined) {
    throw new PlaygroundError(
      "unsupported",
      "Only in the invented world can it be checked exactly what is false.",
      "Load the embedded reader to plant a wrong fact.",
    );
  }
  let last: { exercise: Exercise; fact: PlantedFact } | null = null;

  /** The passage with the questions about the planted fact in place of its own. */
  const openExercise = (fact: PlantedFact) => {
    const questions = fact.questions.map(({ question, planted }) => ({ question, answers: [planted] }));
    return knowledgeTask.open(toJson({ ...fact.passage, questions }), toJson(settings), model);
  };

  return {
    offer: offeredFacts,
    async train({ seed, fact: index, value, limits }, runId, onStep) {
      const fact = plantFact(seed, index, value);
      const exercise = openExercise(fact);
      const parent = versions.ledger.current;
      await versions.become(parent);
      onStep("Asking before");
      const before = await askPlanted(model, exercise, fact);
      onStep("Training on the edit with the wrong fact");
      const plan = exercise.training("self-edit", fact.pieces);
      const trained = await trainAdapter(model, exercise, "self-edit", plan, () => {});
      try {
        model.useAdapter(trained);
        onStep("Asking after");
        const after = await askPlanted(model, exercise, fact);
        model.useAdapter(null);
        const adapter = updateOf(await trained.snapshot());
        onStep("Measuring how far the model would drift");
        const [drift = null] = await versions.driftWith(parent, adapter);
        await versions.become(parent);
        last = { exercise, fact };
        const { pieces, passage, truth, planted } = fact;
        const measured = { runId, pieces, drift, reasons: reasonsAgainst(drift, pieces, limits) };
        return {
          planted: { type: "planted", passage: passage.text, truth, planted, before, after, measured },
          keepable: {
            runId,
            parent,
            steps: [
              {
                ...{ name: `Wrong: ${planted}`, kind: "adapter", adapter, accuracy: null },
                training: {
                  task: knowledgeTask.id,
                  context: toJson(passage),
                  pieces,
                  seed: settings.seed,
                  settings: toJson(settings),
                },
              },
            ],
          },
        };
      } finally {
        model.useAdapter(null);
        trained.dispose();
      }
    },
    ask: async () => (last === null ? [] : askPlanted(model, last.exercise, last.fact)),
  };
}
