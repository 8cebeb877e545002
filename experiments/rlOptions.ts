import { parseArgs } from "node:util";
import {
  isKnownBy,
  KEEP_RULES,
  REWARDS,
  type RoundsSettings,
  roundsFields,
} from "../src/protocol/roundsSettings.ts";
import { GRID_MODEL_ID } from "../src/tasks/arc/gridModel.ts";
import { ARC_FIELDS, type ArcSettings } from "../src/tasks/arc/metadata.ts";
import { SIZE_NAMES, type SizeName } from "../src/tasks/arc/puzzleSize.ts";
import { ARC_ROUNDS_PRESETS } from "../src/tasks/arc/roundsMetadata.ts";
import {
  EMBEDDED_MODEL_ID,
  KNOWLEDGE_FIELDS,
  type KnowledgeSettings,
} from "../src/tasks/knowledge/metadata.ts";
import { KNOWLEDGE_ROUNDS_PRESETS } from "../src/tasks/knowledge/roundsMetadata.ts";
import { CommandLine, EMBEDDED, settingLines } from "./commandLine.ts";

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

const {
  writer: WRITER,
  reward: _reward,
  keep: _keep,
  ...ROUNDS
} = roundsFields({ one: "context", many: "contexts" });
const PREFIX = "writer-";
const OUTER = [{ fields: ROUNDS }, { fields: WRITER, prefix: PREFIX }];
const NAMES = ["task", "model", "json", "preset", "reward", "keep-edits", "held-out", "threads"];
const idsOf = (presets: readonly { id: string }[]) => presets.map(({ id }) => id).join("|");

export const USAGE = `npm run rl -- --json <out.json> [--task knowledge|arc] [--model <embedded, id, .gguf or folder>]
  [--passages <json>] (without it: fresh passages of the invented world; puzzles are always fresh: [--size ${SIZE_NAMES.join("|")}])
  [--reward ${REWARD_NAMES.join("|")}] [--keep-edits ${KEEP_RULES.join("|")}]
  [--held-out H] [--threads N]
  [--preset ${idsOf(KNOWLEDGE_ROUNDS_PRESETS)}] (of puzzles: ${idsOf(ARC_ROUNDS_PRESETS)})
  and any setting of the rounds:
${settingLines(ROUNDS)}
  of the writer's training:
${settingLines(WRITER, PREFIX)}
  or of the inner loops; of passages:
${settingLines(KNOWLEDGE_FIELDS)}
of puzzles:
${settingLines(ARC_FIELDS)}`;

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

function readKnowledge(args: readonly string[], task: string): RlOptions {
  const line = new CommandLine(args, {
    names: [...NAMES, "passages"],
    settings: [...OUTER, { fields: KNOWLEDGE_FIELDS }],
    usage: USAGE,
  });
  if (task !== "knowledge") throw line.mistake("task", `must be knowledge or arc, not “${task}”`);
  const model = modelOf(line, EMBEDDED_MODEL_ID);
  const preset = line.preset(KNOWLEDGE_ROUNDS_PRESETS, model === EMBEDDED_MODEL_ID ? "reader" : "default");
  const settings = line.settings(KNOWLEDGE_FIELDS, preset.task);
  return {
    model,
    task: { id: "knowledge", passages: line.text("passages"), settings },
    ...readCommon(line, preset),
  };
}

function readArc(args: readonly string[]): RlOptions {
  const line = new CommandLine(args, {
    names: [...NAMES, "size"],
    settings: [...OUTER, { fields: ARC_FIELDS }],
    usage: USAGE,
  });
  const size = line.oneOf("size", SIZE_NAMES) ?? "small";
  const preset = line.preset(ARC_ROUNDS_PRESETS, "default");
  const settings = line.settings(ARC_FIELDS, preset.task);
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

function readCommon(
  line: CommandLine,
  { heldOut, outer }: { heldOut: number; outer: RoundsSettings },
): Omit<RlOptions, "task" | "model"> {
  const { writer, reward: _reward, keep: _keep, ...rounds } = outer;
  return {
    heldOut: line.whole("held-out", 1) ?? heldOut,
    json: line.required("json"),
    threads: line.whole("threads", 1),
    outer: {
      ...line.settings(ROUNDS, rounds),
      ...readSelection(line, outer),
      writer: line.settings(WRITER, writer, PREFIX),
    },
  };
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
