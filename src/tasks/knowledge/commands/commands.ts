import { PlaygroundError } from "../../../protocol/playgroundError.ts";
import { toJson } from "../../../protocol/toJson.ts";
import { sha256 } from "../../commands/sha256.ts";
import type {
  ContextOptions,
  NamedContext,
  RoundsSource,
  TaskCommands,
} from "../../commands/taskCommands.ts";
import { swapPeople } from "../edit/swapPeople.ts";
import { generatePassage, roundsPassages, streamPassages } from "../generatePassage.ts";
import {
  EMBEDDED_MODEL_ID,
  KNOWLEDGE_FIELDS,
  KNOWLEDGE_PRESETS,
  knowledgeSettingsSchema,
  type Passage,
  passageSchema,
} from "../metadata.ts";
import { KNOWLEDGE_ROUNDS_PRESETS, knowledgeRounds, taskPreset } from "../roundsMetadata.ts";
import { planPassages } from "./innerLoops.ts";
import { usualPreset } from "./options.ts";
import { oracleGap } from "./oracleGap.ts";
import { passageFile } from "./passageFile.ts";
import { sealResultSchema } from "./result.ts";
import { conditionTable } from "./table.ts";

/** Of `rl` and `forget`; where no file is named, passages are fresh. */
const fileOption = (name: string): ContextOptions => ({
  names: [name],
  usage: `[--${name} <json>] (without it: fresh passages of the invented world)`,
});

/** Passages for `npm run seal`, `rl` and `forget`. */
export const knowledgeCommands: TaskCommands = {
  id: "knowledge",
  words: knowledgeRounds.words,
  ownModel: EMBEDDED_MODEL_ID,
  fields: KNOWLEDGE_FIELDS,
  settings: knowledgeSettingsSchema,
  innerLoops: {
    plan: planPassages,
    results: {
      command: "npm run seal",
      format: "self-edit-playground/seal",
      schema: sealResultSchema,
      table: conditionTable,
    },
  },
  rounds: {
    presets: KNOWLEDGE_ROUNDS_PRESETS,
    usualPreset,
    options: fileOption("passages"),
    source: (line) => roundsSource(line.text("passages")),
  },
  stream: {
    presets: KNOWLEDGE_PRESETS,
    usualPreset,
    options: fileOption("file"),
    source(line) {
      const file = line.text("file");
      return async ({ seed, count }) => {
        if (file === undefined) {
          const fresh = streamPassages(seed, count);
          return {
            name: "generated passages",
            sha256: sha256(JSON.stringify(fresh)),
            contexts: fresh.map(named),
          };
        }
        const { name, sha256: hash, passages } = await passageFile(file);
        if (passages.length >= count)
          return { name, sha256: hash, contexts: passages.slice(0, count).map(named) };
        throw new PlaygroundError(
          "bad-input",
          `${name} holds ${passages.length} passages, fewer than ${count}.`,
          "Give a smaller --passages, or a larger file.",
        );
      };
    },
    contradict: (pieces, context, every) => swapPeople(pieces, passageSchema.parse(context), every),
  },
  fresh: (seed, index) => toJson(generatePassage(seed + index)),
  fastLearning: {
    condition: "oracle",
    rates: [0.001, 0.003, 0.006, 0.01, 0.02],
    settings: (learningRate) => ({ ...taskPreset("reader"), learningRate }),
  },
  oracleGap,
};

/**
 * Fresh passages: for training by the seed of the run, every round its own; held-out ones from seeds of their own, the
 * same for every run. Of a file the last ones are held out, and the others train.
 */
function roundsSource(file: string | undefined): RoundsSource {
  return async ({ rounds: { seed, rounds, contextsPerRound }, heldOut }) => {
    if (file === undefined) {
      const fresh = roundsPassages(seed, rounds * contextsPerRound, heldOut);
      const contexts = { training: fresh.training.map(named), heldOut: fresh.heldOut.map(named) };
      return { name: "generated passages", sha256: sha256(JSON.stringify(contexts)), ...contexts };
    }
    const { name, sha256: hash, passages } = await passageFile(file);
    const trained = passages.length - heldOut;
    if (trained < contextsPerRound && rounds > 0) {
      throw new PlaygroundError(
        "bad-input",
        `${name} holds ${passages.length} passages: with ${heldOut} held out, ${Math.max(0, trained)} are left to train on, and a round takes ${contextsPerRound}.`,
        "Give a smaller --held-out or --contexts, or a larger file.",
      );
    }
    return {
      name,
      sha256: hash,
      training: passages.slice(0, trained).map(named),
      heldOut: passages.slice(trained).map(named),
    };
  };
}

function named(passage: Passage): NamedContext {
  return { name: passage.title, context: toJson(passage) };
}
