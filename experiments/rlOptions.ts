import { parseArgs } from "node:util";
import {
  isKnownBy,
  KEEP_RULES,
  REWARDS,
  type RoundsSettings,
  roundsSettingsSchema,
} from "../src/protocol/roundsSettings.ts";
import { GRID_MODEL_ID } from "../src/tasks/arc/gridModel.ts";
import { type ArcSettings, arcMetadata, arcSettingsSchema } from "../src/tasks/arc/metadata.ts";
import { ARC_OUTER_PRESETS } from "../src/tasks/arc/metadataOuter.ts";
import { SIZE_NAMES, type SizeName } from "../src/tasks/arc/puzzleSize.ts";
import { EMBEDDED_MODEL_ID, type KnowledgeSettings } from "../src/tasks/knowledge/metadata.ts";
import { KNOWLEDGE_OUTER_PRESETS } from "../src/tasks/knowledge/metadataOuter.ts";
import type { Preset } from "../src/tasks/metadata.ts";
import { WRITER_CONTROLS } from "../src/tasks/metadataOuterControls.ts";
import { CommandLine, EMBEDDED, flagOf, SETTING_LINES, settingLines } from "./commandLine.ts";

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
  outer: RoundsSettings;
}

/** `--reward all` is no selection: every sample is kept. */
const REWARD_NAMES = [...REWARDS, "all"] as const;

/** Options that change one number of the outer settings. */
const OUTER_NUMBERS: readonly [flag: string, key: keyof RoundsSettings][] = [
  ["seed", "seed"],
  ["rounds", "rounds"],
  ["contexts", "contextsPerRound"],
  ["samples", "samples"],
  ["held-out-samples", "heldOutSamples"],
  ["inner-runs", "innerRuns"],
];
/** Tells the settings of the writer's training from those of the inner loops. */
const WRITER = "writer-";
const WRITER_FLAGS = WRITER_CONTROLS.map(({ key }) => flagOf(key, WRITER));
const idsOf = (presets: readonly { id: string }[]) => presets.map(({ id }) => id).join("|");

export const USAGE = `npm run rl -- --json <out.json> [--task knowledge|arc] [--model <embedded, id, .gguf or folder>]
  [--passages <json>] (without it: fresh passages of the invented world; puzzles are always fresh: [--size ${SIZE_NAMES.join("|")}])
  [--rounds R] [--contexts N] [--samples K] [--reward ${REWARD_NAMES.join("|")}] [--keep-edits ${KEEP_RULES.join("|")}] [--seed S]
  [--held-out H] [--held-out-samples K] [--inner-runs I] [--threads N]
  [--preset ${idsOf(KNOWLEDGE_OUTER_PRESETS)}] (of puzzles: ${idsOf(ARC_OUTER_PRESETS)})
  and any setting of the writer's training:
${settingLines(WRITER_CONTROLS, WRITER)}
  or of the inner loops; of passages:
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

/** Whatever the task; the seed is a setting of both. */
const COMMON = [
  ...["task", "model", "json", "preset", "reward", "keep-edits", "held-out", "threads"],
  ...OUTER_NUMBERS.map(([flag]) => flag).filter((flag) => flag !== "seed"),
  ...WRITER_FLAGS,
];

function readKnowledge(args: readonly string[], task: string): RlOptions {
  const line = new CommandLine(args, [...COMMON, "passages"], [], USAGE);
  if (task !== "knowledge") throw line.mistake("task", `must be knowledge or arc, not “${task}”`);
  const model = modelOf(line, EMBEDDED_MODEL_ID);
  const preset = presetOf(line, KNOWLEDGE_OUTER_PRESETS, model === EMBEDDED_MODEL_ID ? "reader" : "default");
  const settings = line.settings(preset.task);
  return {
    model,
    task: { id: "knowledge", passages: line.text("passages"), settings },
    ...readCommon(line, preset),
  };
}

function readArc(args: readonly string[]): RlOptions {
  const line = new CommandLine(args, [...COMMON, "size"], [], USAGE, arcMetadata.controls);
  const size = line.oneOf("size", SIZE_NAMES) ?? "small";
  const preset = presetOf(line, ARC_OUTER_PRESETS, "default");
  const settings = line.changed(preset.task, arcSettingsSchema);
  return {
    model: modelOf(line, GRID_MODEL_ID),
    task: { id: "arc", size, settings },
    ...readCommon(line, preset),
  };
}

function modelOf(line: CommandLine, embedded: string): string {
  const model = line.text("model") ?? EMBEDDED;
  return model === EMBEDDED ? embedded : model;
}

function presetOf<Settings>(
  line: CommandLine,
  presets: readonly Preset<Settings>[],
  fallback: string,
): Settings {
  const asked = line.text("preset") ?? fallback;
  const preset = presets.find(({ id }) => id === asked);
  if (preset === undefined) throw line.mistake("preset", `“${asked}” does not exist`);
  return preset.settings;
}

function readCommon(
  line: CommandLine,
  preset: { heldOut: number; outer: RoundsSettings },
): Omit<RlOptions, "task" | "model"> {
  return {
    heldOut: line.whole("held-out", 1) ?? preset.heldOut,
    json: line.required("json"),
    threads: line.whole("threads", 1),
    outer: readOuter(line, preset.outer),
  };
}

function readOuter(line: CommandLine, preset: RoundsSettings): RoundsSettings {
  const numbers = OUTER_NUMBERS.flatMap(([flag, key]) =>
    line.has(flag) ? [[key, Number(line.text(flag))]] : [],
  );
  const settings = roundsSettingsSchema.safeParse({
    ...preset,
    ...Object.fromEntries(numbers),
    ...readSelection(line, preset),
    writer: line.changed(preset.writer, roundsSettingsSchema.shape.writer, WRITER_CONTROLS, WRITER),
  });
  if (settings.success) return settings.data;
  const issue = settings.error.issues[0];
  const key = issue?.path.at(-1);
  const flag = OUTER_NUMBERS.find(([, known]) => known === key)?.[0];
  throw line.mistake(flag ?? String(key), issue?.message ?? "is not valid");
}

function readSelection(line: CommandLine, preset: RoundsSettings): Pick<RoundsSettings, "reward" | "keep"> {
  const asked = line.oneOf("reward", REWARD_NAMES) ?? preset.reward;
  const kept = line.oneOf("keep-edits", KEEP_RULES);
  if (asked === "all") {
    if (kept !== undefined && kept !== "all") {
      throw line.mistake("keep-edits", `${kept} contradicts --reward all, which keeps every edit`);
    }
    return { reward: preset.reward, keep: "all" };
  }
  const keep = kept ?? (isKnownBy(preset.keep, asked) ? preset.keep : "best");
  if (isKnownBy(keep, asked)) return { reward: asked, keep };
  throw line.mistake(
    "keep-edits",
    `${keep} needs --reward accuracy, not ${asked}: which edit solves is known by accuracy alone`,
  );
}
