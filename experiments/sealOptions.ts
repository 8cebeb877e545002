import { parseArgs } from "node:util";
import { PlaygroundError } from "../src/protocol/playgroundError.ts";
import { type Condition, conditionSchema } from "../src/protocol/run.ts";
import {
  KNOWLEDGE_PRESETS,
  type KnowledgeSettings,
  knowledgeMetadata,
  knowledgeSettingsSchema,
} from "../src/tasks/knowledge/metadata.ts";
import { EMBEDDED_MODEL_ID } from "../src/tasks/knowledge/promptStyle.ts";
import type { Control } from "../src/tasks/metadata.ts";

export interface SealOptions {
  model: string;
  /** A file of passages, or so many fresh ones of the invented world. */
  source: { file: string } | { generate: number };
  offset: number;
  limit: number;
  json: string;
  conditions: Condition[];
  threads: number | undefined;
  settings: KnowledgeSettings;
}

const DEFAULT_CONDITIONS: readonly Condition[] = ["untouched", "in-context", "passage-only", "self-edit"];
/** What `--oracle` adds: the upper bound, and the edit of the passage before as a control. */
const ORACLE_CONDITIONS: readonly Condition[] = ["oracle", "other-edit"];
const POSSIBLE_CONDITIONS: readonly Condition[] = [...DEFAULT_CONDITIONS, ...ORACLE_CONDITIONS];
/** `--model embedded` is the model that comes with the page. */
const EMBEDDED = "embedded";

const { controls } = knowledgeMetadata;
const flagOf = (key: string) => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

export const USAGE = `npm run seal -- --model <embedded, id, .gguf or folder> --passages <json> --json <out.json>
  (or --generate N in place of --passages: fresh passages of the invented world)
  [--offset K] [--limit N] [--conditions ${DEFAULT_CONDITIONS.join(",")}] [--oracle] [--threads N]
  [--preset ${KNOWLEDGE_PRESETS.map(({ id }) => id).join("|")}] and any setting of the preset:
${controls.map((control) => `  --${flagOf(control.key).padEnd(20)} ${rangeOf(control)}`).join("\n")}`;

/** Reads the command line. @throws PlaygroundError "bad-input" naming the option */
export function readOptions(args: readonly string[]): SealOptions {
  const names = "model passages generate json offset limit conditions oracle threads preset".split(" ");
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
  const generate = whole("generate", 1);
  if (generate !== undefined && values.has("passages")) throw badOption("generate", "excludes --passages");
  const model = required("model");
  return {
    model: model === EMBEDDED ? EMBEDDED_MODEL_ID : model,
    source: generate === undefined ? { file: required("passages") } : { generate },
    json: required("json"),
    offset: whole("offset", 0) ?? 0,
    limit: whole("limit", 1) ?? Number.MAX_SAFE_INTEGER,
    threads: whole("threads", 1),
    conditions: readConditions(values),
    settings: readSettings(values, model === EMBEDDED ? "reader" : "default"),
  };
}

function parse(args: readonly string[], known: readonly string[]): Map<string, string> {
  try {
    const options = Object.fromEntries(
      known.map((name) => [name, { type: name === "oracle" ? ("boolean" as const) : ("string" as const) }]),
    );
    const { values } = parseArgs({ args: [...args], options });
    return new Map(Object.entries(values).map(([name, value]) => [name, String(value)]));
  } catch (error) {
    throw new PlaygroundError("bad-input", error instanceof Error ? error.message : String(error), USAGE);
  }
}

function readConditions(values: ReadonlyMap<string, string>): Condition[] {
  const text = values.get("conditions");
  const added = values.has("oracle") ? ORACLE_CONDITIONS : [];
  if (text === undefined) return [...DEFAULT_CONDITIONS, ...added];
  const named = text.split(",").map((name) => {
    const parsed = conditionSchema.safeParse(name);
    if (parsed.success && POSSIBLE_CONDITIONS.includes(parsed.data)) return parsed.data;
    throw badOption("conditions", `may hold ${POSSIBLE_CONDITIONS.join(", ")}, not “${name}”`);
  });
  return [...new Set([...named, ...added])];
}

function readSettings(values: ReadonlyMap<string, string>, usualPreset: string): KnowledgeSettings {
  const id = values.get("preset") ?? usualPreset;
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
