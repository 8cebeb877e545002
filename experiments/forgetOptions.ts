import { REMEDIES } from "../src/seal/remedies/remedies.ts";
import {
  DEFAULT_STREAM_SETTINGS,
  REMEDY_FIELDS,
  STREAM_FIELDS,
  type StreamSettings,
} from "../src/seal/remedies/streamSettings.ts";
import {
  EMBEDDED_MODEL_ID,
  KNOWLEDGE_FIELDS,
  KNOWLEDGE_PRESETS,
  type KnowledgeSettings,
} from "../src/tasks/knowledge/metadata.ts";
import { CommandLine, EMBEDDED, settingLines } from "./commandLine.ts";

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

const STREAM = { ...STREAM_FIELDS, ...REMEDY_FIELDS };
const NAMES = ["model", "passages", "file", "json", "threads", "preset"];

export const USAGE = `npm run forget -- --json <out.json> [--passages N] [--remedy ${REMEDIES.map(({ id }) => id).join("|")}] [--seed S]
  [--file <json>] (without it: fresh passages of the invented world)
  [--model <embedded, id, .gguf or folder>] [--threads N] [--preset ${KNOWLEDGE_PRESETS.map(({ id }) => id).join("|")}]
  and any setting of the stream:
${settingLines(STREAM)}
  or of one edit:
${settingLines(KNOWLEDGE_FIELDS)}`;

/** Reads the command line. @throws PlaygroundError "bad-input" naming the option */
export function readForgetOptions(args: readonly string[]): ForgetOptions {
  const settings = [{ fields: STREAM }, { fields: KNOWLEDGE_FIELDS }];
  const line = new CommandLine(args, { names: NAMES, settings, usage: USAGE });
  const model = line.text("model") ?? EMBEDDED;
  const preset = line.preset(KNOWLEDGE_PRESETS, model === EMBEDDED ? "reader" : "default");
  return {
    model: model === EMBEDDED ? EMBEDDED_MODEL_ID : model,
    passages: line.whole("passages", 2) ?? 8,
    file: line.text("file"),
    json: line.required("json"),
    threads: line.whole("threads", 1),
    stream: line.settings(STREAM, DEFAULT_STREAM_SETTINGS),
    settings: line.settings(KNOWLEDGE_FIELDS, preset),
  };
}
