import { type NamedField, namedFields } from "../protocol/fields.ts";
import {
  KNOWLEDGE_FIELDS,
  KNOWLEDGE_PRESETS,
  type KnowledgeSettings,
  RETIRED_PRESETS,
} from "../tasks/knowledge/metadata.ts";
import type { Preset } from "../tasks/metadata.ts";

export type { KnowledgeSettings };
export type SettingsPreset = Preset<KnowledgeSettings>;
export type SettingKey = keyof KnowledgeSettings;

/** The settings people can change, in the order in which the page shows them. */
export const FIELDS: readonly NamedField[] = namedFields(KNOWLEDGE_FIELDS);

export const PRESETS: readonly SettingsPreset[] = KNOWLEDGE_PRESETS;

export function defaultPreset(): SettingsPreset {
  const preset = PRESETS[0];
  if (!preset) throw new Error("The task has no preset.");
  return preset;
}

/** @param version absent: the one in force; links name theirs, which may have been retired */
export function findPreset(id: string, version?: number): SettingsPreset | undefined {
  const known = version === undefined ? PRESETS : [...PRESETS, ...RETIRED_PRESETS];
  return known.find((preset) => preset.id === id && (version === undefined || preset.version === version));
}

/** Another draw, or more of them, is not another method. */
const DRAWS: readonly SettingKey[] = ["seed", "edits"];

/** The preset that is chosen, whatever the seed and however many edits are compared. */
export function matchingPreset(settings: KnowledgeSettings): SettingsPreset | undefined {
  return PRESETS.find((preset) => changedKeys(preset.settings, settings).every((key) => DRAWS.includes(key)));
}

export function changedKeys(from: KnowledgeSettings, to: KnowledgeSettings): SettingKey[] {
  const keys = Object.keys(from) as SettingKey[];
  return keys.filter((key) => JSON.stringify(from[key]) !== JSON.stringify(to[key]));
}

export function fieldOf(key: string): NamedField | undefined {
  return FIELDS.find((field) => field.key === key);
}

/** A setting's value in words, e.g. the labels of a choice's options. */
export function describeValue(key: string, value: unknown): string {
  return describeSetting(fieldOf(key), value);
}

export function describeSetting(field: NamedField | undefined, value: unknown): string {
  const labelOf = (one: unknown) =>
    field && "options" in field
      ? (field.options.find((option) => option.value === one)?.label ?? String(one))
      : String(one);
  if (typeof value === "boolean") return value ? "on" : "off";
  if (Array.isArray(value)) {
    if (field?.kind === "choices" && value.length === field.options.length) return "all";
    return value.map(labelOf).join(", ");
  }
  if (typeof value === "string") return value === "" ? "(empty)" : labelOf(value);
  return String(value);
}
