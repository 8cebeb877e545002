import type { NamedField } from "../../protocol/fields.ts";
import { readValue, valueText } from "../../protocol/fieldText.ts";

/** Settings that links carry one by one. `Draft` holds them all; each part of it has a prefix of its own: "writer.epochs". */
export interface LinkedDraft<Draft, Part extends string = string> {
  readonly parts: readonly { readonly part: Part; readonly fields: readonly NamedField[] }[];
  values(draft: Draft, part: Part): object;
  changed(draft: Draft, part: Part, key: string, value: unknown): Draft;
  /** Whether settings that are each within their range go together. Absent: always. */
  allows?(draft: Draft): boolean;
}

/** Writes what differs from the base. */
export function writeSettings<Draft, Part extends string>(
  parameters: URLSearchParams,
  linked: LinkedDraft<Draft, Part>,
  base: Draft,
  draft: Draft,
): void {
  for (const { part, key } of changedSettings(linked, base, draft)) {
    parameters.set(`${part}.${key}`, valueText(Reflect.get(linked.values(draft, part), key)));
  }
}

/** Of several presets the one from which the fewest settings differ; the first of equals. */
export function nearest<Draft, Part extends string, Preset extends { settings: unknown }>(
  linked: LinkedDraft<Draft, Part>,
  presets: readonly Preset[],
  settingsOf: (preset: Preset) => Draft,
  draft: Draft,
): Preset {
  const ranked = presets.map((preset) => ({
    preset,
    changes: changedSettings(linked, settingsOf(preset), draft).length,
  }));
  const [first] = ranked.sort((a, b) => a.changes - b.changes);
  if (!first) throw new Error("There is no preset.");
  return first.preset;
}

function changedSettings<Draft, Part extends string>(
  { parts, values }: LinkedDraft<Draft, Part>,
  base: Draft,
  draft: Draft,
): { part: Part; key: string }[] {
  return parts.flatMap(({ part, fields }) =>
    fields
      .filter(
        ({ key }) => !isSame(Reflect.get(values(base, part), key), Reflect.get(values(draft, part), key)),
      )
      .map(({ key }) => ({ part, key })),
  );
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The base with what the link sets; each value that cannot be taken is named in `problems` and left as it was. */
export function readSettings<Draft, Part extends string>(
  parameters: URLSearchParams,
  linked: LinkedDraft<Draft, Part>,
  base: Draft,
  problems: string[],
): Draft {
  let draft = base;
  for (const [name, text] of parameters) {
    const place = settingPlace(name);
    if (place === null) continue;
    const fields = linked.parts.find(({ part }) => part === place.part);
    const field = fields?.fields.find(({ key }) => key === place.key);
    if (!fields || !field) {
      problems.push(`${shown(place.key)}: this setting does not exist.`);
      continue;
    }
    const value = readValue(field, text);
    const next = linked.changed(draft, fields.part, field.key, value);
    const problem = problemOf(field, value, text) ?? (linked.allows?.(next) === false ? refused(text) : null);
    if (problem === null) draft = next;
    else problems.push(`${field.label}: ${problem}`);
  }
  return draft;
}

/** "writer.epochs" names the setting "epochs" of the part "writer"; null for what is no setting. */
export function settingPlace(name: string): { part: string; key: string } | null {
  const dot = name.indexOf(".");
  return dot < 0 ? null : { part: name.slice(0, dot), key: name.slice(dot + 1) };
}

function problemOf(field: NamedField, value: unknown, text: string): string | null {
  if (field.kind === "number" && typeof value === "number") {
    if (Number.isNaN(value)) return `“${text.slice(0, 40)}” is not a number.`;
    if (value < field.min || value > field.max) return `${value} is outside ${field.min} to ${field.max}.`;
  }
  return field.schema.safeParse(value).success ? null : refused(text);
}

function refused(text: string): string {
  return `“${text.slice(0, 40)}” is not allowed.`;
}

/** A part of a link as it may be shown: quoted and short. */
export function shown(text: string | null): string {
  if (text === null) return "(none)";
  return `“${text.length > 40 ? `${text.slice(0, 40)}…` : text}”`;
}
