import type { KindId } from "../src/protocol/runEvent.ts";
import { toJson } from "../src/protocol/toJson.ts";
import { DEFAULT_STREAM_SETTINGS } from "../src/seal/remedies/streamSettings.ts";
import { drawnPuzzles } from "../src/tasks/arc/drawn/drawnPuzzles.ts";
import { ARC_PRESETS } from "../src/tasks/arc/metadata.ts";
import { generatePassage } from "../src/tasks/knowledge/generatePassage.ts";
import { KNOWLEDGE_ROUNDS_PRESETS, taskPreset } from "../src/tasks/knowledge/roundsMetadata.ts";

/** What a run is started with, and what is particular about it. */
interface TimedSetup {
  name: string;
  kind: KindId;
  setup: object;
}

/** Set-ups of all kinds whose times are told beforehand, by the model that they are for. */
export const TIMED_SETUPS: Readonly<Record<string, () => TimedSetup[]>> = {
  "embedded-reader": passageSetups,
  "embedded-grid": puzzleSetups,
};

function passageSetups(): TimedSetup[] {
  const reader = taskPreset("reader");
  const rounds = KNOWLEDGE_ROUNDS_PRESETS.find(({ id }) => id === "reader")!.settings;
  const passage = (seed: number) => {
    const { title, text, questions } = generatePassage(seed);
    return toJson({
      title,
      text,
      questions: questions.map(({ question, answers }) => ({ question, answers })),
    });
  };
  const passages = (...seeds: number[]) => seeds.map(passage);
  const edit = (seed: number, name: string, settings: object = {}, more: object = {}): TimedSetup => ({
    name,
    kind: "edit",
    setup: {
      task: "knowledge",
      context: passage(seed),
      settings: { ...reader, ...settings },
      stepByStep: false,
      ...more,
    },
  });
  const common = { task: "knowledge", taskSettings: toJson({ ...reader, editSamples: 1 }) };
  return [
    edit(1, "as it comes"),
    edit(2, "with the oracle", {}, { conditions: ["untouched", "passage-only", "self-edit", "oracle"] }),
    edit(3, "15 steps", { maxSteps: 15 }),
    edit(4, "rank 64", { loraRank: 64 }),
    edit(5, "batches of 12", { batchSize: 12 }),
    edit(6, "batches of 1", { batchSize: 1 }),
    edit(7, "by epochs", { budget: "epochs" }),
    edit(8, "two edits", { edits: 2 }),
    edit(9, "one sample", { editSamples: 1 }),
    edit(10, "questions only", {}, { conditions: ["untouched", "in-context"] }),
    {
      name: "a round",
      kind: "rounds",
      setup: {
        ...common,
        contexts: passages(11, 12),
        heldOut: passages(13),
        settings: { ...rounds.outer, rounds: 1, contextsPerRound: 2, samples: 2 },
      },
    },
    {
      name: "a stream with replay",
      kind: "stream",
      setup: {
        ...common,
        contexts: passages(14, 15, 16),
        settings: { ...DEFAULT_STREAM_SETTINGS, samples: 1, remedy: "replay" },
      },
    },
    {
      name: "two passages",
      kind: "batch",
      setup: {
        task: "knowledge",
        set: "Two",
        settings: toJson(reader),
        items: passages(17, 18).map((context) => ({
          context,
          conditions: ["untouched", "self-edit"],
          counted: true,
        })),
      },
    },
  ];
}

function puzzleSetups(): TimedSetup[] {
  const settings = ARC_PRESETS[0]!.settings;
  return drawnPuzzles("outer", "small", 1, 10).map(({ name, puzzle: { train, test } }, i) => {
    const views = (["one", "five", "eight"] as const)[i % 3]!;
    const fixed = i % 2 === 1;
    return {
      name: `${name}, ${views}${fixed ? ", fixed" : ""}`,
      kind: "edit",
      setup: {
        task: "arc",
        context: toJson({ name, puzzle: { train, test } }),
        settings: toJson({ ...settings, views }),
        stepByStep: false,
        conditions: ["untouched", "self-edit", ...(fixed ? ["best-fixed"] : [])],
      },
    };
  });
}
