import { isVisible, type NamedField, namedFields } from "../../protocol/fields.ts";
import { faultOf } from "../../protocol/fieldText.ts";
import type { Preset, Settings } from "../../tasks/metadata.ts";
import type { SettingsRules } from "../../tasks/page/taskMetadata.ts";
import type { Issue } from "../../tasks/page/taskPage.ts";

export type SettingsPreset = Preset<Settings>;

/** @param version absent: the one in force; links name theirs, which may have been retired */
export function findPreset(
  { presets, retired }: SettingsRules,
  id: string,
  version?: number,
): SettingsPreset | undefined {
  const known = version === undefined ? presets : [...presets, ...retired];
  return known.find((preset) => preset.id === id && (version === undefined || preset.version === version));
}

function changedKeys(from: Settings, to: Settings): string[] {
  return Object.keys(from).filter((key) => JSON.stringify(from[key]) !== JSON.stringify(to[key]));
}

/** The preset that is chosen, whatever the draw. */
export function matchingPreset(rules: SettingsRules, settings: Settings): SettingsPreset | undefined {
  return rules.presets.find((preset) =>
    changedKeys(preset.settings, settings).every((key) => rules.draws.includes(key)),
  );
}

/** A preset with the draw of the settings before. */
export function withPreset(rules: SettingsRules, { settings }: SettingsPreset, before: Settings): Settings {
  const draw = Object.entries(before).filter(([key]) => rules.draws.includes(key));
  return { ...settings, ...Object.fromEntries(draw) };
}

/** The preset that is chosen by itself where a model is loaded; the first where none names it. */
export function usualPreset<Of extends { model?: string }>(
  presets: readonly Of[],
  modelId: string | null,
): Of {
  const own = presets.find(({ model }) => model !== undefined && model === modelId);
  const usual = own ?? presets.find(({ model }) => model === "any") ?? presets[0];
  if (!usual) throw new Error("There is no preset.");
  return usual;
}

/** Each setting that is still valid; the others from the fallback. */
export function restoreSettings({ schema }: SettingsRules, kept: unknown, fallback: Settings): Settings {
  if (typeof kept !== "object" || kept === null) return fallback;
  let settings = fallback;
  for (const key of Object.keys(fallback)) {
    if (!Object.hasOwn(kept, key)) continue;
    const value: unknown = Reflect.get(kept, key);
    settings = schema.safeParse({ ...settings, [key]: value }).data ?? settings;
  }
  return settings;
}

/** Everything about settings that must be mended before a run can start, at "setting:loraRank". */
export function settingIssues({ schema, fields }: SettingsRules, settings: Settings): Issue[] {
  const issues = namedFields(fields).flatMap((one): Issue[] => {
    const field = issueField(one.key);
    if (isLacking(one, settings)) {
      return [{ field, message: `${one.label} is empty. ${one.help}`, missing: true }];
    }
    // What is wrong with a text, its schema says best.
    const message = one.kind === "text" ? undefined : faultOf(one, settings[one.key]);
    return message === undefined ? [] : [{ field, message, missing: false }];
  });
  const [more] = schema.safeParse(settings).error?.issues ?? [];
  const field = issueField(String(more?.path[0] ?? ""));
  if (more && !issues.some((issue) => issue.field === field)) {
    issues.push({ field, message: more.message, missing: false });
  }
  return issues;
}

/** Where an issue about a setting is shown. */
export function issueField(key: string): string {
  return `setting:${key}`;
}

function isLacking(field: NamedField, settings: Settings): boolean {
  if (field.kind !== "text" || !field.onlyWhen || !isVisible(field, settings)) return false;
  return String(settings[field.key] ?? "").trim() === "";
}

/** A setting's value in words, e.g. the labels of a choice's options. */
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
