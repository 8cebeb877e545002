import type { Condition } from "../../../protocol/run.ts";
import { CommandLine, settingLines } from "../../commands/commandLine.ts";
import {
  EMBEDDED_MODEL_ID,
  KNOWLEDGE_FIELDS,
  KNOWLEDGE_PRESETS,
  type KnowledgeSettings,
} from "../metadata.ts";

export interface PassageOptions {
  model: string;
  writer?: string | undefined;
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
const USAGE = `npm run seal -- [--task knowledge] --model <embedded, id, .gguf or folder> --passages <json> --json <out.json>
  (or --generate N in place of --passages: fresh passages of the invented world; [--held-out]: those that \`npm run rl\` holds out)
  [--offset K] [--limit N] [--conditions ${DEFAULT_CONDITIONS.join(",")}] [--oracle] [--threads N]
  [--writer <PEFT folder>: a taught writer, such as public/taught/${EMBEDDED_MODEL_ID}]
  [--preset ${KNOWLEDGE_PRESETS.map(({ id }) => id).join("|")}] and any setting of the preset:
${settingLines(KNOWLEDGE_FIELDS)}`;

/** The preset for a model where none is named. */
export function usualPreset(model: string): string {
  return model === EMBEDDED_MODEL_ID ? "reader" : "default";
}

/** Reads the command line. @throws PlaygroundError "bad-input" naming the option */
export function readPassageOptions(args: readonly string[]): PassageOptions {
  const line = new CommandLine(args, {
    names: [
      "task",
      "model",
      "writer",
      "passages",
      "generate",
      "json",
      "offset",
      "limit",
      "conditions",
      "threads",
      "preset",
    ],
    switches: ["oracle", "held-out"],
    settings: [{ fields: KNOWLEDGE_FIELDS }],
    usage: USAGE,
  });
  const generate = line.whole("generate", 1);
  if (generate !== undefined && line.has("passages")) throw line.mistake("generate", "excludes --passages");
  const heldOut = line.has("held-out");
  if (heldOut && generate === undefined) throw line.mistake("held-out", "goes with --generate");
  line.required("model");
  const model = line.model(EMBEDDED_MODEL_ID);
  return {
    model,
    writer: line.text("writer"),
    source: generate === undefined ? { file: line.required("passages") } : { generate, heldOut },
    json: line.required("json"),
    offset: line.whole("offset", 0) ?? 0,
    limit: line.whole("limit", 1) ?? Number.MAX_SAFE_INTEGER,
    threads: line.whole("threads", 1),
    conditions: readConditions(line),
    settings: line.settings(KNOWLEDGE_FIELDS, line.preset(KNOWLEDGE_PRESETS, usualPreset(model))),
  };
}

function readConditions(line: CommandLine): Condition[] {
  const named = line.someOf("conditions", POSSIBLE_CONDITIONS) ?? DEFAULT_CONDITIONS;
  return [...new Set([...named, ...(line.has("oracle") ? ORACLE_CONDITIONS : [])])];
}
