import { readValue } from "../protocol/fieldText.ts";
import { fieldOf, type KnowledgeSettings } from "./presets.ts";

export type SettingReading = { ok: true; settings: KnowledgeSettings } | { ok: false; problem: string };

/** Sets one setting from text, as links carry it: closed choices, numbers within their range, nothing unknown. */
export function readSetting(settings: KnowledgeSettings, key: string, text: string): SettingReading {
  const field = fieldOf(key);
  if (field === undefined) return { ok: false, problem: "this setting does not exist." };
  const value = readValue(field, text);
  if (field.kind === "number" && typeof value === "number") {
    if (Number.isNaN(value)) return { ok: false, problem: `“${text.slice(0, 40)}” is not a number.` };
    if (value < field.min || value > field.max) {
      return { ok: false, problem: `${value} is outside ${field.min} to ${field.max}.` };
    }
  }
  if (!field.schema.safeParse(value).success) {
    return { ok: false, problem: `“${text.slice(0, 40)}” is not allowed.` };
  }
  return { ok: true, settings: { ...settings, [key]: value } };
}
