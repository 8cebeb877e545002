import {
  type OuterSettings,
  outerSettingsSchema,
  REWARDS,
  type WriterSettings,
} from "../src/protocol/outerSettings.ts";
import { EMBEDDED_MODEL_ID, type KnowledgeSettings } from "../src/tasks/knowledge/metadata.ts";
import { KNOWLEDGE_OUTER_PRESETS } from "../src/tasks/knowledge/metadataOuter.ts";
import { CommandLine, EMBEDDED, SETTING_LINES } from "./commandLine.ts";

export interface RlOptions {
  model: string;
  /** A file of passages; absent: fresh ones of the invented world. */
  passages: string | undefined;
  heldOut: number;
  json: string;
  threads: number | undefined;
  outer: OuterSettings;
  settings: KnowledgeSettings;
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

export const USAGE = `npm run rl -- --json <out.json> [--task knowledge] [--model <embedded, id, .gguf or folder>]
  [--passages <json>] (without it: fresh passages of the invented world)
  [--rounds R] [--contexts N] [--samples K] [--reward ${REWARD_NAMES.join("|")}] [--seed S]
  [--held-out H] [--held-out-samples K] [--inner-runs I] [--threads N] [--preset ${PRESET_IDS.join("|")}]
  ${WRITER_NUMBERS.map(([flag]) => `[--${flag} …]`).join(" ")}
  and any setting of the inner loops:
${SETTING_LINES}`;

/** Reads the command line. @throws PlaygroundError "bad-input" naming the option */
export function readRlOptions(args: readonly string[]): RlOptions {
  const numbers = [...OUTER_NUMBERS, ...WRITER_NUMBERS]
    .map(([flag]) => flag)
    .filter((flag) => flag !== "seed");
  const names = ["task", "model", "passages", "json", "reward", "held-out", "threads", "preset", ...numbers];
  const line = new CommandLine(args, names, [], USAGE);
  const task = line.text("task") ?? "knowledge";
  if (task === "arc") throw line.mistake("task", "arc does not exist yet; only knowledge can be run");
  if (task !== "knowledge") throw line.mistake("task", `must be knowledge or arc, not “${task}”`);
  const presetId = line.text("preset") ?? "reader";
  const preset = KNOWLEDGE_OUTER_PRESETS.find(({ id }) => id === presetId);
  if (preset === undefined) throw line.mistake("preset", `“${presetId}” does not exist`);
  const model = line.text("model") ?? EMBEDDED;
  return {
    model: model === EMBEDDED ? EMBEDDED_MODEL_ID : model,
    passages: line.text("passages"),
    heldOut: line.whole("held-out", 1) ?? preset.settings.heldOut,
    json: line.required("json"),
    threads: line.whole("threads", 1),
    outer: readOuter(line, preset.settings.outer),
    settings: line.settings(preset.settings.task),
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
    writer: { ...preset.writer, ...Object.fromEntries(changed(WRITER_NUMBERS)) },
  });
  if (settings.success) return settings.data;
  const issue = settings.error.issues[0];
  const key = issue?.path.at(-1);
  const flag = [...OUTER_NUMBERS, ...WRITER_NUMBERS].find(([, known]) => known === key)?.[0];
  throw line.mistake(flag ?? String(key), issue?.message ?? "is not valid");
}
