import { parseArgs } from "node:util";
import { PlaygroundError } from "../src/protocol/playgroundError.ts";
import { type Condition, conditionSchema } from "../src/protocol/run.ts";
import {
  KNOWLEDGE_PRESETS,
  type KnowledgeSettings,
  knowledgeMetadata,
  knowledgeSettingsSchema,
} from "../src/tasks/knowledge/metadata.ts";
import type { Control } from "../src/tasks/metadata.ts";

export interface SealOptions {
  model: string;
  passages: string;
  offset: number;
  limit: number;
  json: string;
  conditions: Condition[];
  threads: number | undefined;
  settings: KnowledgeSettings;
}

const DEFAULT_CONDITIONS: readonly Condition[] = ["untouched", "in-context", "passage-only", "self-edit"];
/** "other-edit" and "random" need more than one passage at a time. */
const POSSIBLE_CONDITIONS: readonly Condition[] = [...DEFAULT_CONDITIONS, "oracle"];

const { controls } = knowledgeMetadata;
const flagOf = (key: string) => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

export const USAGE = `npm run seal -- --model <id, .gguf or folder> --passages <json> --json <out.json>
  [--offset K] [--limit N] [--conditions ${DEFAULT_CONDITIONS.join(",")}] [--threads N]
  [--preset ${KNOWLEDGE_PRESETS.map(({ id }) => id).join("|")}] and any setting of the preset:
${controls.map((control) => `  --${flagOf(control.key).padEnd(20)} ${rangeOf(control)}`).join("\n")}`;

/** Reads the command line. @throws PlaygroundError "bad-input" naming the option */
export function readOptions(args: readonly string[]): SealOptions {
  const names = ["model", "passages", "json", "offset", "limit", "conditions", "threads", "preset"];
  const known = [...names, ...controls.map(({ key }) => flagOf(key))];
  const values = parse(args, known);
  const required = (name: string) => {
    const value = values.get(name);
    if (value === undefined) throw badOption(name, "is missing");
    return value;
  };
  const whole = (name: string, least: number) => {
    const text = values.get(name);
    if (text === undefined) return undefined;
    const value = Number(text);
    if (!Number.isInteger(value) || value < least)
      throw badOption(name, `must be a whole number from ${least} on`);
    return value;
  };
  return {
    model: required("model"),
    passages: required("passages"),
    json: required("json"),
    offset: whole("offset", 0) ?? 0,
    limit: whole("limit", 1) ?? Number.MAX_SAFE_INTEGER,
    threads: whole("threads", 1),
    conditions: readConditions(values.get("conditions")),
    settings: readSettings(values),
  };
}

function parse(args: readonly string[], known: readonly string[]): Map<string, string> {
  try {
    const options = Object.fromEntries(known.map((name) => [name, { type: "string" as const }]));
    const { values } = parseArgs({ args: [...args], options });
    return new Map(Object.entries(values).flatMap(([k, v]) => (typeof v === "string" ? [[k, v]] : [])));
  } catch (error) {
    throw new PlaygroundError("bad-input", error instanceof Error ? error.message : String(error), USAGE);
  }
}

function readConditions(text: string | undefined): Condition[] {
  if (text === undefined) return [...DEFAULT_CONDITIONS];
  return text.split(",").map((name) => {
    const parsed = conditionSchema.safeParse(name);
    if (parsed.success && POSSIBLE_CONDITIONS.includes(parsed.data)) return parsed.data;
    throw badOption("conditions", `may hold ${POSSIBLE_CONDITIONS.join(", ")}, not “${name}”`);
  });
}

function readSettings(values: ReadonlyMap<string, string>): KnowledgeSettings {
  const id = values.get("preset") ?? "default";
  const preset = KNOWLEDGE_PRESETS.find((known) => known.id === id);
  if (preset === undefined) throw badOption("preset", `“${id}” does not exist`);
  const changed = controls.flatMap((control) => {
    const text = values.get(flagOf(control.key));
    // "--format default" is the preset's, so that a script may name it.
    const isPreset = text === undefined || (control.key === "format" && text === "default");
    return isPreset ? [] : [[control.key, settingValue(control, text)]];
  });
  const settings = knowledgeSettingsSchema.safeParse({
    ...preset.settings,
    ...Object.fromEntries(changed),
  });
  if (settings.success) return settings.data;
  const issue = settings.error.issues[0];
  throw badOption(flagOf(String(issue?.path[0] ?? "")), issue?.message ?? "is not valid");
}

function settingValue(control: Control, text: string): unknown {
  switch (control.kind) {
    case "number":
      return text.trim() === "" ? Number.NaN : Number(text);
    case "choices":
      return text.split(",");
    case "toggle":
      if (text !== "true" && text !== "false") throw badOption(flagOf(control.key), "must be true or false");
      return text === "true";
    default:
      return text;
  }
}

function rangeOf(control: Control): string {
  if (control.kind === "choice" || control.kind === "choices") {
    return control.options.map(({ value }) => value).join(control.kind === "choice" ? "|" : ",");
  }
  if (control.kind === "toggle") return "true|false";
  return control.kind === "number" ? `${control.min}…${control.max}` : "text";
}

function badOption(name: string, what: string): PlaygroundError {
  return new PlaygroundError("bad-input", `--${name} ${what}.`, USAGE);
}
