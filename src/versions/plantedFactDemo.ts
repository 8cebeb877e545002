import type { Adapter, LanguageModel } from "../nn/languageModel.ts";
import { trainAdapter } from "../seal/train.ts";
import { updateOf } from "../seal/writer.ts";
import { wrongFactsFor } from "../tasks/findTask.ts";
import type { Exercise, OfferedFact, PlantedFact, Task, WrongFacts } from "../tasks/task.ts";
import type { Candidate } from "./candidate.ts";
import type { PlantedAnswer, VersionEventBody, VersionRequest } from "./versionEvents.ts";
import type { VersionedModel } from "./versionedModel.ts";
import { reasonsAgainst } from "./veto.ts";

type PlantRequest = Extract<VersionRequest["body"], { type: "plant" }>;
type Planted = Extract<VersionEventBody, { type: "planted" }>;

/** The demonstration of a planted fact: an edit with one wrong fact is trained on, and asked about. */
export class PlantedFactDemo {
  readonly #versions: VersionedModel;
  readonly #task: Task;
  readonly #facts: WrongFacts;
  #last: { exercise: Exercise; fact: PlantedFact } | null = null;

  /** @throws PlaygroundError "unsupported" for a model of which nothing is known to be false */
  constructor(versions: VersionedModel) {
    const { task, facts } = wrongFactsFor(versions.model);
    this.#versions = versions;
    this.#task = task;
    this.#facts = facts;
  }

  offered(seed: number): OfferedFact[] {
    return this.#facts.offered(seed);
  }

  /** Trains on top of the version in force; the weights are its own again afterwards. */
  async train(
    { seed, fact: index, value, limits }: PlantRequest,
    runId: string,
    onStep: (step: string) => void,
  ): Promise<{ planted: Planted; candidate: Candidate }> {
    const versions = this.#versions;
    const { model } = versions;
    const fact = this.#facts.plant(seed, index, value);
    const { pieces, context, settings, text, truth, planted } = fact;
    const exercise = this.#task.open(fact.asked, settings, model);
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
      const training = { task: this.#task.id, context, pieces, seed: fact.seed, settings };
      const step = { name: `Wrong: ${planted}`, kind: "adapter", adapter, accuracy: null, training } as const;
      return {
        planted: { type: "planted", passage: text, truth, planted, before, after, measured },
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
  return questions.map(({ question, says }, item) => {
    const { output: answer } = exercise.judge(item, [generations[item]?.text ?? ""]);
    return { question, answer, says: says(answer) };
  });
}
