import type { Json } from "../../protocol/run.ts";
import type { EditSummary } from "../../runs/edit/summary.ts";
import { describeValue, FIELDS, fieldOf } from "../presets.ts";

/** One thing in which a run differs from another. */
export interface RunChange {
  label: string;
  from: string;
  to: string;
}

type Compared = Pick<EditSummary, "model" | "backend" | "context" | "settings">;

/** What changed from one run to a later one, in words; empty where both were set up alike. */
export function diffRuns(earlier: Compared, later: Compared): RunChange[] {
  return [
    ...contextChanges(earlier.context, later.context),
    ...changed("Model", earlier.model, later.model),
    ...changed("Backend", earlier.backend, later.backend),
    ...settingChanges(earlier.settings, later.settings),
  ];
}

function changed(label: string, from: string, to: string): RunChange[] {
  return from === to ? [] : [{ label, from, to }];
}

function contextChanges(earlier: Json, later: Json): RunChange[] {
  const title = changed("Passage", titleOf(earlier), titleOf(later));
  if (title.length > 0) return title;
  const text = same(field(earlier, "text"), field(later, "text"));
  const questions = same(field(earlier, "questions"), field(later, "questions"));
  return [
    ...(text ? [] : [{ label: "Passage", from: "earlier text", to: "edited text" }]),
    ...(questions ? [] : [{ label: "Questions", from: count(earlier), to: count(later) }]),
  ];
}

/** In the order of the page's controls; settings that this page does not know come last, by their own names. */
function settingChanges(earlier: Json, later: Json): RunChange[] {
  const known = FIELDS.map((field) => field.key);
  const keys = new Set([...known, ...keysOf(earlier), ...keysOf(later)]);
  return [...keys].flatMap((key) => {
    const from = field(earlier, key);
    const to = field(later, key);
    if (same(from, to)) return [];
    const label = fieldOf(key)?.label ?? key;
    return [{ label, from: words(key, from), to: words(key, to) }];
  });
}

function words(key: string, value: Json | undefined): string {
  if (value === undefined) return "not set";
  return value !== null && typeof value === "object" && !Array.isArray(value)
    ? JSON.stringify(value)
    : describeValue(key, value);
}

export function titleOf(context: Json): string {
  const title = field(context, "title") ?? field(context, "name");
  return typeof title === "string" && title !== "" ? title : "Untitled";
}

function count(context: Json): string {
  const questions = field(context, "questions");
  return Array.isArray(questions) ? `${questions.length} asked` : "none";
}

function keysOf(value: Json): string[] {
  return isRecord(value) ? Object.keys(value) : [];
}

function field(value: Json, key: string): Json | undefined {
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function isRecord(value: Json): value is Record<string, Json> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

function same(a: Json | undefined, b: Json | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
