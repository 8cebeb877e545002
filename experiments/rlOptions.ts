import { parseArgs } from "node:util";
import {
  type OuterSettings,
  outerSettingsSchema,
  REWARDS,
  type WriterSettings,
} from "../src/protocol/outerSettings.ts";
import { GRID_MODEL_ID } from "../src/tasks/arc/gridModel.ts";
import { type ArcSettings, arcMetadata, arcSettingsSchema } from "../src/tasks/arc/metadata.ts";
import { ARC_OUTER_SETTINGS } from "../src/tasks/arc/metadataOuter.ts";
import { SIZE_NAMES, type SizeName } from "../src/tasks/arc/puzzleSize.ts";
import { EMBEDDED_MODEL_ID, type KnowledgeSettings } from "../src/tasks/knowledge/metadata.ts";
import { KNOWLEDGE_OUTER_PRESETS } from "../src/tasks/knowledge/metadataOuter.ts";
import { CommandLine, EMBEDDED, SETTING_LINES, settingLines } from "./commandLine.ts";

/** What the writer learns to edit for, and how its inner loops are set. */
export type RlTask =
  /** A file of passages; absent: fresh ones of the invented world. */
  | { id: "knowledge"; passages: string | undefined; settings: KnowledgeSettings }
  /** Fresh puzzles of our own of that size. */
  | { id: "arc"; size: SizeName; settings: ArcSettings };

export interface RlOptions {
  model: string;
  task: RlTask;
  heldOut: number;
  json: string;
  threads: number | undefined;
  outer: OuterSettings;
}

/** `--reward all` is no selection: every sample is kept. */
const REWARD_NAMES = [...REWARDS, "all"];
const PRESET_IDS = KNOWLEDGE_OUTER_PRESETS.map(({ id }) => id);

/** Options that change one number of the outer settings. */
const OUTER_NUMBERS: readonly [flag: string, key: keyof OuterSettings][] = [
  ["seed", "seed"],
  ["rounds", "rounds"],
  ["contexts", "contextsPerRound"],
  ["samples", "samples"],
  ["held-out-samples", "heldOutSamples"],
  ["inner-runs", "innerRuns"],
];
const WRITER_NUMBERS: readonly [flag: string, key: keyof WriterSettings][] = [
  ["writer-lora-rank", "loraRank"],
  ["writer-lora-alpha", "loraAlpha"],
  ["writer-learning-rate", "learningRate"],
  ["writer-epochs", "epochs"],
  ["writer-batch-size", "batchSize"],
];

export const USAGE = `npm run rl -- --json <out.json> [--task knowledge|arc] [--model <embedded, id, .gguf or folder>]
  [--passages <json>] (without it: fresh passages of the invented world; puzzles are always fresh: [--size ${SIZE_NAMES.join("|")}])
  [--rounds R] [--contexts N] [--samples K] [--reward ${REWARD_NAMES.join("|")}] [--seed S]
  [--held-out H] [--held-out-samples K] [--inner-runs I] [--threads N] [--preset ${PRESET_IDS.join("|")}]
  ${WRITER_NUMBERS.map(([flag]) => `[--${flag} …]`).join(" ")}
  and any setting of the inner loops; of passages:
${SETTING_LINES}
of puzzles:
${settingLines(arcMetadata.controls)}`;

/** Reads the command line. @throws PlaygroundError "bad-input" naming the option */
export function readRlOptions(args: readonly string[]): RlOptions {
  const task = taskNamed(args);
  return task === "arc" ? readArc(args) : readKnowledge(args, task);
}

/** The settings that may follow depend on it. */
function taskNamed(args: readonly string[]): string {
  const { values } = parseArgs({ args: [...args], options: { task: { type: "string" } }, strict: false });
  return typeof values.task === "string" ? values.task : "knowledge";
}

const COMMON = ["task", "model", "json", "reward", "held-out", "threads"];
const NUMBERS = [...OUTER_NUMBERS, ...WRITER_NUMBERS].map(([flag]) => flag).filter((flag) => flag !== "seed");

function readKnowledge(args: readonly string[], task: string): RlOptions {
  const line = new CommandLine(args, [...COMMON, "passages", "preset", ...NUMBERS], [], USAGE);
  if (task !== "knowledge") throw line.mistake("task", `must be knowledge or arc, not “${task}”`);
  const presetId = line.text("preset") ?? "reader";
  const preset = KNOWLEDGE_OUTER_PRESETS.find(({ id }) => id === presetId);
  if (preset === undefined) throw line.mistake("preset", `“${presetId}” does not exist`);
  const settings = line.settings(preset.settings.task);
  return {
    task: { id: "knowledge", passages: line.text("passages"), settings },
    ...readCommon(line, preset.settings, EMBEDDED_MODEL_ID),
  };
}

function readArc(args: readonly string[]): RlOptions {
  const line = new CommandLine(args, [...COMMON, "size", ...NUMBERS], [], USAGE, arcMetadata.controls);
  const size = SIZE_NAMES.find((name) => name === (line.text("size") ?? "small"));
  if (size === undefined) throw line.mistake("size", `must be one of ${SIZE_NAMES.join(", ")}`);
  const settings = line.changed(ARC_OUTER_SETTINGS.task, arcSettingsSchema);
  return { task: { id: "arc", size, settings }, ...readCommon(line, ARC_OUTER_SETTINGS, GRID_MODEL_ID) };
}

function readCommon(
  line: CommandLine,
  preset: { heldOut: number; outer: OuterSettings },
  embedded: string,
): Omit<RlOptions, "task"> {
  const model = line.text("model") ?? EMBEDDED;
  return {
    model: model === EMBEDDED ? embedded : model,
    heldOut: line.whole("held-out", 1) ?? preset.heldOut,
    json: line.required("json"),
    threads: line.whole("threads", 1),
    outer: readOuter(line, preset.outer),
  };
}

function readOuter(line: CommandLine, preset: OuterSettings): OuterSettings {
  const reward = line.text("reward") ?? preset.reward;
  if (!REWARD_NAMES.includes(reward)) {
    throw line.mistake("reward", `must be one of ${REWARD_NAMES.join(", ")}, not “${reward}”`);
  }
  const changed = (numbers: readonly [string, string][]) =>
    numbers.flatMap(([flag, key]) => (line.has(flag) ? [[key, Number(line.text(flag))]] : []));
  const settings = outerSettingsSchema.safeParse({
    ...preset,
    ...Object.fromEntries(changed(OUTER_NUMBERS)),
    ...(reward === "all" ? { keep: "all" } : { reward }),
    // Which edit solves is known by accuracy alone: of a sham's edits the first by its reward is kept.
    ...(reward === "random" || reward === "length" ? { keep: "best" } : {}),
    writer: { ...preset.writer, ...Object.fromEntries(changed(WRITER_NUMBERS)) },
  });
  if (settings.success) return settings.data;
  const issue = settings.error.issues[0];
  const key = issue?.path.at(-1);
  const flag = [...OUTER_NUMBERS, ...WRITER_NUMBERS].find(([, known]) => known === key)?.[0];
  throw line.mistake(flag ?? String(key), issue?.message ?? "is not valid");
}
