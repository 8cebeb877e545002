import type { Adapter, LanguageModel } from "../nn/languageModel.ts";
import { PlaygroundError } from "../protocol/playgroundError.ts";
import { toJson } from "../protocol/toJson.ts";
import { trainAdapter } from "../seal/train.ts";
import { updateOf } from "../seal/writer.ts";
import { knowledgeTask } from "../tasks/knowledge/knowledgeTask.ts";
import { EMBEDDED_MODEL_ID, KNOWLEDGE_PRESETS, type KnowledgeSettings } from "../tasks/knowledge/metadata.ts";
import { type PlantedFact, plantFact } from "../tasks/knowledge/plantedFact.ts";
import { normalizeAnswer } from "../tasks/knowledge/scoring.ts";
import type { Exercise } from "../tasks/task.ts";
import type { Candidate } from "./candidate.ts";
import type { PlantedAnswer, VersionEventBody, VersionRequest } from "./versionEvents.ts";
import type { VersionedModel } from "./versionedModel.ts";
import { reasonsAgainst } from "./veto.ts";

type PlantRequest = Extract<VersionRequest["body"], { type: "plant" }>;
type Planted = Extract<VersionEventBody, { type: "planted" }>;

/** The demonstration of a planted fact: an edit with one wrong fact is trained on, and asked about. */
export class PlantedFactDemo {
  readonly #versions: VersionedModel;
  readonly #settings: KnowledgeSettings;
  #last: { exercise: Exercise; fact: PlantedFact } | null = null;

  /** @throws PlaygroundError "unsupported" for a model that does not know the invented world */
  constructor(versions: VersionedModel) {
    const settings = KNOWLEDGE_PRESETS.find(({ id }) => id === "reader")?.settings;
    if (versions.model.info.id !== EMBEDDED_MODEL_ID || settings === undefined) {
      throw new PlaygroundError(
        "unsupported",
        "Only in the invented world can it be checked exactly what is false.",
        "Load the embedded reader to plant a wrong fact.",
      );
    }
    this.#versions = versions;
    this.#settings = settings;
  }

  /** Trains on top of the version in force; the weights are its own again afterwards. */
  async train(
    { seed, fact: index, value, limits }: PlantRequest,
    runId: string,
    onStep: (step: string) => void,
  ): Promise<{ planted: Planted; candidate: Candidate }> {
    const versions = this.#versions;
    const { model } = versions;
    const fact = plantFact(seed, index, value);
    const { pieces, passage, truth, planted } = fact;
    const exercise = this.#exerciseAbout(fact);
    const parent = versions.store.current;
    await versions.checkout(parent);
    onStep("Asking before");
    const before = await ask(model, exercise, fact);
    onStep("Training on the edit with the wrong fact");
    const plan = exercise.training("self-edit", pieces);
    const trained = await trainAdapter(model, exercise, "self-edit", plan, () => {});
    try {
      onStep("Asking after");
      const after = await askWith(trained, model, exercise, fact);
      const adapter = updateOf(await trained.snapshot());
      onStep("Measuring how far the model would drift");
      const [drift = null] = await versions.driftAfter(parent, [adapter]);
      await versions.checkout(parent);
      this.#last = { exercise, fact };
      const measured = { runId, pieces, drift, reasons: reasonsAgainst(drift, pieces, limits) };
      const training = {
        task: knowledgeTask.id,
        context: toJson(passage),
        pieces,
        seed: this.#settings.seed,
        settings: toJson(this.#settings),
      };
      const step = { name: `Wrong: ${planted}`, kind: "adapter", adapter, accuracy: null, training } as const;
      return {
        planted: { type: "planted", passage: passage.text, truth, planted, before, after, measured },
        candidate: { runId, parent, steps: [step] },
      };
    } finally {
      trained.dispose();
    }
  }

  /** Asks the model as it stands about what was planted last; nothing where nothing was. */
  async askAgain(): Promise<PlantedAnswer[]> {
    return this.#last ? ask(this.#versions.model, this.#last.exercise, this.#last.fact) : [];
  }

  /** The passage with the questions about the planted fact in place of its own. */
  #exerciseAbout({ passage, questions }: PlantedFact): Exercise {
    const asked = questions.map(({ question, planted }) => ({ question, answers: [planted] }));
    const context = toJson({ ...passage, questions: asked });
    return knowledgeTask.open(context, toJson(this.#settings), this.#versions.model);
  }
}

async function askWith(
  adapter: Adapter,
  model: LanguageModel,
  exercise: Exercise,
  fact: PlantedFact,
): Promise<PlantedAnswer[]> {
  model.useAdapter(adapter);
  try {
    return await ask(model, exercise, fact);
  } finally {
    model.useAdapter(null);
  }
}

/** Asks the model as it stands, closed book, and says of each answer whether it repeats the wrong fact. */
async function ask(
  model: LanguageModel,
  exercise: Exercise,
  { questions }: PlantedFact,
): Promise<PlantedAnswer[]> {
  const { prompts, maxTokens, stop } = exercise.testing("untouched");
  const generations = await model.generate({
    prompts: prompts.map(({ prompt }) => prompt),
    sampling: { temperature: 0, topP: 1, topK: 0, maxTokens, stop, seed: exercise.seed },
  });
  return questions.map(({ question, planted, truth }, item) => {
    const { output: answer } = exercise.judge(item, [generations[item]?.text ?? ""]);
    const is = (value: string | null) => value !== null && normalizeAnswer(value) === normalizeAnswer(answer);
    return { question, answer, says: is(planted) ? "planted" : is(truth) ? "truth" : "other" };
  });
}
