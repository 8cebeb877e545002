import { type BackendPreference, backendPreferenceSchema } from "../protocol/commands.ts";
import { valueText } from "../protocol/fieldText.ts";
import { z } from "../protocol/zod.ts";
import { type Passage, passageSchema } from "../tasks/knowledge/metadata.ts";
import { MAX_QUESTIONS } from "../tasks/knowledge/passageLimits.ts";
import { compressText, decompressText } from "./compressedText.ts";
import { linkParameters, MAX_HASH_CHARACTERS } from "./linkParameters.ts";
import {
  changedKeys,
  fieldOf,
  findPreset,
  type KnowledgeSettings,
  matchingPreset,
  PRESETS,
  type SettingsPreset,
} from "./presets.ts";
import { readSetting } from "./settingText.ts";

/** What a link carries: a setup to look at. It never starts a download or a run. */
export interface SharedSetup {
  /** A built-in example by id, or a whole passage; null leaves the passage as it is. */
  passage: { example: string } | Passage | null;
  settings: KnowledgeSettings;
  modelId: string | null;
  backend: BackendPreference;
}

export type ShareLinkReading =
  | { kind: "none" }
  /** `problems` names each part that was ignored, and why. */
  | { kind: "setup"; setup: SharedSetup; problems: string[] }
  | { kind: "error"; message: string };

const LINK_VERSION = "1";
/** Parts of a link that were ignored and are named; a foreign link may have thousands. */
const MAX_PROBLEMS = 8;
const SETTING_PREFIX = "set.";
const KNOWN_KEYS = new Set(["v", "task", "preset", "example", "passage", "model", "backend", "view"]);
const packedPassageSchema = z.string().check(z.maxLength(200_000));

/** The hash of a link to this setup, with its "#": only what differs from a versioned preset. */
export async function writeShareLink(setup: SharedSetup): Promise<string> {
  const preset = nearestPreset(setup.settings);
  const parameters = new URLSearchParams({
    v: LINK_VERSION,
    task: "knowledge",
    preset: `${preset.id}.${preset.version}`,
  });
  if (setup.passage) {
    if ("example" in setup.passage) parameters.set("example", setup.passage.example);
    else parameters.set("passage", await compressText(JSON.stringify(setup.passage)));
  }
  for (const key of changedKeys(preset.settings, setup.settings)) {
    const value = setup.settings[key];
    parameters.set(SETTING_PREFIX + key, valueText(value));
  }
  if (setup.modelId !== null) parameters.set("model", setup.modelId);
  if (setup.backend !== "auto") parameters.set("backend", setup.backend);
  return `#${parameters.toString()}`;
}

/** Reads any hash. Never throws: what is wrong is said in words. */
export async function readShareLink(hash: string): Promise<ShareLinkReading> {
  const parameters = linkParameters(hash, isTextSetting);
  const version = parameters.get("v");
  if (version === null) return { kind: "none" };
  if (hash.length > MAX_HASH_CHARACTERS) return failed(`it is ${hash.length} characters long`);
  if (version !== LINK_VERSION) {
    return failed(`it is of version ${shown(version)}, and this page reads version ${LINK_VERSION}`);
  }
  const task = parameters.get("task");
  if (task !== "knowledge")
    return failed(`it is for a task named ${shown(task)}, which this page does not have`);
  const preset = readPreset(parameters.get("preset"));
  if (!preset) return failed(`its preset ${shown(parameters.get("preset"))} does not exist`);

  const problems: string[] = [];
  const passage = await readPassage(parameters, problems);
  const setup: SharedSetup = {
    passage,
    settings: readSettings(parameters, preset, problems),
    modelId: readModel(parameters, problems),
    backend: readBackend(parameters, problems),
  };
  for (const key of new Set(parameters.keys())) {
    if (!KNOWN_KEYS.has(key) && !key.startsWith(SETTING_PREFIX)) problems.push(`${shown(key)} is not known.`);
  }
  const more = problems.length - MAX_PROBLEMS;
  if (more > 0) problems.splice(MAX_PROBLEMS, more, `And ${more} parts more.`);
  return { kind: "setup", setup, problems };
}

function isTextSetting(key: string): boolean {
  return key.startsWith(SETTING_PREFIX) && fieldOf(key.slice(SETTING_PREFIX.length))?.kind === "text";
}

function failed(why: string): ShareLinkReading {
  return { kind: "error", message: `This link cannot be opened: ${why}. Your own setup was left as it is.` };
}

function readPreset(value: string | null): SettingsPreset | undefined {
  const match = /^([\w-]+)\.(\d{1,6})$/.exec(value ?? "");
  return match?.[1] === undefined ? undefined : findPreset(match[1], Number(match[2]));
}

async function readPassage(parameters: URLSearchParams, problems: string[]): Promise<SharedSetup["passage"]> {
  const packed = parameters.get("passage");
  const example = parameters.get("example");
  if (packed === null) {
    if (example === null) return null;
    if (/^[\w-]{1,80}$/.test(example)) return { example };
    problems.push(`The example ${shown(example)} does not exist.`);
    return null;
  }
  try {
    const json: unknown = JSON.parse(packedPassageSchema.parse(await decompressText(packed)));
    const passage = passageSchema.parse(json);
    const { length } = passage.questions;
    if (length <= MAX_QUESTIONS) return passage;
    problems.push(
      `Of the passage's ${length} questions the first ${MAX_QUESTIONS} are kept: no more can be asked.`,
    );
    return { ...passage, questions: passage.questions.slice(0, MAX_QUESTIONS) };
  } catch {
    problems.push("The passage in the link is damaged; the link was probably cut short.");
    return null;
  }
}

function readSettings(
  parameters: URLSearchParams,
  preset: SettingsPreset,
  problems: string[],
): KnowledgeSettings {
  let settings: KnowledgeSettings = { ...preset.settings };
  for (const [name, text] of parameters) {
    if (!name.startsWith(SETTING_PREFIX)) continue;
    const key = name.slice(SETTING_PREFIX.length);
    const read = readSetting(settings, key, text);
    if (read.ok) settings = read.settings;
    else problems.push(`${fieldOf(key)?.label ?? shown(key)}: ${read.problem}`);
  }
  return settings;
}

function readModel(parameters: URLSearchParams, problems: string[]): string | null {
  const model = parameters.get("model");
  if (model === null || /^[\w./:-]{1,120}$/.test(model)) return model;
  problems.push(`The model ${shown(model)} does not exist.`);
  return null;
}

function readBackend(parameters: URLSearchParams, problems: string[]): BackendPreference {
  const parsed = backendPreferenceSchema.safeParse(parameters.get("backend") ?? "auto");
  if (parsed.success) return parsed.data;
  problems.push(`The backend ${shown(parameters.get("backend"))} does not exist.`);
  return "auto";
}

/** The preset from which the fewest settings differ. */
function nearestPreset(settings: KnowledgeSettings): SettingsPreset {
  const exact = matchingPreset(settings);
  if (exact) return exact;
  return [...PRESETS].sort(
    (a, b) => changedKeys(a.settings, settings).length - changedKeys(b.settings, settings).length,
  )[0]!;
}

/** A part of a link as it may be shown: quoted and short. */
function shown(text: string | null): string {
  if (text === null) return "(none)";
  return `“${text.length > 40 ? `${text.slice(0, 40)}…` : text}”`;
}
