import { type Condition, conditionSchema } from "../src/protocol/run.ts";
import {
  EMBEDDED_MODEL_ID,
  KNOWLEDGE_PRESETS,
  type KnowledgeSettings,
} from "../src/tasks/knowledge/metadata.ts";
import { CommandLine, EMBEDDED, SETTING_LINES } from "./commandLine.ts";

export interface SealOptions {
  model: string;
  /** A file of passages, or so many fresh ones of the invented world: of its own, or the held-out ones of `npm run rl`. */
  source: { file: string } | { generate: number; heldOut: boolean };
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
export const USAGE = `npm run seal -- --model <embedded, id, .gguf or folder> --passages <json> --json <out.json>
  (or --generate N in place of --passages: fresh passages of the invented world; [--held-out]: those that \`npm run rl\` holds out)
  [--offset K] [--limit N] [--conditions ${DEFAULT_CONDITIONS.join(",")}] [--oracle] [--threads N]
  [--preset ${KNOWLEDGE_PRESETS.map(({ id }) => id).join("|")}] and any setting of the preset:
${SETTING_LINES}`;

/** Reads the command line. @throws PlaygroundError "bad-input" naming the option */
export function readOptions(args: readonly string[]): SealOptions {
  const names = "model passages generate json offset limit conditions threads preset".split(" ");
  const line = new CommandLine(args, names, ["oracle", "held-out"], USAGE);
  const generate = line.whole("generate", 1);
  if (generate !== undefined && line.has("passages")) throw line.mistake("generate", "excludes --passages");
  const heldOut = line.has("held-out");
  if (heldOut && generate === undefined) throw line.mistake("held-out", "goes with --generate");
  const model = line.required("model");
  return {
    model: model === EMBEDDED ? EMBEDDED_MODEL_ID : model,
    source: generate === undefined ? { file: line.required("passages") } : { generate, heldOut },
    json: line.required("json"),
    offset: line.whole("offset", 0) ?? 0,
    limit: line.whole("limit", 1) ?? Number.MAX_SAFE_INTEGER,
    threads: line.whole("threads", 1),
    conditions: readConditions(line),
    settings: readSettings(line, model === EMBEDDED ? "reader" : "default"),
  };
}

function readConditions(line: CommandLine): Condition[] {
  const text = line.text("conditions");
  const added = line.has("oracle") ? ORACLE_CONDITIONS : [];
  if (text === undefined) return [...DEFAULT_CONDITIONS, ...added];
  const named = text.split(",").map((name) => {
    const parsed = conditionSchema.safeParse(name);
    if (parsed.success && POSSIBLE_CONDITIONS.includes(parsed.data)) return parsed.data;
    throw line.mistake("conditions", `may hold ${POSSIBLE_CONDITIONS.join(", ")}, not “${name}”`);
  });
  return [...new Set([...named, ...added])];
}

function readSettings(line: CommandLine, usualPreset: string): KnowledgeSettings {
  const id = line.text("preset") ?? usualPreset;
  const preset = KNOWLEDGE_PRESETS.find((known) => known.id === id);
  if (preset === undefined) throw line.mistake("preset", `“${id}” does not exist`);
  return line.settings(preset.settings);
}
