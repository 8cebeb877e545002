import { DEFAULT_DRIFT_LIMITS } from "../src/protocol/drift.ts";
import type { RoundsSettings } from "../src/protocol/roundsSettings.ts";
import type { Condition } from "../src/protocol/run.ts";
import { toJson } from "../src/protocol/toJson.ts";
import type { RecordingId } from "../src/runs/recordings.ts";
import {
  DEFAULT_STREAM_SETTINGS,
  type RemedyId,
  type StreamSettings,
} from "../src/seal/remedies/streamSettings.ts";
import { drawnPuzzle, drawnPuzzles, roundsPuzzles } from "../src/tasks/arc/drawn/drawnPuzzles.ts";
import { GRID_MODEL_ID } from "../src/tasks/arc/gridModels.ts";
import { ARC_PRESETS } from "../src/tasks/arc/metadata.ts";
import { ARC_ROUNDS_PRESETS } from "../src/tasks/arc/roundsMetadata.ts";
import { EXAMPLE_PASSAGES } from "../src/tasks/knowledge/examples/examples.ts";
import { generatePassage, roundsPassages, streamPassages } from "../src/tasks/knowledge/generatePassage.ts";
import {
  EMBEDDED_MODEL_ID,
  KNOWLEDGE_PRESETS,
  type KnowledgeSettings,
  type Passage,
} from "../src/tasks/knowledge/metadata.ts";
import { KNOWLEDGE_ROUNDS_PRESETS } from "../src/tasks/knowledge/roundsMetadata.ts";
import { KNOWLEDGE_STREAM_PRESETS } from "../src/tasks/knowledge/streamMetadata.ts";
import type { Preset } from "../src/tasks/metadata.ts";
import type { RoundsSetup } from "../src/tasks/roundsMetadata.ts";

/** What a recording is made of. */
export interface RecordedSetup {
  /** The id of a model that comes with the page, or lies in `public/models/local/`. */
  model: string;
  /** What the run is asked for with, as the page would; null where a person's steps are recorded. */
  setup: object | null;
}

/** Fetched by `npm run model:smollm2`. */
const SMOLLM2 = "smollm2-135m-instruct-q4_1";

/** In the order in which they are made: the slowest last. The presets are those of the page. */
export const RECORDED_SETUPS: Readonly<Record<RecordingId, () => RecordedSetup>> = {
  passage: () => onePassage(EMBEDDED_MODEL_ID, generatePassage(5), settingsOf(KNOWLEDGE_PRESETS, "reader")),
  "planted-fact": () => ({ model: EMBEDDED_MODEL_ID, setup: null }),
  puzzle: () => onePuzzle(),
  puzzles: () => manyPuzzles(),
  stream: () => stream("none"),
  "stream-remedy": () => stream("kl-consolidation-rehearsal"),
  "stream-gate": () => stream("gate", 12, { limits: DEFAULT_DRIFT_LIMITS }),
  rounds: () => rounds("accuracy"),
  "rounds-length": () => rounds("length"),
  "rounds-random": () => rounds("random"),
  "rounds-vague": () => rounds("vague", 1),
  "rounds-taught": () => taughtRounds(),
  "rounds-puzzles": () => puzzleRounds(),
  "passage-smollm2": () =>
    onePassage(SMOLLM2, EXAMPLE_PASSAGES[0]!, settingsOf(KNOWLEDGE_PRESETS, "default")),
};

function onePassage(model: string, passage: Passage, settings: KnowledgeSettings): RecordedSetup {
  return { model, setup: { task: "knowledge", context: toJson(passage), settings, stepByStep: false } };
}

const PUZZLE_CONDITIONS: readonly Condition[] = ["untouched", "self-edit", "best-fixed"];

function onePuzzle(): RecordedSetup {
  return {
    model: GRID_MODEL_ID,
    setup: {
      task: "arc",
      context: toJson(drawnPuzzle("unseen", "small", 1, 3)),
      settings: settingsOf(ARC_PRESETS, "default"),
      stepByStep: false,
      conditions: ["untouched", "self-edit"],
    },
  };
}

function manyPuzzles(): RecordedSetup {
  const items = drawnPuzzles("unseen", "small", 1, 8).map((puzzle) => ({
    context: toJson(puzzle),
    conditions: PUZZLE_CONDITIONS,
    counted: true,
  }));
  const settings = settingsOf(ARC_PRESETS, "default");
  return { model: GRID_MODEL_ID, setup: { task: "arc", set: "Fresh puzzles", settings, items } };
}

function stream(remedy: RemedyId, count = 8, changes: Partial<StreamSettings> = {}): RecordedSetup {
  const settings = { ...DEFAULT_STREAM_SETTINGS, ...changes, remedy };
  return {
    model: EMBEDDED_MODEL_ID,
    setup: {
      task: "knowledge",
      contexts: streamPassages(settings.seed, count).map(toJson),
      taskSettings: settingsOf(KNOWLEDGE_STREAM_PRESETS, "reader").task,
      settings,
    },
  };
}

function rounds(reward: RoundsSettings["reward"], count?: number): RecordedSetup {
  const { outer, ...preset } = settingsOf(KNOWLEDGE_ROUNDS_PRESETS, "reader");
  return passageRounds({ ...preset, outer: { ...outer, rounds: count ?? outer.rounds, reward } });
}

/** Those of `public/taught/embedded-reader` (docs/results.md). */
function taughtRounds(): RecordedSetup {
  const preset = settingsOf(KNOWLEDGE_ROUNDS_PRESETS, "long");
  const seed = 2;
  return passageRounds({ heldOut: 60, task: { ...preset.task, seed }, outer: { ...preset.outer, seed } });
}

function passageRounds({ heldOut, ...setup }: RoundsSetup<KnowledgeSettings>): RecordedSetup {
  const { seed, rounds, contextsPerRound } = setup.outer;
  const passages = roundsPassages(seed, rounds * contextsPerRound, heldOut);
  return roundsOver("knowledge", EMBEDDED_MODEL_ID, passages, setup);
}

/** Those of `public/taught/embedded-grid`, as the page is set up. */
function puzzleRounds(): RecordedSetup {
  const { heldOut, ...setup } = settingsOf(ARC_ROUNDS_PRESETS, "default");
  const { seed, rounds, contextsPerRound } = setup.outer;
  const puzzles = roundsPuzzles("small", seed, rounds * contextsPerRound, heldOut);
  return roundsOver("arc", GRID_MODEL_ID, puzzles, setup);
}

function roundsOver<Context>(
  task: string,
  model: string,
  { training, heldOut }: { training: readonly Context[]; heldOut: readonly Context[] },
  setup: Pick<RoundsSetup<object>, "task" | "outer">,
): RecordedSetup {
  return {
    model,
    setup: {
      task,
      contexts: training.map(toJson),
      heldOut: heldOut.map(toJson),
      taskSettings: setup.task,
      settings: setup.outer,
    },
  };
}

function settingsOf<Settings>(presets: readonly Preset<Settings>[], id: string): Settings {
  const preset = presets.find((known) => known.id === id);
  if (preset === undefined) throw new Error(`There is no preset “${id}”.`);
  return preset.settings;
}
