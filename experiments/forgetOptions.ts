import { REMEDIES } from "../src/seal/remedies/remedies.ts";
import {
  DEFAULT_STREAM_SETTINGS,
  type StreamSettings,
  streamSettingsSchema,
} from "../src/seal/remedies/streamSettings.ts";
import {
  EMBEDDED_MODEL_ID,
  KNOWLEDGE_PRESETS,
  type KnowledgeSettings,
} from "../src/tasks/knowledge/metadata.ts";
import { CommandLine, EMBEDDED, SETTING_LINES } from "./commandLine.ts";

export interface ForgetOptions {
  model: string;
  /** How many. */
  passages: number;
  /** They are taken from here; absent: fresh ones of the invented world. */
  file: string | undefined;
  json: string;
  threads: number | undefined;
  stream: StreamSettings;
  settings: KnowledgeSettings;
}

const STREAM_NUMBERS: readonly [flag: string, key: string][] = [
  ["seed", "seed"],
  ["samples", "samples"],
  ["replay-share", "replayShare"],
  ["anchor-weight", "anchorWeight"],
  ["anchor-batch", "anchorBatch"],
  ["bits-limit", "bitsLimit"],
];
const LIMIT_NUMBERS: readonly [flag: string, key: string][] = [
  ["kl-limit", "kl"],
  ["perplexity-limit", "perplexityRatio"],
  ["canaries-limit", "canariesLost"],
];

export const USAGE = `npm run forget -- --json <out.json> [--passages N] [--remedy ${REMEDIES.map(({ id }) => id).join("|")}] [--seed S]
  [--file <json>] (without it: fresh passages of the invented world)
  [--model <embedded, id, .gguf or folder>] [--threads N] [--preset ${KNOWLEDGE_PRESETS.map(({ id }) => id).join("|")}]
  ${[...STREAM_NUMBERS, ...LIMIT_NUMBERS].map(([flag]) => `[--${flag} …]`).join(" ")}
  and any setting of one edit:
${SETTING_LINES}`;

/** Reads the command line. @throws PlaygroundError "bad-input" naming the option */
export function readForgetOptions(args: readonly string[]): ForgetOptions {
  const numbers = [...STREAM_NUMBERS, ...LIMIT_NUMBERS].map(([flag]) => flag);
  const names = ["model", "passages", "file", "json", "threads", "preset", "remedy"];
  const line = new CommandLine(args, [...names, ...numbers.filter((flag) => flag !== "seed")], [], USAGE);
  const model = line.text("model") ?? EMBEDDED;
  const presetId = line.text("preset") ?? (model === EMBEDDED ? "reader" : "default");
  const preset = KNOWLEDGE_PRESETS.find(({ id }) => id === presetId);
  if (preset === undefined) throw line.mistake("preset", `“${presetId}” does not exist`);
  return {
    model: model === EMBEDDED ? EMBEDDED_MODEL_ID : model,
    passages: line.whole("passages", 2) ?? 8,
    file: line.text("file"),
    json: line.required("json"),
    threads: line.whole("threads", 1),
    stream: readStream(line),
    settings: line.settings(preset.settings),
  };
}

function readStream(line: CommandLine): StreamSettings {
  const changed = (numbers: readonly [string, string][]) =>
    Object.fromEntries(
      numbers.flatMap(([flag, key]) => (line.has(flag) ? [[key, Number(line.text(flag))]] : [])),
    );
  const settings = streamSettingsSchema.safeParse({
    ...DEFAULT_STREAM_SETTINGS,
    ...changed(STREAM_NUMBERS),
    ...(line.has("remedy") ? { remedy: line.text("remedy") } : {}),
    limits: { ...DEFAULT_STREAM_SETTINGS.limits, ...changed(LIMIT_NUMBERS) },
  });
  if (settings.success) return settings.data;
  const issue = settings.error.issues[0];
  const key = issue?.path.at(-1);
  if (key === "remedy")
    throw line.mistake("remedy", `must be one of ${REMEDIES.map(({ id }) => id).join(", ")}`);
  const flag = [...STREAM_NUMBERS, ...LIMIT_NUMBERS].find(([, known]) => known === key)?.[0];
  throw line.mistake(flag ?? String(key), issue?.message ?? "is not valid");
}
