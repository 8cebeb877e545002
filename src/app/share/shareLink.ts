import { type BackendPreference, backendPreferenceSchema } from "../../protocol/commands.ts";
import { valueText } from "../../protocol/fieldText.ts";
import { type Json, jsonSchema } from "../../protocol/run.ts";
import { z } from "../../protocol/zod.ts";
import type { Settings } from "../../tasks/metadata.ts";
import { TASK_PAGES } from "../../tasks/page/pages.ts";
import type { SettingsRules } from "../../tasks/page/taskMetadata.ts";
import {
  changedKeys,
  fieldOf,
  findPreset,
  nearestPreset,
  readSetting,
  type SettingsPreset,
} from "../edit/settings.ts";
import { taskEntry } from "../edit/taskModels.ts";
import { compressText, decompressText } from "./compressedText.ts";
import { linkParameters, MAX_HASH_CHARACTERS } from "./linkParameters.ts";

/** What a link carries: a setup to look at. It never starts a download or a run. */
export interface SharedSetup {
  task: string;
  /** A context that comes with the page by its name, or a whole one; null leaves the context as it is. */
  context: { name: string } | { value: Json } | null;
  settings: Settings;
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
const KNOWN_KEYS = ["v", "task", "preset", "example", "model", "backend", "view"];
const packedSchema = z.string().check(z.maxLength(200_000));

/** The hash of a link to this setup, with its "#": only what differs from a versioned preset. */
export async function writeShareLink(setup: SharedSetup): Promise<string> {
  const { settings, linkParameter } = taskEntry(setup.task);
  const preset = nearestPreset(settings, setup.settings);
  const parameters = new URLSearchParams({
    v: LINK_VERSION,
    task: setup.task,
    preset: `${preset.id}.${preset.version}`,
  });
  const { context } = setup;
  if (context) {
    if ("name" in context) parameters.set("example", context.name);
    else parameters.set(linkParameter, await compressText(JSON.stringify(context.value)));
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
  const entry = TASK_PAGES.find(({ id }) => id === task);
  if (!entry) return failed(`it is for a task named ${shown(task)}, which this page does not have`);
  const preset = readPreset(entry.settings, parameters.get("preset"));
  if (!preset) return failed(`its preset ${shown(parameters.get("preset"))} does not exist`);

  const problems: string[] = [];
  const parameter = entry.linkParameter;
  const setup: SharedSetup = {
    task: entry.id,
    context: await readContext(parameters, parameter, problems),
    settings: readSettings(parameters, entry.settings, preset, problems),
    modelId: readModel(parameters, problems),
    backend: readBackend(parameters, problems),
  };
  const known = new Set([...KNOWN_KEYS, parameter]);
  for (const key of new Set(parameters.keys())) {
    if (!known.has(key) && !key.startsWith(SETTING_PREFIX)) problems.push(`${shown(key)} is not known.`);
  }
  const more = problems.length - MAX_PROBLEMS;
  if (more > 0) problems.splice(MAX_PROBLEMS, more, `And ${more} parts more.`);
  return { kind: "setup", setup, problems };
}

/** Of any task: which it is, the link tells only once it is read. */
function isTextSetting(key: string): boolean {
  if (!key.startsWith(SETTING_PREFIX)) return false;
  const name = key.slice(SETTING_PREFIX.length);
  return TASK_PAGES.some(({ settings }) => fieldOf(settings, name)?.kind === "text");
}

function failed(why: string): ShareLinkReading {
  return { kind: "error", message: `This link cannot be opened: ${why}. Your own setup was left as it is.` };
}

function readPreset(rules: SettingsRules, value: string | null): SettingsPreset | undefined {
  const match = /^([\w-]+)\.(\d{1,6})$/.exec(value ?? "");
  return match?.[1] === undefined ? undefined : findPreset(rules, match[1], Number(match[2]));
}

async function readContext(
  parameters: URLSearchParams,
  parameter: string,
  problems: string[],
): Promise<SharedSetup["context"]> {
  const packed = parameters.get(parameter);
  const name = parameters.get("example");
  if (packed === null) {
    if (name === null) return null;
    if (/^[\w-]{1,80}$/.test(name)) return { name };
    problems.push(`The example ${shown(name)} does not exist.`);
    return null;
  }
  try {
    const json: unknown = JSON.parse(packedSchema.parse(await decompressText(packed)));
    return { value: jsonSchema.parse(json) };
  } catch {
    problems.push(`The ${parameter} in the link is damaged; the link was probably cut short.`);
    return null;
  }
}

function readSettings(
  parameters: URLSearchParams,
  rules: SettingsRules,
  preset: SettingsPreset,
  problems: string[],
): Settings {
  let settings: Settings = { ...preset.settings };
  for (const [name, text] of parameters) {
    if (!name.startsWith(SETTING_PREFIX)) continue;
    const key = name.slice(SETTING_PREFIX.length);
    const read = readSetting(rules, settings, key, text);
    if (read.ok) settings = read.settings;
    else problems.push(`${fieldOf(rules, key)?.label ?? shown(key)}: ${read.problem}`);
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

/** A part of a link as it may be shown: quoted and short. */
function shown(text: string | null): string {
  if (text === null) return "(none)";
  return `“${text.length > 40 ? `${text.slice(0, 40)}…` : text}”`;
}
