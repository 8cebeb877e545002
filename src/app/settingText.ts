import { knowledgeSettingsSchema } from "../tasks/knowledge/metadata.ts";
import { controlFor, type KnowledgeSettings } from "./presets.ts";

export type SettingReading = { ok: true; settings: KnowledgeSettings } | { ok: false; problem: string };

/** Sets one setting from text, as links carry it: closed choices, numbers within their range, nothing unknown. */
export function readSetting(settings: KnowledgeSettings, key: string, text: string): SettingReading {
  if (!Object.hasOwn(settings, key)) return { ok: false, problem: "this setting does not exist." };
  const control = controlFor(key);
  const now: unknown = Reflect.get(settings, key);
  const value = valueLike(now, text);
  if (control?.kind === "number") {
    if (typeof value !== "number" || Number.isNaN(value))
      return { ok: false, problem: `“${text.slice(0, 40)}” is not a number.` };
    if (value < control.min || value > control.max) {
      return { ok: false, problem: `${value} is outside ${control.min} to ${control.max}.` };
    }
  }
  const parsed = knowledgeSettingsSchema.safeParse({ ...settings, [key]: value });
  if (!parsed.success) return { ok: false, problem: `“${text.slice(0, 40)}” is not allowed.` };
  return { ok: true, settings: parsed.data };
}

/** Reads `text` as the kind of value that the setting has now. */
function valueLike(now: unknown, text: string): unknown {
  if (typeof now === "number") return text.trim() === "" ? Number.NaN : Number(text);
  if (typeof now === "boolean") return text === "true" ? true : text === "false" ? false : text;
  if (Array.isArray(now)) return [...new Set(text.split(","))];
  return text;
}
