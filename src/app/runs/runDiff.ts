import { contextTitle } from "../../protocol/contextTitle.ts";
import { namedFields } from "../../protocol/fields.ts";
import type { Json } from "../../protocol/run.ts";
import type { EditSummary } from "../../runs/edit/summary.ts";
import type { TaskMetadata } from "../../tasks/page/taskMetadata.ts";
import { describeSetting } from "../edit/settings.ts";

/** One thing in which a run differs from another. */
export interface RunChange {
  label: string;
  from: string;
  to: string;
}

type Compared = Pick<EditSummary, "model" | "version" | "backend" | "context" | "settings">;

/** What changed from one run of a task to a later one, in words; empty where both were set up alike. */
export function diffRuns(task: TaskMetadata, earlier: Compared, later: Compared): RunChange[] {
  return [
    ...contextChanges(task, earlier.context, later.context),
    ...changed("Model", earlier.model, later.model),
    ...changed("Version", earlier.version ?? "untouched", later.version ?? "untouched"),
    ...changed("Backend", earlier.backend, later.backend),
    ...settingChanges(task, earlier.settings, later.settings),
  ];
}

function changed(label: string, from: string, to: string): RunChange[] {
  return from === to ? [] : [{ label, from, to }];
}

/** Another one by its title; of the same, the parts that were changed: lists by their length. */
function contextChanges({ rounds }: TaskMetadata, earlier: Json, later: Json): RunChange[] {
  const name = capitalised(rounds.words.one);
  const title = changed(name, contextTitle(earlier), contextTitle(later));
  if (title.length > 0) return title;
  return [...new Set([...keysOf(earlier), ...keysOf(later)])].flatMap((key): RunChange[] => {
    const [from, to] = [field(earlier, key), field(later, key)];
    if (same(from, to)) return [];
    if (Array.isArray(from) && Array.isArray(to) && from.length !== to.length) {
      return [{ label: capitalised(key), from: `${from.length} ${key}`, to: `${to.length} ${key}` }];
    }
    return [{ label: name, from: `earlier ${key}`, to: `edited ${key}` }];
  });
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** In the order of the page's fields; settings that this page does not know come last, by their own names. */
function settingChanges({ settings: { fields } }: TaskMetadata, earlier: Json, later: Json): RunChange[] {
  const known = namedFields(fields);
  const keys = new Set([...known.map(({ key }) => key), ...keysOf(earlier), ...keysOf(later)]);
  return [...keys].flatMap((key) => {
    const from = field(earlier, key);
    const to = field(later, key);
    if (same(from, to)) return [];
    const setting = known.find((one) => one.key === key);
    const words = (value: Json | undefined) =>
      value === undefined
        ? "not set"
        : isRecord(value)
          ? JSON.stringify(value)
          : describeSetting(setting, value);
    return [{ label: setting?.label ?? key, from: words(from), to: words(to) }];
  });
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
