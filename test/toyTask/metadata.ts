import { LEARNING_RATE_FIELD, LINEAR_NAMES } from "../../src/protocol/adapterSettings.ts";
import { type SettingsOf, schemaOf, seed, whole } from "../../src/protocol/fields.ts";
import { createRandom, hashSeed } from "../../src/protocol/random.ts";
import { z } from "../../src/protocol/zod.ts";
import { createPassage } from "../../src/tasks/knowledge/world/passage.ts";
import { askDirect } from "../../src/tasks/knowledge/world/question.ts";
import type { Preset } from "../../src/tasks/metadata.ts";
import type { RoundsMetadata, RoundsSetup } from "../../src/tasks/roundsMetadata.ts";

/** A table of facts, of which the answers are asked without it. */
export const factsSchema = z.object({
  name: z.string(),
  rows: z.array(z.object({ fact: z.string(), question: z.string(), answer: z.string() })),
});
export type Facts = z.infer<typeof factsSchema>;

/** The embedded reader, whose world the facts are of. */
export const READER_ID = "embedded-reader";

export const FACTS_FIELDS = {
  seed: seed({ group: "Run", help: "Every random choice of the run follows from it." }),
  steps: whole({
    label: "Steps",
    help: "Optimiser steps.",
    level: "basic",
    group: "Training",
    min: 1,
    max: 200,
    scale: "log",
  }),
  learningRate: LEARNING_RATE_FIELD,
};
export const factsSettingsSchema = schemaOf(FACTS_FIELDS);
export type FactsSettings = SettingsOf<typeof FACTS_FIELDS>;

const SETTINGS: FactsSettings = { seed: 1, steps: 60, learningRate: 3e-3 };

export const FACTS_PRESETS: readonly Preset<FactsSettings>[] = [
  {
    id: "reader",
    version: 1,
    label: "Embedded reader",
    help: "For the small model that comes with the page.",
    model: READER_ID,
    settings: SETTINGS,
  },
  {
    id: "paper",
    version: 1,
    label: "Paper",
    help: "As long as SEAL trains.",
    settings: { ...SETTINGS, steps: 120 },
  },
];

const ROUNDS: RoundsSetup<FactsSettings> = {
  heldOut: 2,
  outer: {
    seed: 1,
    rounds: 1,
    contextsPerRound: 2,
    samples: 2,
    heldOutSamples: 1,
    innerRuns: 1,
    reward: "accuracy",
    keep: "best",
    writer: {
      loraRank: 8,
      loraAlpha: 16,
      targets: [...LINEAR_NAMES],
      learningRate: 3e-3,
      epochs: 1,
      batchSize: 4,
      schedule: "constant",
      warmupSteps: 0,
      weightDecay: 0,
      maxGradNorm: 1,
    },
  },
  task: { ...SETTINGS, steps: 10 },
};

const { seed: _seed, ...INNER_FIELDS } = FACTS_FIELDS;

export const factsRounds: RoundsMetadata<FactsSettings> = {
  task: "facts",
  label: "Facts",
  words: {
    one: "table",
    many: "tables",
    question: "Can it learn to note facts down?",
    intro: "For each table it writes several edits; the writer is trained on the best.",
    scored: "Right answers",
  },
  presets: [
    {
      id: "short",
      version: 1,
      label: "Short",
      help: "Over in a minute.",
      model: READER_ID,
      settings: ROUNDS,
    },
    {
      id: "paper",
      version: 1,
      label: "Paper",
      help: "More tables.",
      settings: { ...ROUNDS, outer: { ...ROUNDS.outer, contextsPerRound: 50 } },
    },
  ],
  retired: [],
  settings: factsSettingsSchema,
  innerFields: INNER_FIELDS,
};

/** Four facts about two people. Same seed, same table. */
export function drawFacts(seed: number): Facts {
  const random = createRandom(hashSeed(seed, "table of facts"));
  const { people, facts, sentences } = createPassage(random.fork("facts"), {
    people: 2,
    factsPerPerson: 2,
    reversedShare: 0.5,
  });
  const rows = facts.map((one, i) => {
    const { text, answer } = askDirect(one, random.fork(`question ${i}`));
    return { fact: sentences[i] ?? "", question: text, answer };
  });
  return { name: people.join(" and "), rows };
}

/** The tables of a stream, and of rounds: those that are held out come from seeds of their own. */
export function drawTables(seed: number, stream: string, count: number): Facts[] {
  return Array.from({ length: count }, (_, i) => drawFacts(hashSeed(seed, `${stream} ${i}`)));
}
